"""PySide6-Essentials 6.12.0 on Python 3.11 loses a reference to None per void call, and to True per emit.

After some 5,000 of them `None` is freed and the process dies; this is why the version is pinned. With 6.12.0
all three tests fail.
"""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

CALLS = 1_000


class Sender(QObject):
    told = Signal()
    told_whether = Signal(bool)


def hear(*_: bool) -> None:
    pass


def lost(act: Callable[[], object]) -> dict[str, int]:
    """How many references to None and True are gone after so many acts; the first ones only warm up."""
    for _ in range(10):
        act()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        act()
    after = sys.getrefcount(None), sys.getrefcount(True)
    return {"None": before[0] - after[0], "True": before[1] - after[1]}


def sender() -> Sender:
    made = Sender()
    made.told.connect(hear)
    made.told_whether.connect(hear)
    return made


@pytest.mark.parametrize("name", ["void call", "emit", "emit with a bool"])
def test_calls_into_qt_lose_no_reference(qt: QGuiApplication, name: str) -> None:
    made = sender()
    acts: dict[str, Callable[[], object]] = {
        "void call": lambda: made.setObjectName("kiosk"),
        "emit": made.told.emit,
        "emit with a bool": lambda: made.told_whether.emit(True),
    }
    assert max(lost(acts[name]).values()) < CALLS // 100
