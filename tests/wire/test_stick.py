"""What a folder that goes from hand to hand may do to us, and what we may leave on it."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.wire.stick import Fault, NoFile, StickFailed, files_in, read_whole, size_of, write_whole


def test_a_file_is_written_whole_and_read_back(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a", b"one") is None
    assert write_whole(tmp_path / "a", b"two") is None
    assert read_whole(tmp_path / "a", 3) == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def raising(number: int) -> Callable[..., None]:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, Fault.FULL),
        (errno.EROFS, Fault.READ_ONLY),
        (errno.EACCES, Fault.NOT_ALLOWED),
        (errno.ENODEV, Fault.ABSENT),
        (errno.EIO, Fault.BROKEN),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_step_that_fails_leaves_the_old_file_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fault: Fault, step: str
) -> None:
    write_whole(tmp_path / "a", b"old")
    target: object = os if step == "fsync" else Path
    with monkeypatch.context() as broken:
        broken.setattr(target, step, raising(number))
        failure = write_whole(tmp_path / "a", b"new")
    assert isinstance(failure, StickFailed)
    assert failure.fault == fault
    assert str(tmp_path / "a") in failure.detail
    assert read_whole(tmp_path / "a", 3) == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_stick_pulled_before_its_half_file_could_be_removed_holds_no_file_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as pulled:
        for step in ("replace", "unlink"):
            pulled.setattr(Path, step, raising(errno.ENODEV))
        assert write_whole(tmp_path / "a.hailong", b"new") is not None
    assert len(list(tmp_path.iterdir())) == 1
    assert files_in(tmp_path, "") == []


def test_no_folder_is_a_value(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "gone", tmp_path / "file"):
        listed, written = files_in(folder, ""), write_whole(folder / "a", b"")
        assert isinstance(listed, StickFailed)
        assert isinstance(written, StickFailed)
        assert listed.fault == written.fault == Fault.ABSENT


def test_links_pipes_and_folders_are_no_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    stick = tmp_path / "stick"
    (stick / "folder.hailong").mkdir(parents=True)
    (stick / "link.hailong").symlink_to(secret)
    os.mkfifo(stick / "pipe.hailong")
    assert files_in(stick, ".hailong") == []
    for name in ("folder", "link", "pipe", "gone"):
        assert isinstance(read_whole(stick / f"{name}.hailong", 10), NoFile)
        assert size_of(stick / f"{name}.hailong") is None


def test_writing_over_a_link_replaces_the_link(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"precious")
    (tmp_path / "a").symlink_to(other)
    assert write_whole(tmp_path / "a", b"ours") is None
    assert other.read_bytes() == b"precious"
    assert not (tmp_path / "a").is_symlink()


def test_a_file_beyond_its_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1234")
    assert read_whole(tmp_path / "a", 4) == b"1234"
    assert isinstance(read_whole(tmp_path / "a", 3), NoFile)
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    assert isinstance(read_whole(tmp_path / "sparse", 1000), NoFile)


def test_endings_choose_files_by_their_names(tmp_path: Path) -> None:
    for name in ("b.receipt", "a.directory", "c.txt"):
        (tmp_path / name).write_bytes(b"")
    assert files_in(tmp_path, ".receipt", ".directory") == [tmp_path / "a.directory", tmp_path / "b.receipt"]
