"""A comment reaches the supervisors, and nobody finds it on the way."""

from pathlib import Path

import pytest

from tests.journeys.office import Office, answer, touch_face
from tests.journeys.sealed import comments

PASSPHRASE = "only for this test"
KEYS = [*"quaajn", "space", *"xkzvwq"]
TEXT, NEEDLES = "Quận xkzvwq", ("Quận", "xkzvwq", "quaajn")


def test_a_typed_comment_is_sealed_before_it_touches_a_disk(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    temporary, key = tmp_path / "temporary", tmp_path / "supervisors.pem"
    temporary.mkdir()
    made = office.central("keys", "supervisors", "--out", str(key), "--stdin", typed=PASSPHRASE + "\n")
    assert made.code == 0
    with office.serving():
        office.enrol()
        with office.citizen(TMPDIR=str(temporary)) as someone:
            touch_face(someone, 2)
            answer(someone, asked="comment")
            someone.type(KEYS)
            someone.touch("send")
            someone.see("thanks")
            assert traces(tmp_path) == []
            someone.touch("finish")
            someone.see("attract")
            assert traces(tmp_path) == []
            assert someone.leave() == 0
        assert office.kiosk("deliver").code == 0
        assert traces(tmp_path) == []
    assert comments(tmp_path / "central.sqlite", key, PASSPHRASE) == [TEXT]
    said = capfd.readouterr()
    assert not any(needle in said.out + said.err for needle in NEEDLES)


def test_an_unsent_comment_leaves_no_trace(office: Office, tmp_path: Path) -> None:
    key = tmp_path / "supervisors.pem"
    assert (
        office.central("keys", "supervisors", "--out", str(key), "--stdin", typed=PASSPHRASE + "\n").code == 0
    )
    with office.serving():
        office.enrol()
        with office.citizen() as someone:
            touch_face(someone, 2)
            answer(someone, asked="comment")
            someone.type(KEYS)
            someone.touch("skip")
            someone.see("thanks")
            assert someone.leave() == 0
        assert office.kiosk("deliver").code == 0
    assert traces(tmp_path) == []
    assert comments(tmp_path / "central.sqlite", key, PASSPHRASE) == []


def traces(folder: Path) -> list[tuple[str, str]]:
    """Every file below `folder` in which a word of the comment can be read, in any usual encoding."""
    return [
        (str(path), needle)
        for path in folder.rglob("*")
        if path.is_file()
        for needle in NEEDLES
        for encoding in ("utf-8", "utf-16-le")
        if needle.encode(encoding) in path.read_bytes()
    ]
