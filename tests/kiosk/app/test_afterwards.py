"""Nobody waits for more than the first page; what it does not need comes behind it, or the program ends."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication

from kiosk.app import afterwards
from kiosk.app.afterwards import Afterwards
from tests.journeys.programs import ROOT

FIRST_PAGE = """\
import json, linecache, sys
import kiosk.cli
from kiosk.ui.plain_imports import import_plainly
import_plainly()
import kiosk.app.running
print(json.dumps({"loaded": list(sys.modules), "read": list(linecache.cache)}))
"""
BEHIND = {"requests", "http.client", "http_message_signatures", "cryptography.x509", "argon2", "qrcode"}


@pytest.fixture(scope="module")
def first_page() -> dict[str, list[str]]:
    """What a fresh interpreter has for it."""
    done = subprocess.run([sys.executable, "-c", FIRST_PAGE], cwd=ROOT, capture_output=True, check=True)
    return cast(dict[str, list[str]], json.loads(done.stdout))


def test_the_first_page_waits_for_no_library_that_it_does_not_need(first_page: dict[str, list[str]]) -> None:
    assert BEHIND & set(first_page["loaded"]) == set()


def test_the_sources_of_our_modules_are_read_by_nobody(first_page: dict[str, list[str]]) -> None:
    assert [file for file in first_page["read"] if "kiosk" in file and "site-packages" not in file] == []


class Pane(QObject):
    """A window as far as `Afterwards` needs one."""

    frameSwapped = Signal()  # noqa: N815 (Qt's name)


class Follower:
    """What follows, and what became of it."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.loaded_on: list[int] = []
        self.begun_on: list[int] = []
        self.broke: list[Exception] = []
        self.pane = Pane()
        self.afterwards = Afterwards(self._load, self._begin, self.broke.append)
        self.afterwards.follow(cast(Any, self.pane))

    def _load(self) -> str:
        self.loaded_on.append(threading.get_ident())
        if isinstance(self.fault, ImportError):
            raise self.fault
        return "loaded"

    def _begin(self, loaded: str) -> None:
        self.begun_on.append(threading.get_ident())
        if self.fault is not None:
            raise self.fault

    def wait(self) -> None:
        """Until it was loaded, and that was heard."""
        if self.afterwards._thread is not None:
            self.afterwards._thread.join()
        QCoreApplication.processEvents()


@pytest.fixture
def follower(request: pytest.FixtureRequest, quiet_qt: QGuiApplication) -> Iterator[Follower]:
    made = Follower(getattr(request, "param", None))
    yield made
    for thing in (made.afterwards, made.pane):
        shiboken6.delete(thing)


def test_it_waits_for_the_first_frame_loads_beside_the_screen_and_begins_on_its_thread(
    follower: Follower,
) -> None:
    QCoreApplication.processEvents()
    assert follower.loaded_on == []
    follower.pane.frameSwapped.emit()
    follower.pane.frameSwapped.emit()
    follower.wait()
    assert len(follower.loaded_on) == 1
    assert follower.loaded_on != follower.begun_on == [threading.get_ident()]


def test_a_panel_that_is_off_holds_nothing_up(
    quiet_qt: QGuiApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afterwards, "FRAMELESS_MS", 0)
    made = Follower()
    QCoreApplication.processEvents()
    made.wait()
    assert made.begun_on == [threading.get_ident()]
    for thing in (made.afterwards, made.pane):
        shiboken6.delete(thing)


@pytest.mark.parametrize(
    "follower", [ImportError("cannot be loaded"), OSError("cannot begin")], indirect=True
)
def test_what_goes_wrong_is_told_on_the_screens_thread(follower: Follower) -> None:
    follower.pane.frameSwapped.emit()
    follower.wait()
    assert follower.broke == [follower.fault]


def test_nothing_begins_once_the_screen_is_left(follower: Follower) -> None:
    follower.pane.frameSwapped.emit()
    follower.afterwards.close()
    follower.wait()
    assert (len(follower.loaded_on), follower.begun_on) == (1, [])
