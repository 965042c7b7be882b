"""Becoming a province of a server above: a fingerprint proves that one, a code that is good once this one."""

import os

from sync.central.api.intake import Intake
from sync.central.database.engine import writing
from sync.central.relay.line import Ask, Document, Line, Refusal, Unreachable
from sync.central.relay.upstream import Way, begin_upstream
from sync.contract.encoding import Malformed, T, decode, write_json
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import fingerprint
from sync.contract.receipt import Provisioning
from sync.contract.relaying import ProvinceRequest, Standing
from sync.contract.signed import Unsigned, open_document


class RelayRefused(Exception):
    """This server could not become a province there; the message says why."""


def join(intake: Intake, link: EnrolmentLink) -> Standing:
    """Enrol at the server that `link` names, and relay there from now on; the same code may come again.

    Raises:
        RelayRefused: nobody of that fingerprint answers, or it refuses the code.
    """
    now_s, nonce = intake.clock.wall_ms() // 1000, os.urandom(16).hex()
    stranger = Way(link.address, (None,))
    shown = _asked(
        Line([stranger], None, verified=False), Ask("GET", "/api/v1/provisioning", f"nonce={nonce}"), now_s
    )
    there = _provisioning(shown, link, nonce)
    way, key = Way(link.address, (there.ca,)), bytes.fromhex(there.key)
    wanted = ProvinceRequest(
        code=link.code, server=intake.identity.server_id, public_key=intake.identity.public.hex()
    )
    ask = Ask("POST", "/api/v1/provinces", f"nonce={nonce}", write_json(wanted), "application/json")
    answer = _asked(Line([way], intake.identity.private), ask, now_s)
    standing = _opened("standing", answer, key, Standing)
    if (standing.nonce, standing.server, standing.province) != (nonce, there.server, wanted.server):
        raise RelayRefused("the answer is to somebody else")
    with writing(intake.engine) as connection:
        begin_upstream(connection, standing, way, intake.clock.wall_ms())
    return standing


def _asked(line: Line, ask: Ask, now_s: int) -> Document:
    try:
        answer = line.ask(ask, now_s)
    finally:
        line.close()
    if isinstance(answer, Unreachable):
        raise RelayRefused(answer.detail)
    if isinstance(answer, Refusal):
        raise RelayRefused(f"{answer.problem.code}: {answer.problem.title}")
    return answer


def _provisioning(shown: Document, link: EnrolmentLink, nonce: str) -> Provisioning:
    try:
        there = decode(shown.raw.partition(b"\n")[0], Provisioning)
    except Malformed as error:
        raise RelayRefused(f"no server of ours: {error.detail}") from error
    key = bytes.fromhex(there.key)
    if fingerprint(key) != link.fingerprint or there.nonce != nonce:
        raise RelayRefused("whoever answers there is not the server whose fingerprint was given")
    return _opened("provisioning", shown, key, Provisioning)


def _opened(kind: str, answer: Document, key: bytes, shape: type[T]) -> T:
    try:
        return decode(open_document(kind, answer.raw, [key]), shape)
    except (Unsigned, Malformed) as error:
        raise RelayRefused(f"{kind}: {error}") from error
