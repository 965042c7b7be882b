"""What one line means, judged on its own: a fact to count, or a reason why somebody should look at it."""

from enum import StrEnum
from typing import NamedTuple

import msgspec

from sync.central.database.text import storable
from sync.central.figures.time import Anchor
from sync.contract.encoding import Malformed, Millis, Nonce, convert, decode
from sync.contract.ledger import Line, read_line
from sync.contract.rating import ChangedRating, GivenRating, WithdrawnRating, judge_given
from sync.contract.receipt import TimeDocument
from sync.contract.signed import Unsigned, open_document

_LONGEST_ROUND_TRIP_MS = 60_000


class Reason(StrEnum):
    """Why a line needs attention; it is kept and holds nothing up."""

    UNREADABLE = "unreadable"
    OTHER_SEQ = "other_seq"
    BAD_BODY = "bad_body"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_COUNTER = "unknown_counter"
    UNKNOWN_OFFICIAL = "unknown_official"
    REPEATED = "repeated"
    BAD_REFERENCE = "bad_reference"
    BAD_ANCHOR = "bad_anchor"
    MISSING_BLOB = "missing_blob"


class Attention(NamedTuple):
    """A reason, and what it is about."""

    reason: Reason
    detail: str


class Knowledge(NamedTuple):
    """What a kiosk's lines are judged by: its unit, who and what is there, and the server's keys."""

    unit: str
    counters: frozenset[str]
    officials: frozenset[str]
    server: str
    keys: tuple[bytes, ...]


class RevealedCanary(WithdrawnRating, frozen=True):
    """The body of `canary.revealed`: the rating of line `of` was a planned proof."""


Fact = GivenRating | ChangedRating | WithdrawnRating | RevealedCanary | Anchor


class Judged(NamedTuple):
    """Line `seq`: readable or not, what it states, what is wrong with it, which blobs it names."""

    seq: int
    line: Line | None
    fact: Fact | None
    attention: tuple[Attention, ...]
    blobs: tuple[str, ...] = ()


class _AnchorBody(msgspec.Struct, frozen=True):
    nonce: Nonce
    reply: str
    up_sent: Millis
    up_got: Millis


def judge_line(seq: int, raw: bytes, knowledge: Knowledge) -> Judged:
    """What line `seq` of a kiosk's ledger means."""
    try:
        line = read_line(raw)
    except Malformed as error:
        return Judged(seq, None, None, (_attention(Reason.UNREADABLE, error.detail),))
    if line.seq != seq:
        return Judged(seq, None, None, (_attention(Reason.OTHER_SEQ, f"says it is line {line.seq}"),))
    blobs = _blobs(line)
    try:
        fact = _fact(line, knowledge)
    except Malformed as error:
        return Judged(seq, line, None, (_attention(Reason.BAD_BODY, error.detail),), blobs)
    except Unsigned as error:
        return Judged(seq, line, None, (_attention(Reason.BAD_ANCHOR, str(error)),), blobs)
    unknown = _unknown(fact, knowledge) if isinstance(fact, GivenRating) else ()
    return Judged(seq, line, fact, unknown, blobs)


def _fact(line: Line, knowledge: Knowledge) -> Fact | None:
    match line.kind:
        case "rating.given":
            return judge_given(line.body)
        case "rating.changed":
            return convert(line.body, ChangedRating)
        case "rating.withdrawn":
            return convert(line.body, WithdrawnRating)
        case "canary.revealed":
            return convert(line.body, RevealedCanary)
        case "clock.anchored":
            return _anchor(convert(line.body, _AnchorBody), knowledge)
        case _:
            return None


def _anchor(body: _AnchorBody, knowledge: Knowledge) -> Anchor:
    reply = decode(open_document("time", body.reply.encode(), knowledge.keys), TimeDocument)
    if reply.server != knowledge.server or reply.nonce != body.nonce:
        raise Unsigned("the time was said to somebody else")
    if not 0 <= body.up_got - body.up_sent <= _LONGEST_ROUND_TRIP_MS:
        raise Unsigned("the answer did not come within a minute")
    return Anchor(reply.time, body.up_sent, body.up_got)


def _unknown(given: GivenRating, knowledge: Knowledge) -> tuple[Attention, ...]:
    found = []
    if given.unit != knowledge.unit:
        found.append(Attention(Reason.UNKNOWN_UNIT, given.unit))
    if given.counter is not None and given.counter not in knowledge.counters:
        found.append(Attention(Reason.UNKNOWN_COUNTER, given.counter))
    if given.official is not None and given.official not in knowledge.officials:
        found.append(Attention(Reason.UNKNOWN_OFFICIAL, given.official))
    return tuple(found)


def _blobs(line: Line) -> tuple[str, ...]:
    attached = line.body.get("attached")
    if not isinstance(attached, dict):
        return ()
    return tuple(storable(digest) for digest in attached.values() if isinstance(digest, str))


def _attention(reason: Reason, detail: str) -> Attention:
    return Attention(reason, storable(detail))
