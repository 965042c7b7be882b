"""The counter's call: "this transaction is over", from the one-stop software to the kiosk. Pure.

    POST /v1/calls {"counter": id, "official"?: id, "dossier"?: code, "stage"?: name}
    -> 202 {"warnings": []}

A call shows a page; it can neither rate nor read nor close anything. There is no Idempotency-Key: a memory of
keys would die with the program and promise what it cannot hold. Calls are values, so whoever takes them sees
that one equals the call still on the screen, and takes it without a second line in the ledger.
"""

import hashlib
import hmac
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.desk.call_answers import Code, Refused
from kiosk.desk.dossier import Dossier, Unreadable, read_dossier
from sync.contract.call_token import token_digest
from sync.contract.encoding import Id, Malformed, decode, is_id
from sync.contract.rating import Stage

DOSSIER_UNREADABLE: Final = "dossier_unreadable"
CALLS_A_MINUTE: Final = 30


@dataclass(frozen=True, slots=True)
class Call:
    """Counter 3 is done, official X served, dossier D was returned; ids are lower-case UUIDs."""

    counter: str
    official: str | None = None
    dossier: Dossier | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class _Request:
    counter: Id
    official: Id | None = None
    dossier: str | None = None
    stage: Stage | None = None


def read_call(body: bytes) -> tuple[Call, tuple[str, ...]] | Refused:
    """The call in a request's body, and warnings about what was left out of it.

    A dossier's code that cannot be read is a warning: the citizen may rate all the same. Unknown members are
    ignored.
    """
    try:
        request = decode(body, _Request)
    except Malformed as malformed:
        return Refused(Code.REQUEST, malformed.detail)
    dossier = None if request.dossier is None else read_dossier(request.dossier)
    if isinstance(dossier, Unreadable):
        return Call(request.counter, request.official, None, request.stage), (DOSSIER_UNREADABLE,)
    stage = request.stage or (dossier.stage if dossier else None)
    return Call(request.counter, request.official, dossier, stage), ()


class Tokens:
    """Who may call: by counter, the SHA-256 (hex) of its token.

    A token is 256 random bits of ours: it cannot be guessed, so a slow hash would protect nothing and let
    anybody on the network keep the kiosk busy with wrong ones. All are compared, each in constant time.
    """

    def __init__(self, digests: Mapping[str, str]) -> None:
        """Raises ValueError where a counter is no id or a digest is no SHA-256."""
        for counter, digest in digests.items():
            if not is_id(counter) or len(bytes.fromhex(digest)) != hashlib.sha256().digest_size:
                raise ValueError(f"no digest of a token for counter {counter}")
        self._digests = {counter: bytes.fromhex(digest) for counter, digest in digests.items()}

    def counter_of(self, authorization: str) -> str | None:
        """The counter whose token an Authorization header bears."""
        scheme, _, token = authorization.strip().partition(" ")
        told = bytes.fromhex(token_digest(token.strip()))
        found = [counter for counter, held in self._digests.items() if hmac.compare_digest(held, told)]
        return found[0] if found and scheme.lower() == "bearer" else None


class Pace:
    """At most `CALLS_A_MINUTE` requests of one counter within any 60 s."""

    def __init__(self) -> None:
        self._heard: dict[str, deque[float]] = {}

    def allows(self, counter: str, at_s: float) -> bool:
        """Whether this request, at monotonic `at_s`, is one of them; if so it counts."""
        heard = self._heard.setdefault(counter, deque())
        while heard and heard[0] <= at_s - 60:
            heard.popleft()
        if len(heard) >= CALLS_A_MINUTE:
            return False
        heard.append(at_s)
        return True
