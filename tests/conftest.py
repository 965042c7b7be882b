"""What every test stands on: how long something takes never decides whether it passes."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sweeping import sweep

os.environ.setdefault("HAILONG_CENTRAL_LOG_LEVEL", "warning")  # nobody reads what servers of tests answered
os.environ["SSL_CERT_FILE"] = str(Path(__file__).with_name("nobody.pem"))
os.environ["SSL_CERT_DIR"] = os.devnull
"""This machine trusts nobody: no test calls a stranger, and a hundred authorities take a while to read."""

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONG = ("storm", "soak", "screens", "journeys", "faults")
"""The rooms whose tests take longest begin first: no processor waits for another one's last file."""
ALONE = "journeys"
"""Here each test sets up all it needs; elsewhere the tests of a file share something."""
DRAWN = "tests/screens/test_pages.py"
"""Here the tests of a screen do."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is run together, and what is run first."""
    items.sort(key=lambda item: _turn(item.nodeid.split("/")[1]))
    for item in items:
        file, _, name = item.nodeid.partition("::")
        together = file
        if file == DRAWN:
            together += name.partition("[")[2]
        elif file.split("/")[1] == ALONE:
            together += name
        item.add_marker(pytest.mark.xdist_group(together))


def _turn(room: str) -> int:
    return LONG.index(room) if room in LONG else len(LONG)


def pytest_collection_finish() -> None:
    """What was collected stays: an eighth of the time went into looking for garbage in it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """What a test left goes before the next one."""
    sweep()
