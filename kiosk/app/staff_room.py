"""The pages of staff, put together from the rooms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.app.carrying import Carrying
from kiosk.app.comfort import Comfort, Player
from kiosk.app.delivering import deliver_now
from kiosk.app.looking import figures_of
from kiosk.app.opening import Kiosk
from kiosk.app.pins import Pins
from kiosk.app.release_by_hand import release_on
from kiosk.app.release_judged import Place
from kiosk.app.staffing import Duties, Staffing
from kiosk.desk import machine_backlight
from kiosk.store import Growth, StoreFailed, growth
from kiosk.ui.staff import StaffModel
from kiosk.ui.staff_scene import Figures, Said, Wish
from kiosk.visit import Event
from sync.agent.ports import Successor
from sync.agent.worker import Worker
from sync.contract.directory import Directory

EXIT_CODES: Final[dict[Wish, int]] = {"restart": 10, "leave_to_system": 11}
"""How `run` ends when staff end it: to be started again, or not."""


@dataclass(frozen=True)
class Around:
    """What the pages of staff reach for: `applied` hears of a directory, `leave` ends the program.

    `reserve` is how many bytes to keep for the ledger; `releases`: where they come to.
    """

    worker: Worker | None
    applied: Callable[[Directory], None]
    sticks: Callable[[], Sequence[Path]]
    player: Player | None
    take: Callable[[Event], None]
    leave: Callable[[int], None]
    successor: Successor
    reserve: int
    releases: Place


def serve_staff(kiosk: Kiosk, model: StaffModel, around: Around) -> Staffing:
    """What serves staff at `kiosk`; reads the store once.

    Raises:
        StoreFailed: the store cannot be read.
    """
    carrying = Carrying(
        kiosk,
        around.sticks,
        around.applied,
        around.successor,
        around.reserve,
        partial(_released, around.releases),
    )
    duties = Duties(
        look=partial(_look, kiosk, _Once(kiosk)),
        deliver=partial(_deliver, kiosk, around),
        export=carrying.export,
        settle=carrying.settle,
        end=lambda wish: around.leave(EXIT_CODES[wish]),
    )
    comfort = Comfort(around.player, machine_backlight(), kiosk.store)
    now_ms = kiosk.clock.up_ms
    return Staffing(model, Pins(kiosk.store, now_ms), duties, comfort, around.take, now_ms)


class _Once:
    """The ledger's growth, read again after an hour only: it reads thousands of lines."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._known: tuple[int, Growth] | None = None

    def now(self) -> Growth:
        at_ms = self._kiosk.clock.up_ms()
        if self._known is None or at_ms - self._known[0] >= 3_600_000:
            self._known = (at_ms, self._kiosk.store.submit(growth).result())
        return self._known[1]


def _look(kiosk: Kiosk, grown: _Once, directory: Directory) -> Figures | None:
    try:
        return figures_of(kiosk, directory, grown.now())
    except StoreFailed:
        return None


def _released(place: Place, stick: Path, directory: Directory) -> str | None:
    brought = release_on(place, stick, directory.releases)
    return None if brought is None else brought.release.software


def _deliver(kiosk: Kiosk, around: Around, _directory: Directory) -> Said:
    return deliver_now(around.worker, kiosk, around.applied, around.reserve)
