"""The collector runs where the screen's objects live, and nowhere else."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication

from kiosk.app.sweeping import REST_MS, SWEEP_MS, Sweeper


class Knot:
    """Garbage that only the collector finds; tells on which thread it went."""

    def __init__(self, went: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: went.append(threading.get_ident()))


@pytest.fixture
def sweeper(quiet_qt: QGuiApplication) -> Iterator[Sweeper]:
    made = Sweeper()
    yield made
    made.close()
    shiboken6.delete(made)


def test_garbage_stays_whatever_another_thread_makes_and_goes_on_the_screens(sweeper: Sweeper) -> None:
    went: list[int] = []
    Knot(went)
    busy = threading.Thread(target=lambda: [Knot([]) for _ in range(10_000)])
    busy.start()
    busy.join()
    assert went == []
    sweeper._timer.timeout.emit()
    assert went == [threading.get_ident()]


def test_python_collects_by_itself_again_afterwards(quiet_qt: QGuiApplication) -> None:
    made = Sweeper()
    assert not gc.isenabled()
    made.close()
    assert gc.isenabled()
    shiboken6.delete(made)


def test_while_nobody_is_there_it_sweeps_seldom_and_once_more_soon_after_somebody_came(
    sweeper: Sweeper,
) -> None:
    sweeper.see(resting=True)
    assert sweeper._timer.interval() == SWEEP_MS
    sweeper._timer.timeout.emit()
    assert sweeper._timer.interval() == REST_MS
    sweeper.see(resting=False)
    sweeper.see(resting=True)
    assert sweeper._timer.interval() == SWEEP_MS
