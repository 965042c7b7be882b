"""What happens to a visit. Every event carries `at_ms`, monotonic milliseconds; touches are in `touching`."""

from dataclasses import dataclass, field

from kiosk.visit.facts import Stage
from kiosk.visit.state import Desk


@dataclass(frozen=True, slots=True)
class Timed:
    """What carries its time."""

    at_ms: int = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Ticked(Timed):
    """Time went by; send several a second."""


@dataclass(frozen=True, slots=True)
class Lingered(Timed):
    """Somebody is there without touching a control: keys are typed or moved, or the page is read aloud."""


@dataclass(frozen=True, slots=True)
class Committed(Timed):
    """The store holds the fact in `Visit.committing`; never sent for another fact."""


@dataclass(frozen=True, slots=True)
class CommitFailed(Timed):
    """The store could not take the fact in `Visit.committing`; never sent for another fact."""

    reason: str


@dataclass(frozen=True, slots=True)
class Paused(Timed):
    """The kiosk cannot take ratings: `reason` is a word such as `disk_full`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resumed(Timed):
    """The reason of the pause is gone."""


@dataclass(frozen=True, slots=True)
class DeskChanged(Timed):
    """Visits start differently, from the next one on."""

    desk: Desk


@dataclass(frozen=True, slots=True)
class HoursTold(Timed):
    """Whether the office is open; may be told again and again."""

    is_open: bool


@dataclass(frozen=True, slots=True)
class Called(Timed):
    """A counter says that a transaction is over."""

    counter: str
    official: str | None = None
    dossier: str | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Scanned(Timed):
    """The citizen's dossier code was read; None: something was, and it is no dossier code."""

    dossier: str | None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class DutyToggled(Timed):
    """An official of the directory signed on, or, if on duty already, off: by PIN or badge."""

    official: str


@dataclass(frozen=True, slots=True)
class DutyLapsed(Timed):
    """Whoever of these is on duty is no more: another day has begun, or the directory knows them no more."""

    officials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticeStarted(Timed):
    """Staff want to try the kiosk."""


@dataclass(frozen=True, slots=True)
class PracticeStopped(Timed):
    """Staff have tried enough."""


@dataclass(frozen=True, slots=True)
class StaffKeyPressed(Timed):
    """A keyboard's way to the PIN; a kiosk whose screen takes no touch has no other."""


@dataclass(frozen=True, slots=True)
class StaffAdmitted(Timed):
    """The PIN entered is that of `staff`."""

    staff: str


@dataclass(frozen=True, slots=True)
class StaffTurnedAway(Timed):
    """The PIN entered is nobody's."""
