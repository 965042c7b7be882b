"""Photos are here for as long as the directory names them, as files and in the store."""

from hashlib import sha256
from pathlib import Path

import msgspec

from kiosk.app.photos import FOLDER_NAME, photo_urls
from kiosk.store import Store, open_store
from sync.contract.directory import Directory
from tests.hand_clock import HandClock
from tests.kiosk.app.test_drafting import posting

PHOTOS = {sha256(photo).hexdigest(): photo for photo in (b"\xff\xd8one", b"\xff\xd8two")}
ONE, TWO = PHOTOS


def directory_with(store: Store, version: int, *photos: str) -> Directory:
    """The directory now in force, with as many officials as photos."""
    told = posting().directory
    officials = [
        msgspec.structs.replace(official, photo=photo)
        for official, photo in zip(told.officials, photos, strict=False)
    ]
    store.save_directory(b"as it came", version, "d" * 64)
    return msgspec.structs.replace(told, version=version, officials=tuple(officials))


def rows(store: Store) -> set[str]:
    return {digest for digest in PHOTOS if store.photo(digest) is not None}


def files(folder: Path) -> set[str]:
    return {file.name for file in (folder / FOLDER_NAME).iterdir()}


def test_the_photo_of_somebody_who_left_goes_file_and_row(tmp_path: Path) -> None:
    with open_store(tmp_path / "data", clock=HandClock()) as store:
        both = directory_with(store, 1, ONE, TWO)
        for digest, photo in PHOTOS.items():
            store.save_photo(digest, photo)
        assert set(photo_urls(both, store, tmp_path)) == rows(store) == files(tmp_path) == {ONE, TWO}
        left = directory_with(store, 2, TWO)
        assert set(photo_urls(left, store, tmp_path)) == rows(store) == files(tmp_path) == {TWO}


def test_a_row_that_a_kill_left_behind_goes_at_the_next_start(tmp_path: Path) -> None:
    with open_store(tmp_path / "data", clock=HandClock()) as store:
        store.save_photo(ONE, PHOTOS[ONE])
        left = directory_with(store, 2)
    with open_store(tmp_path / "data", clock=HandClock()) as store:
        assert photo_urls(left, store, tmp_path) == {}
        assert rows(store) == set()
