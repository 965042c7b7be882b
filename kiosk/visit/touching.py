"""The touches of a citizen, each an event."""

from dataclasses import dataclass

from kiosk.visit.events import Timed
from kiosk.visit.state import Look


@dataclass(frozen=True, slots=True)
class Touch(Timed):
    """Ignored within the repeat guard and while something of the visit is being written."""


@dataclass(frozen=True, slots=True)
class Started(Touch):
    """The resting page was touched."""


@dataclass(frozen=True, slots=True)
class OfficialChosen(Touch):
    """Who served; None: the whole desk."""

    official: str | None


@dataclass(frozen=True, slots=True)
class ScoreTouched(Touch):
    """A face, 1 (very dissatisfied) to 5 (very satisfied)."""

    score: int


@dataclass(frozen=True, slots=True)
class PhoneChosen(Touch):
    """Instead of a face: I would rather rate by phone."""


@dataclass(frozen=True, slots=True)
class Answered(Touch):
    """A choice of a question; the same again takes it back."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class ReasonTouched(Touch):
    """A reason; the same again takes it back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Continued(Touch):
    """On to the next questions."""


@dataclass(frozen=True, slots=True)
class Skipped(Touch):
    """On to the next questions, and nothing of this page is kept."""


@dataclass(frozen=True, slots=True)
class CommentSent(Touch):
    """The text, NFC."""

    text: str


@dataclass(frozen=True, slots=True)
class WentBack(Touch):
    """One page back."""


@dataclass(frozen=True, slots=True)
class CorrectionAsked(Touch):
    """The button "Đổi lựa chọn" on Thanks."""


@dataclass(frozen=True, slots=True)
class Finished(Touch):
    """Done."""


@dataclass(frozen=True, slots=True)
class StayedHere(Touch):
    """More time, please."""


@dataclass(frozen=True, slots=True)
class LookChosen(Touch):
    """Another language, size or contrast."""

    look: Look


@dataclass(frozen=True, slots=True)
class PageTurned(Touch):
    """Forward (1) or backward (-1) among the officials."""

    step: int


@dataclass(frozen=True, slots=True)
class CornerTouched(Timed):
    """The header's corner, where staff know an entry; no guard: they touch it quickly."""
