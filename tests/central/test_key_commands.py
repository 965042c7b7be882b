import getpass
import io
import json
import os
import pty
import subprocess
import sys
import warnings
from pathlib import Path

import msgspec
import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy.exc import OperationalError

from sync.central import key_commands
from sync.central.cli import main
from sync.central.database.engine import open_engine, reading
from sync.central.directory.publish import latest_directory
from sync.contract.badge import read_badge
from sync.contract.call_token import token_digest
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed
from sync.contract.seal import seal, unseal
from tests.central.commands import Run
from tests.central.world import UNIT, small_province, write_province

PASSPHRASE = "năm con trâu trắng"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types at the terminal, line by line."""
    lines: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: lines.pop(0))
    return lines


def test_a_pin_is_read_twice_and_printed_as_what_the_province_keeps(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["482913", "482913"]
    assert main(["pin"]) == 0
    assert PasswordHasher().verify(capsys.readouterr().out.strip(), "482913")


def test_two_different_or_trivial_pins_are_refused_and_not_repeated(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["482913", "482931", "123456", "123456"]
    assert main(["pin"]) == 2
    assert "not the same" in capsys.readouterr().err
    assert main(["pin"]) == 3
    said = capsys.readouterr().err
    assert "first that anybody would try" in said
    assert "123456" not in said


def test_a_pin_may_come_by_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("48291357\n"))
    assert main(["pin", "--stdin", "--json"]) == 0
    assert PasswordHasher().verify(json.loads(capsys.readouterr().out)["pin"], "48291357")


def test_without_a_terminal_a_secret_is_never_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown(_prompt: str) -> str:
        warnings.warn("cannot control echo", getpass.GetPassWarning, stacklevel=1)
        return "482913"

    monkeypatch.setattr(getpass, "getpass", shown)
    assert main(["pin"]) == 2
    assert "no terminal to ask at; give it with --stdin" in capsys.readouterr().err


def test_at_a_real_terminal_nothing_that_is_typed_is_seen() -> None:
    command = [sys.executable, "-c", "import sys; from sync.central.cli import main; sys.exit(main(['pin']))"]
    mine, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as running:
        os.close(theirs)
        seen = b""
        for prompt in (b"PIN: ", b"PIN, again: "):
            while not seen.endswith(prompt):
                seen += os.read(mine, 1024)
            os.write(mine, b"482913\n")
        while b"$argon2id$" not in seen:
            seen += os.read(mine, 1024)
        assert running.wait() == 0
    os.close(mine)
    assert b"482913" not in seen


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "supervisors.pem"


def published(url: str, kiosk: str) -> Directory:
    engine = open_engine(url)
    with reading(engine) as connection:
        raw = latest_directory(connection, kiosk)
    engine.dispose()
    assert raw is not None
    return msgspec.json.decode(raw.partition(b"\n")[0], type=Directory)


def test_a_supervisors_key_is_published_to_every_kiosk(
    run: Run, typed: list[str], tmp_path: Path, key_file: Path, url: str
) -> None:
    run("directory", "load", str(write_province(tmp_path / "province", small_province())))
    kiosk = json.loads(run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh", "--json")[1])["kiosk"]
    assert published(url, kiosk).seal_keys.supervisors is None
    typed += [PASSPHRASE] * 6
    code, said = run("keys", "supervisors", "--out", str(key_file), "--json")
    told = json.loads(said)
    assert (code, told["file"]) == (0, str(key_file))
    assert (told["published"], told["unpublished"]) == ([kiosk], [])
    assert published(url, kiosk).seal_keys.supervisors == told["key"]
    assert run("keys", "supervisors", "--out", str(key_file))[0] == 3
    assert published(url, kiosk).seal_keys.supervisors == told["key"]
    code, said = run("keys", "supervisors", "--out", str(key_file.with_name("next.pem")))
    assert (code, "1 kiosks get a new directory" in said) == (0, True)
    assert published(url, kiosk).seal_keys.supervisors != told["key"]
    assert run("verify")[0] == 0


def test_a_key_that_could_not_be_published_leaves_no_file(
    run: Run, typed: list[str], key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_arguments: object) -> None:
        raise OperationalError("", {}, Exception("the connection is gone"))

    monkeypatch.setattr(key_commands, "keep_public_key", cut)
    typed += [PASSPHRASE] * 2
    assert run("keys", "supervisors", "--out", str(key_file))[0] == 4
    assert not key_file.exists()


def test_a_badge_is_printed_once_and_the_province_keeps_its_digest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["badge", "--official", UNIT, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    badge = read_badge(told["text"])
    assert badge is not None
    assert badge.official == UNIT
    assert badge.fits(told["badge"])


def test_a_badge_for_people_is_a_code_that_a_scanner_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["badge", "--official", UNIT]) == 0
    said = capsys.readouterr().out
    assert "HAILONG-BADGE" not in said
    assert "█" in said


def test_a_badge_to_print_is_a_new_file_that_only_its_user_may_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "badge.svg"
    assert main(["badge", "--official", UNIT, "--out", str(file), "--json"]) == 0
    assert file.read_text().count("<svg") == 1
    assert file.stat().st_mode & 0o077 == 0
    assert sorted(json.loads(capsys.readouterr().out)) == ["badge", "file", "official"]
    assert main(["badge", "--official", UNIT, "--out", str(file)]) == 3
    assert "File exists" in capsys.readouterr().err


def test_a_counters_token_is_printed_once_and_the_province_keeps_its_digest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["call-token", "--counter", UNIT, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["digest"] == token_digest(told["token"])
    assert main(["call-token", "--counter", UNIT]) == 0
    said = capsys.readouterr().out
    assert f'"{UNIT}": "' in said
    assert told["token"] not in said


@pytest.mark.parametrize("command", [["badge", "--official"], ["call-token", "--counter"]])
def test_whose_it_is_must_be_an_id(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "Nguyễn Thị Hoa"]) == 3
    assert "lower-case UUID" in capsys.readouterr().err


def opened_with(file: Path, blob: bytes) -> bytes:
    """A comment, read by whoever has the file and its passphrase."""
    private = load_pem_private_key(file.read_bytes(), PASSPHRASE.encode())
    assert isinstance(private, X25519PrivateKey)
    return unseal(blob, private, "comment", UNIT, UNIT)


def test_after_a_change_of_the_supervisors_key_each_comment_opens_with_the_file_of_its_time(
    run: Run, typed: list[str], tmp_path: Path, key_file: Path, url: str
) -> None:
    run("directory", "load", str(write_province(tmp_path / "province", small_province())))
    kiosk = json.loads(run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh", "--json")[1])["kiosk"]
    blobs = {}
    for file in (key_file, key_file.with_name("next.pem")):
        typed += [PASSPHRASE] * 2
        assert run("keys", "supervisors", "--out", str(file))[0] == 0
        key = published(url, kiosk).seal_keys.supervisors
        assert key is not None
        blobs[file] = seal("comment", UNIT, UNIT, "rất hài lòng".encode(), bytes.fromhex(key))
    old, new = blobs
    assert {file: opened_with(file, blob).decode() for file, blob in blobs.items()} == dict.fromkeys(
        blobs, "rất hài lòng"
    )
    for file, blob in ((old, blobs[new]), (new, blobs[old])):
        with pytest.raises(Malformed, match="another key"):
            opened_with(file, blob)
