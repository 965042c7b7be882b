"""A store on disk, with clocks set by hand."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.store import Store, open_store

KIOSK = "a0000000-0000-4000-8000-00000000000a"
LEDGER = "b0000000-0000-4000-8000-00000000000b"


@dataclass
class HandClock:
    wall: int = 1_795_403_045_123
    up: int = 123_456
    boot_id: str = str(uuid.UUID(int=7))

    def wall_ms(self) -> int:
        return self.wall

    def up_ms(self) -> int:
        return self.up

    def boot(self) -> str:
        return self.boot_id


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
