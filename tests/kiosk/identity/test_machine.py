"""An image that was taken too late is told from a disk that is where it was."""

from pathlib import Path

import pytest

from kiosk.identity import is_of_another_machine, note_machine


def machine(folder: Path, name: str = "", *cards: str) -> Path:
    (folder / "etc").mkdir(parents=True)
    (folder / "etc" / "machine-id").write_text(f"{name}\n")
    for number, address in enumerate(cards):
        card = folder / "sys" / "class" / "net" / f"eth{number}"
        (card / "device").mkdir(parents=True)
        (card / "address").write_text(f"{address}\n")
    return folder


@pytest.mark.parametrize(
    ("name", "cards", "other"),
    [
        ("a", ("02:01", "02:02"), False),
        ("a", ("02:02", "02:09"), False),
        ("b", ("02:01", "02:02"), True),
        ("a", ("02:09",), True),
        ("a", (), False),
        ("", (), False),
        ("", ("02:09",), True),
    ],
    ids=[
        "itself",
        "a card changed",
        "set up anew",
        "an image",
        "no network",
        "says nothing",
        "no id, other card",
    ],
)
def test_another_machine_is_one_with_another_id_or_no_card_in_common(
    tmp_path: Path, name: str, cards: tuple[str, ...], other: bool
) -> None:
    note_machine(tmp_path / "data", machine(tmp_path / "here", "a", "02:01", "02:02"))
    there = machine(tmp_path / "there", name, *cards)
    assert is_of_another_machine(tmp_path / "data", there) is other


def test_what_was_never_noted_or_cannot_be_read_is_not_suspected(tmp_path: Path) -> None:
    here = machine(tmp_path / "here", "a", "02:01")
    assert not is_of_another_machine(tmp_path, here)
    (tmp_path / "machine.json").write_bytes(b"\xff")
    assert not is_of_another_machine(tmp_path, here)


def test_only_digests_are_kept(tmp_path: Path) -> None:
    note_machine(tmp_path, machine(tmp_path / "here", "0f1e2d", "02:01:03"))
    kept = (tmp_path / "machine.json").read_text()
    assert "0f1e2d" not in kept
    assert "02:01:03" not in kept
