"""Rooms that must run where no Qt is installed."""

import subprocess
import sys

import pytest

LOAD_ALL = """
import importlib, pkgutil, sys
room = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    if ".migrations." not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(sorted(name for name in sys.modules if name.partition(".")[0] == "PySide6"))
"""
ROOMS = [
    "sync.contract",
    "sync.agent",
    "sync.central",
    "sync.wire",
    "kiosk.desk",
    "kiosk.store",
    "kiosk.typing",
    "kiosk.visit",
]


@pytest.mark.parametrize("room", ROOMS)
def test_a_fresh_interpreter_loads_the_room_without_qt(room: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-W", "error", "-c", LOAD_ALL, room], capture_output=True, text=True, check=False
    )
    assert loaded.stderr == ""
    assert loaded.stdout == "[]\n"
