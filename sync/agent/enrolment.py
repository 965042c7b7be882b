"""How a kiosk becomes known: the printed fingerprint proves the server, a one-time code proves the kiosk."""

import warnings
from dataclasses import dataclass
from typing import Final, Protocol

from urllib3.exceptions import InsecureRequestWarning

from sync.agent.addresses import AddressRefused, checked_address
from sync.agent.answers import Problematic, read_answer
from sync.agent.carrier import Ask, Reply, new_nonce
from sync.agent.directory_fetch import DIRECTORY_LIMIT, judged_directory
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.agent.exchange import Waits, exchange
from sync.agent.http_carrier import HttpCarrier
from sync.agent.outcome import Portal, Unreachable, Untrusted
from sync.agent.ports import Clock, Signer
from sync.agent.session import open_session
from sync.agent.tls import BadCertificate, unverified_context
from sync.agent.trust import Trust, Way
from sync.contract import signed
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed, decode, write_json
from sync.contract.enrolment import EnrolmentLink, EnrolmentRequest, parse_secret
from sync.contract.keys import fingerprint, key_name
from sync.contract.problems import Code
from sync.contract.receipt import Provisioning
from sync.contract.signed import Unsigned, open_document

_REASONS: Final = {
    Code.CODE_SPENT: Reason.CODE_SPENT,
    Code.CODE_EXPIRED: Reason.CODE_EXPIRED,
    Code.CODE_USED_UP: Reason.CODE_USED_UP,
    Code.CODE_ENDED: Reason.CODE_ENDED,
    Code.SLOW_DOWN: Reason.SLOW_DOWN,
}


class Newcomer(Signer, Protocol):
    """A kiosk's new keys."""

    @property
    def seal_public(self) -> bytes:
        """The X25519 public key, 32 raw bytes."""


@dataclass(frozen=True)
class Known:
    """A kiosk that was enrolled before: its id, and the version of the directory it keeps."""

    kiosk: str
    directory: int


@dataclass(frozen=True)
class Enrolled:
    """The kiosk's directory, its two lines and what they say; the server's id and key.

    `way` leads there; None where the directory came on a stick.
    """

    raw: bytes
    directory: Directory
    server: str
    key: bytes
    way: Way | None


def read_link(central: str, code: str) -> EnrolmentLink | EnrolmentFailure:
    """The link of an address and a code as typed; the fingerprint is required, it is what trust rests on."""
    secret = read_secret(code)
    if isinstance(secret, EnrolmentFailure):
        return secret
    try:
        return EnrolmentLink(checked_address(central), *secret)
    except AddressRefused as error:
        return EnrolmentFailure(Reason.ADDRESS, str(error))


def read_secret(code: str) -> tuple[str, str] | EnrolmentFailure:
    """The code and the fingerprint as typed."""
    if "." not in code:
        return EnrolmentFailure(Reason.NO_FINGERPRINT, "expected <code>.<fingerprint>")
    try:
        return parse_secret(code)
    except Malformed as error:
        return EnrolmentFailure(Reason.LINK, error.detail)


def enrol(
    link: EnrolmentLink,
    newcomer: Newcomer,
    name: str,
    clock: Clock,
    waits: Waits | None = None,
    *,
    known: Known | None = None,
) -> Enrolled | EnrolmentFailure:
    """Prove the server, then ask it for this kiosk's directory; after a lost reply the same succeeds.

    A kiosk `known` from before stays that kiosk, or nothing was enrolled.
    """
    waits = waits or Waits()
    try:
        address = checked_address(link.address)
    except AddressRefused as error:
        return EnrolmentFailure(Reason.ADDRESS, str(error))
    server = provision(address, link.fingerprint, waits)
    if isinstance(server, EnrolmentFailure):
        return server
    up_ms = clock.up_ms()
    trust = Trust(server.server, "", (bytes.fromhex(server.key),), (server.ca,), (address,))
    try:
        carrier = HttpCarrier(trust, newcomer, lambda: server.time + clock.up_ms() - up_ms, waits)
    except BadCertificate as error:
        return EnrolmentFailure(Reason.WRONG_SERVER, str(error))
    request = EnrolmentRequest(
        code=link.code,
        public_key=newcomer.public.hex(),
        seal_key=newcomer.seal_public.hex(),
        name=name,
        kiosk=known.kiosk if known else None,
        directory=known.directory if known else 0,
    )
    try:
        reply = carrier.ask(
            Ask("POST", "/api/v1/enrolments", "", write_json(request), "application/json", DIRECTORY_LIMIT)
        )
    finally:
        carrier.close()
    return _enrolled(reply, trust, known)


def provision(address: str, printed: str, waits: Waits) -> Provisioning | EnrolmentFailure:
    """What the server at `address` says of itself, proved by the `printed` fingerprint alone, not by TLS."""
    nonce = new_nonce()
    ask = Ask("GET", "/api/v1/provisioning", f"nonce={nonce}", signed=False)
    with warnings.catch_warnings(), open_session(unverified_context()) as session:
        warnings.simplefilter("ignore", InsecureRequestWarning)
        reply = exchange(session, address, ask, {}, waits)
    if isinstance(reply, Unreachable):
        return _no_answer(reply)
    if reply.media_type != signed.MEDIA_TYPE:
        reason = Reason.UNREACHABLE if reply.status >= 500 else Reason.PORTAL
        return EnrolmentFailure(reason, f"HTTP {reply.status} {reply.media_type}")
    try:
        known = decode(reply.body.partition(b"\n")[0], Provisioning)
        key = bytes.fromhex(known.key)
        open_document("provisioning", reply.body, [key])
    except (Malformed, Unsigned) as error:
        return EnrolmentFailure(Reason.WRONG_SERVER, str(error))
    if fingerprint(key) != printed:
        return EnrolmentFailure(Reason.WRONG_SERVER, f"its key has the fingerprint {key_name(key)}")
    if known.nonce != nonce:
        return EnrolmentFailure(Reason.WRONG_SERVER, "an answer to another request")
    return known


def _enrolled(reply: Reply | Unreachable, trust: Trust, known: Known | None) -> Enrolled | EnrolmentFailure:
    answer = read_answer(reply, "directory", trust)
    if isinstance(answer, Unreachable):
        return _no_answer(answer)
    if isinstance(answer, Portal):
        return EnrolmentFailure(Reason.PORTAL, answer.detail)
    if isinstance(answer, Untrusted):
        return EnrolmentFailure(Reason.WRONG_SERVER, answer.detail)
    if isinstance(answer, Problematic):
        problem = answer.problem
        return EnrolmentFailure(
            _REASONS.get(problem.code, Reason.REFUSED), f"{problem.code}: {problem.title}"
        )
    directory = judged_directory(answer, trust.server)
    if isinstance(directory, Directory) and known is not None and directory.kiosk != known.kiosk:
        directory = Untrusted(f"directory for another kiosk, {directory.kiosk}")
    if isinstance(directory, Untrusted):
        return EnrolmentFailure(Reason.DIRECTORY, directory.detail)
    return Enrolled(answer.raw, directory, trust.server, trust.keys[0], trust.ways[0])


def _no_answer(failure: Unreachable) -> EnrolmentFailure:
    reasons = {"tls": Reason.TLS, "address": Reason.ADDRESS}
    return EnrolmentFailure(reasons.get(failure.reason, Reason.UNREACHABLE), failure.detail)
