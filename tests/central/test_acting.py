"""Every command that changes something is in the audit log, with who did it."""

import hashlib
import io
import json
import os
import pwd
import re
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sync.central import afar_commands, cli, relay_commands
from sync.central.acting import ACTS
from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.database.engine import writing
from sync.central.keys.identity import FILE_NAME, Kept, replace_kept
from tests.central.commands import Run
from tests.central.desk import Desk
from tests.central.fleet.test_releases import KEY, Shop
from tests.central.world import COUNTER, OFFICIAL, UNIT, World, small_province, write_province

MAI, MINH = ("--as", "Lê Thị Mai"), ("--as", "Trần Văn Minh")
TODAY = (datetime.now(UTC) + timedelta(hours=7)).strftime("%Y-%m-%d")
COMMENT = b"a sealed comment"
READ = {
    "directory export", "kiosk list", "kiosk show", "proof list", "quarantine list", "relay status", "verify",
    "backup", "check", "jobs", "kiosk provisions", "release list", "retention list", "account list", "alerts",
    "audit verify", "audit list", "feed list", "case list", "report verify", "report list",
    "attribution list",
}  # fmt: skip
BY_ITSELF = {"serve", "pull", "look", "relay once"}
"""What runs without anybody: the ledgers say what these brought."""


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite: what is written is the same on each engine."""
    return sqlite_url


class Office:
    """Runs commands, and remembers which entry each must leave."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.awaited: list[tuple[str, str, str]] = []

    def do(self, act: str, about: str, *words: str, code: int = 0) -> Any:
        """Run it; it must end with `code` and leave `act` about `about`; what it told as JSON."""
        ended, said = self.run(*words, "--json")
        assert ended == code, said
        self.awaited.append((act, who(words), about))
        return json.loads(said.splitlines()[0])

    def log(self) -> list[dict[str, Any]]:
        """The audit log, the oldest first."""
        found: list[dict[str, Any]] = json.loads(self.run("audit", "list", "--json")[1])
        return found[::-1]

    def check(self) -> None:
        """Each entry that is awaited is there, in this order, and no other."""
        assert [(one["act"], one["name"], one["about"]) for one in self.log()] == self.awaited
        self.awaited = []


def who(words: tuple[str, ...]) -> str:
    return words[words.index("--as") + 1] if "--as" in words else pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def office(run: Run, world: World, tmp_path: Path) -> Office:
    """The commands' server is the test's world: the same database and the same keys."""
    (tmp_path / "data" / "keys").mkdir(parents=True)
    signing, sealing = world.identity.private, world.identity.seal_private
    kept = Kept(
        world.identity.server_id, signing.private_bytes_raw().hex(), sealing.private_bytes_raw().hex()
    )
    replace_kept(tmp_path / "data" / "keys" / FILE_NAME, kept)
    return Office(run)


def test_every_command_is_said_to_read_or_to_run_by_itself_or_is_written_down() -> None:
    accounts = {name for name in cli._COMMANDS if name.startswith("account ")} - READ
    written = {re.sub(r" --.*", "", name) for name in ACTS}
    assert written | READ | BY_ITSELF | accounts == set(cli._COMMANDS)
    assert not written & (READ | BY_ITSELF | accounts)


def test_commands_about_the_directory_and_kiosks_are_written_down(
    office: Office, desk: Desk, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(write_province(tmp_path / "province", small_province()))
    office.do("province_loaded", "", "directory", "load", folder, "--move-kiosks")
    roster = tmp_path / "roster.csv"
    assert office.run("directory", "export", str(roster))[0] == 0
    roster.write_text(roster.read_text("utf-8-sig").replace("Nguyễn Thị Hoa", "Nguyễn Thị Hồng Hoa"), "utf-8")
    shown = json.loads(office.run("directory", "import", str(roster), "--json")[1])
    office.do("roster_imported", shown["digest"], "directory", "import", str(roster), "--apply")
    office.do("directory_published", "", "directory", "publish", *MINH)
    added = office.do("kiosk_added", "", "kiosk", "add", "--unit", UNIT, "--name", "Sảnh 2")["kiosk"]
    office.awaited[-1] = ("kiosk_added", who(()), added)
    place = ("--unit", UNIT, "--counter", COUNTER, "--attribution", "fixed")
    office.do("kiosk_moved", added, "kiosk", "move", added, *place, *MINH)
    office.do("kiosk_retired", added, "kiosk", "retire", added, *MINH, "--why", "quầy đóng cửa")
    out = str(tmp_path / "an-binh.provisioning")
    made = office.do("provisioning_made", "", "kiosk", "provision", "--unit", UNIT, "--out", out)[
        "provisioning"
    ]
    office.awaited[-1] = ("provisioning_made", who(()), made)
    office.do("provisioning_ended", made, "kiosk", "provision-end", made, *MINH)
    kiosk = desk.kiosk
    office.do("kiosk_set", kiosk, "kiosk", "set", kiosk, "--sound", "off", *MINH)
    office.do("ring_set", kiosk, "release", "ring", kiosk, "--ring", "pilot", *MINH)
    file = Shop(tmp_path).file(2)
    added = office.do("release_added", "", "release", "add", str(file), "--new-key", KEY, *MINH)
    office.awaited[-1] = ("release_added", who(MINH), added["release"])
    name = added["release"]
    office.do("release_staged", name, "release", "stage", name, "--ring", "early", *MINH)
    office.do("release_withdrawn", name, "release", "withdraw", name, *MINH)
    office.do("pull_address_set", kiosk, "kiosk", "pull-address", kiosk, "--at", "https://10.0.7.31:8402")
    told = office.do("kiosk_told", kiosk, "kiosk", "command", kiosk, "--what", "diagnose", *MINH)
    monkeypatch.setattr(afar_commands, "diagnostics_of", lambda *_: b'{"disk":"full"}')
    office.do("diagnostics_read", kiosk, "kiosk", "command", kiosk, "--diagnostics", told["command"], *MAI)
    with writing(world.engine) as connection:
        raise_alarm(connection, Kind.CLONE, kiosk, world.clock.wall_ms())
    office.do("alarm_acknowledged", "1", "alarms", "--acknowledge", "1", *MINH)
    office.do("kiosk_replaced", kiosk, "kiosk", "replace", kiosk, *MINH)
    office.do("kiosk_revoked", kiosk, "kiosk", "revoke", kiosk, *MINH, "--why", "mất cắp")
    assert office.run("kiosk", "revoke", kiosk, *MINH, "--why", "mất cắp")[0] == 3, "it leaves no entry"
    details = {one["act"]: one["detail"] for one in office.log()}
    assert details["kiosk_moved"] == {"unit": UNIT, "counter": COUNTER, "attribution": "fixed"}
    assert details["kiosk_revoked"] == {"why": "mất cắp"}
    assert details["kiosk_set"] == {"sound": "off"}
    office.check()


def test_commands_about_what_kiosks_brought_are_written_down(
    office: Office, desk: Desk, world: World, tmp_path: Path
) -> None:
    desk.open()
    sealed = hashlib.sha256(COMMENT).hexdigest()
    of = desk.rate(2)
    desk.append("rating.detailed", {"of": of, "attached": {"comment": sealed}})
    desk.deliver(blobs=(COMMENT,))
    office.do("cases_moved", "", "case", "remind", *MINH)
    (case,) = json.loads(office.run("case", "list", "--json")[1])
    assert case["rules"] == ["comment"]
    office.do("text_erased", sealed, "erase", sealed, *MAI, "--why", "người dân yêu cầu")
    office.do("kiosk_revoked", desk.kiosk, "kiosk", "revoke", desk.kiosk, *MINH, "--why", "mất cắp")
    desk.rate(1)
    desk.deliver(4)
    office.do("release_proposed", desk.ledger, "quarantine", "propose", desk.ledger, *MINH, "--why", "thật")
    office.do("release_done", desk.ledger, "quarantine", "release", desk.ledger, *MAI)
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "x.hailong").write_bytes(b"nothing of ours")
    office.do("files_imported", "", "import", str(tmp_path / "usb"), code=3)
    office.do("retention_set", "times", "retention", "set", "times", "--for-ever", *MINH)
    office.do("retention_applied", "", "retention", "apply")
    details = {one["act"]: one["detail"] for one in office.log()}
    assert details["text_erased"] == {"why": "người dân yêu cầu", "erased": "1", "before": "0"}
    assert details["files_imported"] == {"taken": "0", "refused": "1"}
    assert details["retention_set"] == {"days": "for_ever"}
    office.check()


def test_commands_about_attribution_are_written_down(office: Office, desk: Desk, world: World) -> None:
    given = ("--since", "2026-11-23T08:00", "--until", "2026-11-23T10:00", "--named", OFFICIAL)
    here = ("attribution", "propose", "--kiosk", desk.kiosk, *given, "--why", "đăng nhập nhầm", *MINH)

    def propose() -> str:
        told = json.loads(office.run(*here, "--official", "desk", "--json")[1])
        office.awaited.append(("attribution_proposed", "Trần Văn Minh", told["attribution"]))
        return str(told["attribution"])

    one = propose()
    assert office.run("attribution", "approve", one, *MINH)[0] == 3
    office.do("attribution_approved", one, "attribution", "approve", one[:8], *MAI)
    two = propose()
    office.do("attribution_withdrawn", two, "attribution", "withdraw", two, *MINH)
    three = propose()
    told = office.do("attribution_refused", three, "attribution", "refuse", three, "--why", "không rõ", *MAI)
    assert told["state"] == "refused"
    assert office.run("attribution", "list") == (0, "no corrections\n")
    done = json.loads(office.run("attribution", "list", "--done", "--json")[1])
    answer = next(said for each in done for said in each["said"] if said["kind"] == "answer")
    office.do("statement_erased", answer["statement"], "attribution", "erase", answer["statement"], *MAI)
    assert "answer" in office.run("attribution", "list", "--done")[1]
    assert office.run(*here, "--official", str(COUNTER))[0] == 3
    office.check()


def test_commands_about_reports_are_written_down(office: Office, tmp_path: Path) -> None:
    form = tmp_path / "phieu.csv"
    form.write_text("Mã phiếu,Đơn vị,Mức hài lòng\nP-1,Phường An Bình,Hài lòng\n", "utf-8")
    report, out = "2025-H2", ("--out", str(tmp_path / "report"))
    assert office.do("report_made", report, "report", "make", report, *out)["state"] == "draft"
    shown = json.loads(office.run("report", "sample", report, str(form), "--json")[1])
    office.do("sample_taken", report, "report", "sample", report, str(form), "--apply", shown["digest"], *MAI)
    office.do("report_frozen", report, "report", "freeze", report, *MAI)
    signed = office.do(
        "report_signed", report, "report", "sign", report, "--number", "7", "--signer", "Lê Văn Nam", *MAI
    )
    assert signed["signature"]
    office.do("report_published", report, "report", "publish", report, *MAI)
    office.check()
    told = json.loads(office.run("report", "make", report, *out, "--json")[1])
    assert (told["state"], sorted(told["files"])) == ("published", ["docx", "json", "pdf", "xlsx"])
    file = tmp_path / "report" / f"{report}.pdf"
    code, said = office.run("report", "verify", report, str(file))
    assert (code, "5 files recomputed: 0 differences" in said) == (0, True)
    assert "1 of 1: ledger" in said or "1 of 2: ledger" in said
    for name in ("BAO-CAO.PDF", "bao-cao", "bao-cao.docx"):
        copy = tmp_path / name
        copy.write_bytes(file.read_bytes())
        assert office.run("report", "verify", report, str(copy))[0] == 0, name
        copy.write_bytes(file.read_bytes() + b"%")
        assert office.run("report", "verify", report, str(copy))[0] == 1, name
    large = tmp_path / "large.pdf"
    with large.open("wb") as opened:
        opened.truncate(64 * 1024 * 1024 + 1)
    assert office.run("report", "verify", report, str(large))[0] == 3
    for words in (
        ("verify", report, str(tmp_path / "nowhere.pdf")),
        ("verify", report, str(tmp_path)),
        ("sample", report, str(tmp_path / "nowhere.csv")),
        ("make", "2026-H1", "--out", str(form)),
    ):
        code, said = office.run("report", *words)
        assert (code, words[-1] in said) == (3, True)
    assert len(json.loads(office.run("report", "list", "--json")[1])) == 1, "nothing is begun for no folder"
    file.write_bytes(file.read_bytes() + b"%")
    assert office.run("report", "verify", report, str(file))[0] == 1
    assert json.loads(office.run("report", "list", "--json")[1])[0][:2] == [report, "published"]
    assert office.run("report", "freeze", report)[0] == 3
    assert office.run("report", "make", "2025-H9")[0] == 3
    assert [one["act"] for one in office.log()][-1] == "report_published"


def test_commands_about_keys_and_servers_are_written_down(
    office: Office, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("năm con trâu trắng\n" * 3))
    out = str(tmp_path / "supervisors.pem")
    office.do("supervisors_key_made", "", "keys", "supervisors", "--out", out, "--stdin", *MAI)
    rotate = ("keys", "rotate")
    office.do("key_announced", "", *rotate, "announce", *MINH)
    office.do("key_switched", "", *rotate, "switch", *MINH)
    office.do("key_retired", "", *rotate, "retire", "--leave-behind", *MINH)
    below = str(uuid.uuid4())
    office.do("province_added", "", "relay", "add", "--name", "Lâm Đồng")
    world.execute(f"UPDATE provinces SET server = '{below}', state = 'enrolled'")
    office.do("province_revoked", below, "relay", "revoke", below, *MAI)
    above = SimpleNamespace(server=str(uuid.uuid4()), name="Cần Thơ")
    monkeypatch.setattr(relay_commands, "join", lambda *_: above)
    secret = "0" * 16 + "." + "0" * 26
    office.do("relay_joined", "", "relay", "enrol", "--central", "https://above.example", "--code", secret)
    assert office.log()[-1]["detail"] == {"central": "https://above.example", "server": above.server}
    backup = str(tmp_path / "monday.backup")
    assert office.run("backup", backup, "--stdin")[0] == 0
    office.check()
    told = len(office.log())
    monkeypatch.setenv("HAILONG_CENTRAL_DATA", str(tmp_path / "restored"))
    monkeypatch.setenv("HAILONG_CENTRAL_DATABASE", f"sqlite:///{tmp_path}/restored/central.sqlite")
    office.do("backup_restored", "", "restore", backup, "--stdin", *MINH)
    (entry,) = office.log()[told:]
    assert (entry["act"], entry["name"], entry["detail"]) == (
        "backup_restored",
        "Trần Văn Minh",
        {"file": backup},
    )
    monkeypatch.setenv("HAILONG_CENTRAL_DATA", str(tmp_path / "new"))
    monkeypatch.setenv("HAILONG_CENTRAL_DATABASE", f"sqlite:///{tmp_path}/new/central.sqlite")
    office.awaited = []
    office.do("database_migrated", "", "migrate")
    office.do("account_added", "", "account", "first", "--login", "minh", "--name", "Trần Văn Minh")
    assert [(one["act"], one["name"]) for one in office.log()][:2] == [
        ("database_migrated", who(())),
        ("account_added", who(())),
    ]


def test_a_planned_proof_is_known_to_its_planner_alone_until_its_day_is_over(
    office: Office, desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = office.run("proof", "plan", desk.kiosk, "--day", TODAY, *MAI, "--json")[1]
    proof = json.loads(plan)["canary"]
    assert office.run("proof", "given", proof, "0000-0000-0000", *MAI)[0] == 0
    assert office.log() == []
    over = int((datetime.now(UTC) + timedelta(days=1)).timestamp() * 1000)
    monkeypatch.setattr("sync.central.opening.SystemClock.wall_ms", lambda _self: over)
    office.awaited = [
        ("proof_planned", "Lê Thị Mai", desk.kiosk),
        ("proof_given", "Lê Thị Mai", desk.kiosk),
    ]
    office.check()
