from pathlib import Path

from kiosk.store import Store, open_store
from tests.hand_clock import HandClock


def test_an_empty_shelf_has_nothing(store: Store) -> None:
    assert (store.directory(), store.photo("ab" * 32), store.get_setting("sound")) == (None, None, None)


def test_a_directory_replaces_an_older_one_and_never_a_newer(store: Store) -> None:
    for raw, version in ((b"one", 1), (b"three", 3), (b"two", 2)):
        store.save_directory(raw, version, "d" * 64)
    assert store.directory() == b"three"
    store.save_directory(b"three again", 3, "e" * 64)
    assert store.directory() == b"three again"


def test_photos_and_settings_outlive_a_restart(folder: Path, clock: HandClock) -> None:
    with open_store(folder, clock=clock) as store:
        store.save_directory(b"directory\nsignature\n", 1, "d" * 64)
        for _ in range(2):
            store.save_photo("ab" * 32, b"\xff\xd8photo")
        store.set_setting("sound", "on")
        store.set_setting("sound", "off")
    with open_store(folder, clock=clock) as store:
        assert store.directory() == b"directory\nsignature\n"
        assert store.photo("ab" * 32) == b"\xff\xd8photo"
        assert store.get_setting("sound") == "off"


def test_photos_that_the_kept_directory_does_not_name_go_and_their_room_is_used_again(store: Store) -> None:
    def pages() -> int:
        return int(store.submit(lambda db: db.execute("PRAGMA page_count").fetchone()[0]).result())

    store.save_directory(b"two", 2, "d" * 64)
    store.save_photo("ab" * 32, bytes(200_000))
    store.save_photo("cd" * 32, bytes(200_000))
    full = pages()
    assert store.forget_photos(2, ["cd" * 32]).result() == 1
    assert (store.photo("ab" * 32), store.photo("cd" * 32)) == (None, bytes(200_000))
    assert store.forget_photos(2, ["cd" * 32]).result() == 0
    store.save_photo("ef" * 32, bytes(200_000))
    assert pages() == full


def test_an_older_directory_lets_no_photo_go(store: Store) -> None:
    store.save_directory(b"two", 2, "d" * 64)
    store.save_photo("ab" * 32, b"\xff\xd8photo")
    assert store.forget_photos(1, []).result() == 0
    assert store.photo("ab" * 32) == b"\xff\xd8photo"
