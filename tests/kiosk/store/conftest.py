"""A store on disk, with clocks set by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store import Store, open_store
from tests.hand_clock import HandClock

KIOSK = "a0000000-0000-4000-8000-00000000000a"
LEDGER = "b0000000-0000-4000-8000-00000000000b"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path, clock: HandClock) -> Iterator[Store]:
    """A founded ledger: line 1 stands."""
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        yield store
