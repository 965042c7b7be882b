"""What works behind the screen hears of new directories, and ends in order."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication

from kiosk.app.attendant import Attendant
from kiosk.app.behind import Behind
from kiosk.app.drafting import Drafted
from kiosk.app.faults_seen import FaultsSeen
from kiosk.app.front import Front
from kiosk.app.opening import Kiosk
from kiosk.app.posting import Posting
from kiosk.config import load_config
from kiosk.identity import Identity
from kiosk.store import open_store
from kiosk.ui.staff import StaffModel
from tests.hand_clock import HandClock
from tests.kiosk.app.clocks import known
from tests.kiosk.app.test_counter_calls import DIGEST
from tests.kiosk.app.test_drafting import COUNTER, posting
from tests.kiosk.store.conftest import KIOSK, LEDGER


class Pane(QObject):
    """A window as far as releases need one."""

    frameSwapped = Signal()  # noqa: N815 (Qt's name)

    def update(self) -> None:
        """A frame will come."""


@pytest.fixture
def behind(tmp_path: Path, quiet_qt: QGuiApplication) -> Iterator[Behind]:
    """Behind a kiosk that counters may call and that calls nobody."""
    (tmp_path / "kiosk.toml").write_text("call_port = 0\ndeliver = false\nreserve_mib = 1\n")
    config = load_config(tmp_path / "kiosk.toml", {"HAILONG_DATA_FOLDER": str(tmp_path / "data")})
    clock, here = HandClock(), posting()
    time, corrected = known(clock)
    pane, staff = Pane(), StaffModel()

    def append(_drafted: Drafted) -> Future[int]:
        kept: Future[int] = Future()
        kept.set_result(1)
        return kept

    with ExitStack() as stack:
        store = stack.enter_context(open_store(tmp_path / "data", clock=clock))
        store.found(KIOSK, LEDGER, "enrolled")
        kiosk = Kiosk(
            tmp_path / "data", store, Identity.make(tmp_path / "data"), here.directory, clock, corrected
        )
        attendant = Attendant(here, LEDGER, append, lambda: None, clock.up_ms)
        silent, window = cast(Any, None), cast(Any, pane)
        seen, leave = FaultsSeen(), lambda _code: None
        front = Front(config, kiosk, time, silent, attendant, staff, window, seen, append, Posting, leave)
        made = Behind(front, stack)
        made.open()
        yield made
        made.close()
        for thing in (attendant, staff, pane):
            shiboken6.delete(thing)


def test_other_counters_may_call_as_soon_as_a_directory_says_so_and_the_door_stays(behind: Behind) -> None:
    door = behind._calls._door
    assert door is not None
    assert door.tokens._digests == {}
    behind._applied(posting(calls={COUNTER: DIGEST}).directory)
    QCoreApplication.processEvents()
    assert door.tokens._digests == {COUNTER: bytes.fromhex(DIGEST)}
    assert behind._calls._door is door
