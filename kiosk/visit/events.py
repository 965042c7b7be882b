"""What happens to a visit. Every event carries `at_ms`, monotonic milliseconds."""

from dataclasses import dataclass, field

from kiosk.visit.state import Desk, Look


@dataclass(frozen=True, slots=True)
class Touch:
    """A citizen's touch: ignored within the repeat guard and while a rating is being written."""

    at_ms: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Started(Touch):
    """Attract was touched."""


@dataclass(frozen=True, slots=True)
class OfficialChosen(Touch):
    """Who served; None: the whole desk."""

    official: str | None


@dataclass(frozen=True, slots=True)
class ScoreTouched(Touch):
    """A face, 1 (very dissatisfied) to 5 (very satisfied)."""

    score: int


@dataclass(frozen=True, slots=True)
class WentBack(Touch):
    """One page back."""


@dataclass(frozen=True, slots=True)
class CorrectionAsked(Touch):
    """The button "Đổi lựa chọn" on Thanks."""


@dataclass(frozen=True, slots=True)
class Finished(Touch):
    """Done, on Thanks or on the question whether somebody is still there."""


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
class Ticked:
    """Time went by; send several a second."""

    at_ms: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Committed:
    """The store holds the fact in `Visit.committing`; never sent for another fact."""

    at_ms: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class CommitFailed:
    """The store could not take the fact in `Visit.committing`; never sent for another fact."""

    reason: str
    at_ms: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Paused:
    """The kiosk cannot take ratings: `reason` is a word such as `disk_full`."""

    reason: str
    at_ms: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Resumed:
    """The reason of the pause is gone."""

    at_ms: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class DeskChanged:
    """Visits start differently, from the next Attract on."""

    desk: Desk
    at_ms: int = field(kw_only=True)


Event = (
    Started
    | OfficialChosen
    | ScoreTouched
    | WentBack
    | CorrectionAsked
    | Finished
    | StayedHere
    | LookChosen
    | PageTurned
    | Ticked
    | Committed
    | CommitFailed
    | Paused
    | Resumed
    | DeskChanged
)
