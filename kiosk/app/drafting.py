"""Facts of a visit as the lines the ledger takes. Pure."""

from typing import Any

from kiosk.app.posting import Posting
from kiosk.visit import Fact, KioskPaused, KioskResumed, RatingChanged, RatingGiven, VisitAbandoned

Drafted = tuple[str, dict[str, Any]]


def draft(fact: Fact, posting: Posting, rating: str, rating_seq: int | None) -> Drafted:
    """The kind and body of the line for `fact`.

    `rating` is the id for a rating given now; `rating_seq` the line of the visit's rating, once there is one.
    """
    match fact:
        case RatingGiven(official=official, counter=counter, score=score):
            version = posting.questionnaire
            body: dict[str, Any] = {
                "rating": rating,
                "unit": posting.directory.policies.unit,
                "official": official,
                "score": score,
                "questionnaire": {"id": version.id, "version": version.version},
                "via": "touch",
            }
            at_counter = counter or posting.counter_of(official)
            return "rating.given", body | ({"counter": at_counter} if at_counter else {})
        case RatingChanged(score=score):
            if rating_seq is None:
                raise ValueError("a change without a rating")
            return "rating.changed", {"of": rating_seq, "score": score}
        case VisitAbandoned(page=page):
            return "visit.abandoned", {"page": str(page)}
        case KioskPaused(reason=reason):
            return "kiosk.paused", {"why": reason}
        case KioskResumed():
            return "kiosk.resumed", {}
