"""What happens to a visit. Every event carries `at_ms`, monotonic milliseconds; touches are in `touching`."""

from msgspec import Struct

from kiosk.visit.facts import Stage
from kiosk.visit.state import Desk


class Timed(Struct, frozen=True, kw_only=True):
    """What carries its time."""

    at_ms: int


class Ticked(Timed, frozen=True):
    """Time went by; send several a second."""


class Lingered(Timed, frozen=True):
    """Somebody is there without touching a control: keys are typed or moved, or the page is read aloud."""


class Committed(Timed, frozen=True):
    """The store holds the fact in `Visit.committing`; never sent for another fact."""


class CommitFailed(Timed, frozen=True):
    """The store could not take the fact in `Visit.committing`; never sent for another fact."""

    reason: str


class Paused(Timed, frozen=True):
    """The kiosk cannot take ratings: `reason` is a word such as `disk_full`."""

    reason: str


class Resumed(Timed, frozen=True):
    """The reason of the pause is gone."""


class DeskChanged(Timed, frozen=True):
    """Visits start differently, from the next one on."""

    desk: Desk


class HoursTold(Timed, frozen=True):
    """Whether the office is open; may be told again and again."""

    is_open: bool


class Called(Timed, frozen=True):
    """A counter says that a transaction is over."""

    counter: str
    official: str | None = None
    dossier: str | None = None
    stage: Stage | None = None


class Scanned(Timed, frozen=True):
    """The citizen's dossier code was read; None: something was, and it is no dossier code."""

    dossier: str | None
    stage: Stage | None = None


class DutyToggled(Timed, frozen=True):
    """An official of the directory signed on, or, if on duty already, off: by PIN or badge."""

    official: str


class DutyLapsed(Timed, frozen=True):
    """Whoever of these is on duty is no more: another day has begun, or the directory knows them no more."""

    officials: tuple[str, ...]


class PracticeStarted(Timed, frozen=True):
    """Staff want to try the kiosk."""


class PracticeStopped(Timed, frozen=True):
    """Staff have tried enough."""


class StaffKeyPressed(Timed, frozen=True):
    """A keyboard's way to the PIN; a kiosk whose screen takes no touch has no other."""


class StaffAdmitted(Timed, frozen=True):
    """The PIN entered is that of `staff`."""

    staff: str


class StaffTurnedAway(Timed, frozen=True):
    """The PIN entered is nobody's."""
