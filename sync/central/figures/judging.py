"""What one line means, judged on its own: a fact to count, or a reason why somebody should look at it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from sync.central.database.text import storable
from sync.central.figures.time import Anchor, Receipted
from sync.contract.answers import Form
from sync.contract.encoding import Malformed, Millis, Nonce, convert, decode
from sync.contract.ledger import Line, read_line
from sync.contract.plain_line import PlainLine, read_plain_line
from sync.contract.rating import (
    ChangedRating,
    DetailedRating,
    GivenRating,
    LapsedCall,
    MadeCall,
    MadeInvitation,
    WithdrawnRating,
)
from sync.contract.receipt import Receipt, TimeDocument
from sync.contract.signed import Unsigned, open_document

_LONGEST_ROUND_TRIP_MS = 60_000
REVEALED: Final = "canary.revealed"
"""Said by the central server only: who could say it at a kiosk could take out any 1."""


class Reason(StrEnum):
    """Why a line needs attention; it is kept and holds nothing up."""

    UNREADABLE = "unreadable"
    OTHER_SEQ = "other_seq"
    BAD_BODY = "bad_body"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_COUNTER = "unknown_counter"
    UNKNOWN_OFFICIAL = "unknown_official"
    UNKNOWN_QUESTIONNAIRE = "unknown_questionnaire"
    UNKNOWN_SCORE = "unknown_score"
    UNKNOWN_ANSWER = "unknown_answer"
    REPEATED = "repeated"
    BAD_REFERENCE = "bad_reference"
    BAD_ANCHOR = "bad_anchor"
    BAD_RECEIPT = "bad_receipt"
    MISSING_BLOB = "missing_blob"
    UNPLANNED = "unplanned"
    FORKED = "forked"
    """Seen at the door, not read from stored lines: the kiosk signed another head for this line."""


UNTIL_KNOWN = (
    Reason.UNKNOWN_UNIT,
    Reason.UNKNOWN_COUNTER,
    Reason.UNKNOWN_OFFICIAL,
    Reason.UNKNOWN_QUESTIONNAIRE,
)
"""Reasons that a province may take away when it is loaded next."""


class Attention(NamedTuple):
    """A reason, and what it is about."""

    reason: Reason
    detail: str


class Knowledge(NamedTuple):
    """What a kiosk's lines are judged by: its unit, who and what is there, and the server's keys.

    `forms`: what each questionnaire offers that was ever published, by `<id>/<version>`. `blobs_travel`:
    whether the blobs come that lines name. `proofs`: by ledger, the lines that are revealed as planned proofs
    (this server's own are in its table).
    """

    unit: str
    counters: frozenset[str]
    officials: frozenset[str]
    server: str
    keys: tuple[bytes, ...]
    forms: Mapping[str, Form]
    blobs_travel: bool = True
    proofs: Mapping[str, frozenset[int]] = {}


Named = GivenRating | MadeInvitation | MadeCall
"""Facts that name a unit, a counter or an official."""

Fact = Named | ChangedRating | WithdrawnRating | DetailedRating | LapsedCall | Anchor | Receipted

_BODIES: Final[Mapping[str, type[Fact]]] = {
    "rating.given": GivenRating,
    "rating.changed": ChangedRating,
    "rating.withdrawn": WithdrawnRating,
    "rating.detailed": DetailedRating,
    "invitation.made": MadeInvitation,
    "call.made": MadeCall,
    "call.lapsed": LapsedCall,
}


class Judged(msgspec.Struct, frozen=True, gc=False):
    """Line `seq`: readable or not, what it states, what is wrong with it, which blobs it names."""

    seq: int
    line: Line | PlainLine | None
    fact: Fact | None
    attention: tuple[Attention, ...]
    blobs: tuple[str, ...] = ()


class _AnchorBody(msgspec.Struct, frozen=True):
    nonce: Nonce
    reply: str
    up_sent: Millis
    up_got: Millis


class _AppliedBody(msgspec.Struct, frozen=True):
    receipt: str


def judge_line(seq: int, raw: bytes, knowledge: Knowledge) -> Judged:
    """What line `seq` of a kiosk's ledger means."""
    plain = read_plain_line(raw)
    if plain is None or plain.seq != seq:
        return _judge_carefully(seq, raw, knowledge)
    fact = plain.body
    unknown = _unknown(fact, knowledge) if isinstance(fact, GivenRating) else ()
    return Judged(seq, plain, fact, unknown, tuple(fact.attached.values()))


def _judge_carefully(seq: int, raw: bytes, knowledge: Knowledge) -> Judged:
    try:
        line = read_line(raw)
    except Malformed as error:
        return Judged(seq, None, None, (_attention(Reason.UNREADABLE, error.detail),))
    if line.seq != seq:
        return Judged(seq, None, None, (_attention(Reason.OTHER_SEQ, f"says it is line {line.seq}"),))
    blobs = _blobs(line)
    if line.kind == REVEALED:
        return Judged(seq, line, None, (_attention(Reason.UNPLANNED, "a kiosk reveals nothing"),), blobs)
    try:
        fact = _fact(line, knowledge)
    except Malformed as error:
        return Judged(seq, line, None, (_attention(Reason.BAD_BODY, error.detail),), blobs)
    except Unsigned as error:
        reason = Reason.BAD_ANCHOR if line.kind == "clock.anchored" else Reason.BAD_RECEIPT
        return Judged(seq, line, None, (_attention(reason, str(error)),), blobs)
    unknown = _unknown(fact, knowledge) if isinstance(fact, Named) else ()
    return Judged(seq, line, fact, unknown, blobs)


def _fact(line: Line, knowledge: Knowledge) -> Fact | None:
    if line.kind == "clock.anchored":
        return _anchor(convert(line.body, _AnchorBody), knowledge)
    if line.kind == "receipt.applied":
        return _receipted(convert(line.body, _AppliedBody), knowledge)
    shape = _BODIES.get(line.kind)
    return None if shape is None else convert(line.body, shape)


def _anchor(body: _AnchorBody, knowledge: Knowledge) -> Anchor:
    reply = decode(open_document("time", body.reply.encode(), knowledge.keys), TimeDocument)
    if reply.server != knowledge.server or reply.nonce != body.nonce:
        raise Unsigned("the time was said to somebody else")
    if not 0 <= body.up_got - body.up_sent <= _LONGEST_ROUND_TRIP_MS:
        raise Unsigned("the answer did not come within a minute")
    return Anchor(reply.time, body.up_sent, body.up_got)


def _receipted(body: _AppliedBody, knowledge: Knowledge) -> Receipted:
    receipt = decode(open_document("receipt", body.receipt.encode(), knowledge.keys), Receipt)
    if receipt.server != knowledge.server:
        raise Unsigned("another server's receipt")
    return Receipted(receipt.server_time, receipt.held, receipt.head)


def _unknown(fact: Named, knowledge: Knowledge) -> tuple[Attention, ...]:
    found = []
    if not isinstance(fact, MadeCall) and fact.unit != knowledge.unit:
        found.append(Attention(Reason.UNKNOWN_UNIT, fact.unit))
    if fact.counter is not None and fact.counter not in knowledge.counters:
        found.append(Attention(Reason.UNKNOWN_COUNTER, fact.counter))
    if fact.official is not None and fact.official not in knowledge.officials:
        found.append(Attention(Reason.UNKNOWN_OFFICIAL, fact.official))
    if isinstance(fact, GivenRating):
        form = knowledge.forms.get(fact.questionnaire.text)
        if form is None:
            found.append(Attention(Reason.UNKNOWN_QUESTIONNAIRE, fact.questionnaire.text))
        elif fact.score not in form.scores:
            found.append(Attention(Reason.UNKNOWN_SCORE, str(fact.score)))
    return tuple(found)


def _blobs(line: Line) -> tuple[str, ...]:
    attached = line.body.get("attached")
    if not isinstance(attached, dict):
        return ()
    return tuple(storable(digest) for digest in attached.values() if isinstance(digest, str))


def _attention(reason: Reason, detail: str) -> Attention:
    return Attention(reason, storable(detail))
