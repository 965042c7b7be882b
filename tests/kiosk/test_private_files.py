import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from kiosk.private_files import create_file, make_private_folder, replace_file


def test_a_folder_that_is_made_is_shut_to_others_and_one_that_was_there_stays(
    tmp_path: Path,
) -> None:
    theirs = tmp_path / "srv"
    theirs.mkdir(mode=0o755)
    make_private_folder(theirs)
    make_private_folder(theirs / "kiosk")
    if sys.platform != "win32":
        assert theirs.stat().st_mode & 0o777 == 0o755
        assert (theirs / "kiosk").stat().st_mode & 0o777 == 0o700


def test_a_file_is_shut_to_others(tmp_path: Path) -> None:
    create_file(tmp_path / "made", b"x")
    replace_file(tmp_path / "replaced", [b"x"])
    if sys.platform != "win32":
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_file_that_is_there_is_never_created_again(tmp_path: Path) -> None:
    create_file(tmp_path / "key", b"first")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "key", b"second")
    assert (tmp_path / "key").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(b"old")

    def broken() -> Generator[bytes, None, None]:
        yield b"new"
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        replace_file(path, broken())
    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["export"]
