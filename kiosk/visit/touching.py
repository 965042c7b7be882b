"""The touches of a citizen, each an event."""

from kiosk.visit.events import Timed
from kiosk.visit.state import Look


class Touch(Timed, frozen=True):
    """Ignored within the repeat guard and while something of the visit is being written."""


class Started(Touch, frozen=True):
    """The resting page was touched."""


class OfficialChosen(Touch, frozen=True):
    """Who served; None: the whole desk."""

    official: str | None


class ScoreTouched(Touch, frozen=True):
    """A face, 1 (very dissatisfied) to 5 (very satisfied)."""

    score: int


class PhoneChosen(Touch, frozen=True):
    """Instead of a face: I would rather rate by phone."""


class Answered(Touch, frozen=True):
    """A choice of a question; the same again takes it back."""

    question: str
    choice: str


class ReasonTouched(Touch, frozen=True):
    """A reason; the same again takes it back."""

    reason: str


class Continued(Touch, frozen=True):
    """On to the next questions."""


class Skipped(Touch, frozen=True):
    """On to the next questions, and nothing of this page is kept."""


class CommentSent(Touch, frozen=True):
    """The text, NFC."""

    text: str


class WentBack(Touch, frozen=True):
    """One page back."""


class CorrectionAsked(Touch, frozen=True):
    """The button "Đổi lựa chọn" on Thanks."""


class Finished(Touch, frozen=True):
    """Done."""


class StayedHere(Touch, frozen=True):
    """More time, please."""


class LookChosen(Touch, frozen=True):
    """Another language, size or contrast."""

    look: Look


class PageTurned(Touch, frozen=True):
    """Forward (1) or backward (-1) among the officials."""

    step: int


class CornerTouched(Timed, frozen=True):
    """The header's corner, where staff know an entry; no guard: they touch it quickly."""
