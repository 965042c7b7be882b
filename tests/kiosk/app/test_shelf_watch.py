"""A directory that another process put on the shelf is noticed, once."""

import threading
from collections.abc import Iterator

import pytest

from kiosk.app.shelf_watch import ShelfWatch
from kiosk.store import StoreFailed
from sync.contract.directory import Directory
from sync.contract.signed import sign_document
from tests.agent.central import Central


class Shelf:
    def __init__(self, central: Central) -> None:
        self.central = central
        self.failing = False

    def directory(self) -> bytes:
        if self.failing:
            raise StoreFailed("busy")
        return sign_document("directory", self.central.directory_object(), self.central.private)


class Heard:
    def __init__(self) -> None:
        self.versions: list[int] = []
        self.came = threading.Event()

    def hear(self, directory: Directory) -> None:
        self.versions.append(directory.version)
        self.came.set()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(Central())


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def watch(shelf: Shelf, heard: Heard) -> Iterator[ShelfWatch]:
    made = ShelfWatch(shelf, 1, heard.hear, seconds=3_600)
    yield made
    made.close()


def test_a_newer_directory_is_told_once(watch: ShelfWatch, shelf: Shelf, heard: Heard) -> None:
    watch.look()
    assert heard.versions == []
    shelf.central.version = 2
    watch.look()
    watch.look()
    assert heard.versions == [2]


def test_a_shelf_that_cannot_be_read_is_looked_at_again(
    watch: ShelfWatch, shelf: Shelf, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.central.version, shelf.failing = 2, True
    watch.look()
    assert "cannot be read" in caplog.text
    shelf.failing = False
    watch.look()
    assert heard.versions == [2]


def test_it_looks_by_itself(shelf: Shelf, heard: Heard) -> None:
    shelf.central.version = 2
    watch = ShelfWatch(shelf, 1, heard.hear, seconds=0.01)
    assert heard.came.wait(20)
    watch.close()
    assert heard.versions == [2]
