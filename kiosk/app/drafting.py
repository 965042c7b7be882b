"""Facts of a visit as the lines the ledger takes. Pure but for sealing, which draws fresh keys."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from kiosk.app.posting import Posting
from kiosk.visit import (
    CallLapsed,
    CallMade,
    DutyBegan,
    DutyEnded,
    Fact,
    InvitationMade,
    KioskPaused,
    KioskResumed,
    PracticeBegan,
    PracticeEnded,
    RatingChanged,
    RatingDetailed,
    RatingGiven,
    StaffEntered,
    StaffLeft,
    StaffRefused,
    VisitAbandoned,
)
from sync.contract.seal import seal
from sync.contract.segment import digest


@dataclass(frozen=True)
class InHand:
    """What of the visit under way later lines name: its rating (or invitation) and lines' numbers.

    `calls` holds the line of each call by its number; `repeated`: its dossier was rated before.
    """

    ledger: str
    rating: str = ""
    seq: int | None = None
    calls: tuple[tuple[int, int], ...] = ()
    repeated: bool = False

    def with_call(self, no: int, seq: int) -> "InHand":
        """The call `no` stands in line `seq`; only the latest are remembered."""
        return replace(self, calls=(*self.calls[-63:], (no, seq)))


@dataclass(frozen=True)
class Drafted:
    """A line to be, and the sealed bytes its body names."""

    kind: str
    body: dict[str, Any]
    blobs: tuple[bytes, ...] = ()


def draft(fact: Fact, posting: Posting, in_hand: InHand) -> Drafted | None:
    """The line for `fact`; None for one that nothing can be said of yet, since its call is in no line."""
    match fact:
        case RatingGiven():
            return _given(fact, posting, in_hand)
        case RatingChanged(score=score):
            return Drafted("rating.changed", {"of": _of(in_hand), "score": score})
        case RatingDetailed():
            return _detailed(fact, posting, in_hand)
        case InvitationMade(official=official, counter=counter):
            body = {
                "invitation": in_hand.rating,
                "unit": posting.directory.policies.unit,
                "official": official,
            }
            return Drafted("invitation.made", body | _at(counter or posting.counter_of(official)))
        case CallMade(counter=counter, official=official):
            body = {"counter": counter, "via": "call"}
            return Drafted("call.made", body | ({"official": official} if official else {}))
        case CallLapsed(no=no):
            seq = dict(in_hand.calls).get(no)
            return None if seq is None else Drafted("call.lapsed", {"of": seq})
        case DutyBegan(official=official, counter=counter) | DutyEnded(official=official, counter=counter):
            kind = "duty.began" if isinstance(fact, DutyBegan) else "duty.ended"
            return Drafted(kind, {"official": official} | _at(counter or posting.counter_of(official)))
        case VisitAbandoned(page=page):
            return Drafted("visit.abandoned", {"page": str(page)})
        case KioskPaused(reason=reason):
            return Drafted("kiosk.paused", {"why": reason})
        case StaffEntered(staff=staff):
            return Drafted("staff.entered", {"staff": staff})
        case KioskResumed() | PracticeBegan() | PracticeEnded() | StaffLeft() | StaffRefused():
            return Drafted(_PLAIN[type(fact)], {})


_PLAIN: dict[type[object], str] = {
    KioskResumed: "kiosk.resumed",
    PracticeBegan: "practice.began",
    PracticeEnded: "practice.ended",
    StaffLeft: "staff.left",
    StaffRefused: "staff.refused",
}


def _given(fact: RatingGiven, posting: Posting, in_hand: InHand) -> Drafted:
    version = posting.questionnaire_version
    body: dict[str, Any] = {
        "rating": in_hand.rating,
        "unit": posting.directory.policies.unit,
        "official": fact.official,
        "score": fact.score,
        "questionnaire": {"id": version.id, "version": version.version},
        "via": fact.via,
    }
    body |= _at(fact.counter or posting.counter_of(fact.official))
    body |= ({"stage": fact.stage} if fact.stage else {}) | ({"practice": True} if fact.practice else {})
    if fact.dossier is None:
        return Drafted("rating.given", body)
    body |= {"repeated": True} if in_hand.repeated else {}
    key = posting.directory.seal_keys.server
    return _attach("rating.given", body, {"dossier": (fact.dossier, key)}, in_hand)


def _detailed(fact: RatingDetailed, posting: Posting, in_hand: InHand) -> Drafted:
    sealed = {question.question for question in posting.questions if question.sealed}
    body: dict[str, Any] = {
        "of": _of(in_hand),
        "answers": {name: choice for name, choice in fact.answers if name not in sealed},
        "reasons": list(fact.reasons),
    }
    key = posting.directory.seal_keys.supervisors
    private = {name: choice for name, choice in fact.answers if name in sealed}
    texts = {"comment": fact.comment} if fact.comment else {}
    texts |= {"answers": msgspec.json.encode(private).decode()} if private else {}
    if not texts:
        return Drafted("rating.detailed", body)
    if key is None:
        raise ValueError("nobody to seal for: what must be sealed is not asked then")
    return _attach("rating.detailed", body, {name: (text, key) for name, text in texts.items()}, in_hand)


def _attach(kind: str, body: dict[str, Any], texts: dict[str, tuple[str, str]], in_hand: InHand) -> Drafted:
    blobs = {
        name: seal(name, in_hand.ledger, in_hand.rating, text.encode(), bytes.fromhex(key))
        for name, (text, key) in texts.items()
    }
    attached = {name: digest(blob) for name, blob in blobs.items()}
    return Drafted(kind, body | {"attached": attached}, tuple(blobs.values()))


def _of(in_hand: InHand) -> int:
    if in_hand.seq is None:
        raise ValueError("a line about a rating that is in no line")
    return in_hand.seq


def _at(counter: str | None) -> dict[str, str]:
    return {"counter": counter} if counter else {}
