"""Commands from afar: each is done once, whatever happens between, and says what came of it."""

import json
import logging
import re
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from kiosk.app.commanding import Came, Commands, Deeds
from kiosk.app.diagnosing import diagnostics_of
from kiosk.app.drafting import Drafted
from kiosk.app.faults_seen import watch_faults
from kiosk.app.finding import Finding
from kiosk.app.obeying import _diagnose, came_of, serve_commands
from kiosk.app.opening import Kiosk
from kiosk.app.release_judged import Place
from kiosk.app.running import appender
from kiosk.identity import Identity
from kiosk.store import DiskFull, Store, open_store
from kiosk.ui.staff_scene import Said
from sync.agent.kiosk_time import KioskTime
from sync.contract.commands import DIAGNOSTICS_BYTES, Command, Outcome
from sync.contract.directory import Directory
from sync.contract.seal import unseal
from tests.hand_clock import HandClock
from tests.kiosk.app.staff import staffed
from tests.kiosk.store.conftest import KIOSK, LEDGER

NOW = 1_795_403_045_123
HOUR = 3_600_000
SEAL = X25519PrivateKey.generate()
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
CODED = {"reason", "standing", "attribution", "sound_by_staff", "code", "not_come", "kind", "runs"}
"""Where one word of a code may stand in a report."""


def command(what: str, expires: int = NOW + HOUR) -> Command:
    return Command(str(uuid.uuid4()), what, NOW - HOUR, expires)


def directory_of(*commands: Command) -> Directory:
    keys = msgspec.structs.replace(staffed().seal_keys, server=SEAL.public_key().public_bytes_raw().hex())
    return msgspec.structs.replace(staffed(), commands=commands, seal_keys=keys)


DIRECTORY = directory_of()


@dataclass
class Desk:
    """A running kiosk's commands on a real store; `done` is what was carried out, by word."""

    store: Store
    qt: QGuiApplication
    done: list[str] = field(default_factory=list)
    resting: bool = True
    now_ms: int | None = NOW
    full: bool = False

    def start(self, directory: Directory) -> Commands:
        def does(what: str) -> Callable[..., Came]:
            def did(*_: object) -> Came:
                self.done.append(what)
                return Came(Outcome.DONE)

            return did

        def append(drafted: Drafted) -> Future[int]:
            if self.full:
                refused: Future[int] = Future()
                refused.set_exception(DiskFull("full"))
                return refused
            return appender(self.store)(drafted)

        deeds = Deeds(does("deliver"), does("diagnose"), lambda: self.done.append("restart"))
        commands = Commands(self.store, append, deeds, lambda: self.resting, lambda: self.now_ms)
        commands.open(directory)
        self.settle(commands)
        return commands

    def settle(self, commands: Commands) -> None:
        """Until nothing is under way."""
        for _ in range(2_000):
            self.store.position()
            self.qt.processEvents()
            if not commands._errands.runs("command") and commands._busy is None:
                break
        else:
            pytest.fail("a command is still under way")
        self.qt.processEvents()
        self.store.position()

    def lines(self) -> list[tuple[str, str, str | None]]:
        return [
            (line.kind.removeprefix("command."), line.body["what"], line.body.get("outcome"))
            for line in self.store.lines_about("command")
        ]


@pytest.fixture
def desk(quiet_qt: QGuiApplication, tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path, clock=HandClock()) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        yield Desk(store, quiet_qt)


def test_a_command_is_taken_done_and_answered_once_and_never_again(desk: Desk) -> None:
    directory = directory_of(command("deliver"))
    first = desk.start(directory)
    first.given.emit(directory)
    desk.settle(first)
    first.close()
    desk.start(directory).close()
    assert desk.done == ["deliver"]
    assert desk.lines() == [("taken", "deliver", None), ("done", "deliver", "done")]


def test_a_restart_waits_for_the_end_of_a_visit_and_is_answered_by_who_starts_afterwards(desk: Desk) -> None:
    directory = directory_of(command("restart"))
    desk.resting = False
    commands = desk.start(directory)
    assert (desk.done, desk.lines()) == ([], [])
    assert commands._clock.isActive()
    desk.resting = True
    commands.look()
    desk.settle(commands)
    assert desk.done == ["restart"]
    assert desk.lines() == [("taken", "restart", None)]
    commands.close()
    desk.start(directory).close()
    assert desk.done == ["restart"]
    assert desk.lines() == [("taken", "restart", None), ("done", "restart", "done")]


def test_a_visit_that_began_while_a_restart_was_written_down_is_not_taken_away(desk: Desk) -> None:
    asked = iter([True, False, False])
    directory = directory_of(command("restart"))
    deeds = Deeds(
        lambda: Came(Outcome.DONE), lambda *_: Came(Outcome.DONE), lambda: desk.done.append("restart")
    )
    commands = Commands(desk.store, appender(desk.store), deeds, lambda: next(asked, True), lambda: NOW)
    commands.open(directory)
    desk.settle(commands)
    assert desk.done == []
    commands.look()
    commands.look()
    assert desk.done == ["restart"]
    commands.close()


def test_what_was_cut_off_is_told_and_not_tried_again(desk: Desk) -> None:
    cut = command("diagnose")
    desk.store.append_now("command.taken", {"command": cut.command, "what": "diagnose"})
    desk.start(directory_of(cut)).close()
    assert desk.done == []
    assert desk.lines() == [("taken", "diagnose", None), ("done", "diagnose", "interrupted")]


def test_an_unknown_command_is_told_once_and_an_expired_one_is_left(desk: Desk) -> None:
    directory = directory_of(command("dance"), command("deliver", NOW), command("restart", NOW - 1))
    desk.start(directory).close()
    desk.start(directory).close()
    assert desk.done == []
    assert desk.lines() == [("done", "dance", "unknown")]


def test_while_nobody_knows_the_time_nothing_is_obeyed(desk: Desk) -> None:
    desk.now_ms = None
    commands = desk.start(directory_of(command("deliver")))
    assert desk.done == []
    desk.now_ms = NOW
    commands.look()
    desk.settle(commands)
    assert desk.done == ["deliver"]
    commands.close()


def test_on_a_full_disk_a_command_waits_until_it_can_be_written_down(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.full = True
    commands = desk.start(directory_of(command("deliver")))
    assert (desk.done, desk.lines()) == ([], [])
    desk.full = False
    commands.look()
    desk.settle(commands)
    assert desk.done == ["deliver"]
    assert "could not be taken" in caplog.text
    commands.close()


def test_a_ledger_that_was_given_up_does_not_let_a_command_be_done_twice(desk: Desk) -> None:
    directory = directory_of(command("deliver"))
    desk.start(directory).close()
    assert desk.store.succeed(LEDGER, str(uuid.uuid4()), 1).result()
    desk.start(directory).close()
    assert desk.done == ["deliver"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.sampled_from(["start", "given", "visit", "rest", "look", "dark", "light"]), max_size=8)
)
def test_in_any_order_of_starts_and_visits_each_command_is_done_at_most_once(
    desk: Desk, steps: list[str]
) -> None:
    directory = directory_of(command("restart"), command("deliver"), command("dance"))
    desk.done.clear()
    desk.resting, desk.now_ms = True, NOW
    running = desk.start(DIRECTORY)
    for step in [*steps, "rest", "light", "given", "look"]:
        match step:
            case "start":
                running.close()
                running = desk.start(directory)
            case "given":
                running._take(directory)
            case "visit" | "rest":
                desk.resting = step == "rest"
            case "dark" | "light":
                desk.now_ms = NOW if step == "light" else None
            case "look":
                before = desk.done.count("restart")
                running.look()
                assert desk.resting or desk.done.count("restart") == before
        desk.settle(running)
        if desk.done.count("restart") and running._restarts:
            running.close()
            running = desk.start(directory)
    running.close()
    desk.start(directory).close()
    assert sorted(desk.done) == ["deliver", "restart"]
    ids = {one.command for one in directory.commands}
    said = [line.body for line in desk.store.lines_about("command") if line.body["command"] in ids]
    assert sorted(line["what"] for line in said if "outcome" in line) == ["dance", "deliver", "restart"]


@pytest.fixture
def kiosk(desk: Desk, tmp_path: Path) -> Kiosk:
    clock = HandClock()
    return Kiosk(tmp_path, desk.store, Identity.make(tmp_path), DIRECTORY, clock, KioskTime(clock))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, tmp_path / "release.keys", 0)


def test_diagnostics_hold_nothing_of_a_person(kiosk: Kiosk, desk: Desk, place: Place) -> None:
    looked = [Finding("central server", False, "of Lan, 0912", {"count": 3})]
    rating = {"rating": str(uuid.uuid4()), "score": 1, "official": DIRECTORY.officials[0].official}
    desk.store.append_now("rating.given", rating)
    desk.store.append_now("staff.entered", {"staff": DIRECTORY.staff[0].staff})
    desk.store.append_now("fault.seen", {"what": "disk_full"})
    desk.store.append_now("fault.seen", {"what": "Nguyễn Thị Hoa, 0912 345 678"})
    with watch_faults() as faults:
        logging.getLogger("kiosk.secret").error("PIN 924924 of Lan")
        try:
            raise KeyError("Bình")
        except KeyError:
            logging.getLogger("kiosk.secret").exception("of Bình")
        report = diagnostics_of(kiosk, DIRECTORY, faults.last(), place, looked)
    told = json.loads(report)
    text = report.decode()
    secrets = [
        *rating.values(),
        "924924",
        "Lan",
        "Bình",
        "0912",
        "argon2",
        *(one.staff for one in DIRECTORY.staff),
    ]
    secrets += [one.name for one in DIRECTORY.officials] + [one.official for one in DIRECTORY.officials]
    assert not [secret for secret in secrets if str(secret) in text and secret != 1]
    assert "score" not in text
    assert [line["code"] for line in told["faults"]["lines"]] == ["disk_full", "other"]
    assert [one.split()[1] for one in told["faults"]["logged"]] == ["ERROR", "KeyError"]
    assert (told["ledger"]["last"], told["settings"]["keep_days"]) == (5, DIRECTORY.policies.keep_days)


def leaves(told: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in a report, and where it stands."""
    if isinstance(told, dict):
        for name, inside in told.items():
            yield from leaves(inside, f"{path}.{name}")
    elif isinstance(told, list):
        for inside in told:
            yield from leaves(inside, path)
    else:
        yield path, told


def test_a_report_has_no_place_in_which_words_of_a_person_could_stand(
    kiosk: Kiosk, desk: Desk, place: Place
) -> None:
    desk.store.append_now("kiosk.paused", {"why": "Trần Văn Minh"})
    last = '{"code":"unreachable.tls","detail":"Lan","not_come":{"code":"busy"}}'
    desk.store.set_setting("last_contact", last)
    looked = [Finding("disk", True, "Lan", {"fsync_us": 900})]
    report = diagnostics_of(kiosk, DIRECTORY, ["kiosk.app:7 KeyError"], place, looked)
    codes = re.compile(r"[a-z_]+(\.[a-z_]+)?")
    words = {
        ".kiosk": re.compile(UUID),
        ".software.hailong": re.compile(r"[0-9.]+"),
        ".software.python": re.compile(r"[0-9.a-z+]+"),
        ".software.system": re.compile(r"(Linux|Windows) \S+ \w+"),
        ".release.software": re.compile(r"[0-9.]+"),
        ".release.system": re.compile(r"[a-z0-9]+-[a-z0-9_]+"),
        ".release.given_up": re.compile(r"[0-9a-f]{8}"),
        ".looked_at.what": re.compile(r"[a-z ]+"),
        ".faults.logged": re.compile(r"[\w.]+:\d+ \w+"),
    }
    for where, value in leaves(json.loads(report)):
        if isinstance(value, str):
            assert words.get(where, codes).fullmatch(value), (where, value)
            assert where in words or where.rpartition(".")[2] in CODED, where
        else:
            assert value is None or isinstance(value, int), where


def test_diagnostics_stay_within_their_size(kiosk: Kiosk, place: Place) -> None:
    report = diagnostics_of(kiosk, DIRECTORY, ["x" * 96] * 400, place)
    assert len(report) <= DIAGNOSTICS_BYTES
    assert json.loads(report)["faults"]["logged"]


def test_diagnostics_are_sealed_to_the_server(
    kiosk: Kiosk, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app.obeying.standing_findings", lambda *_: ())
    monkeypatch.setattr("kiosk.app.obeying.machine_findings", lambda _kiosk: (Finding("touch", True, ""),))
    with watch_faults() as faults:
        asked = command("diagnose")
        came = _diagnose(kiosk, faults, place, asked, DIRECTORY)
    (blob,) = came.blobs
    told = json.loads(unseal(blob, SEAL, "diagnostics", LEDGER, asked.command))
    assert told["kiosk"] == DIRECTORY.kiosk
    assert told["looked_at"] == [{"what": "touch", "good": True}]


@pytest.mark.parametrize(
    ("said", "came"),
    [
        (Said("delivered", 3), Came(Outcome.DONE)),
        (Said("asked_to_wait", left=3), Came(Outcome.FAILED, "asked_to_wait")),
        (Said("not_delivered", detail="unreachable.tls"), Came(Outcome.FAILED, "unreachable.tls")),
    ],
)
def test_a_delivery_is_answered_by_what_it_came_to(said: Said, came: Came) -> None:
    assert came_of(said) == came


def test_served_at_a_kiosk_a_restart_leaves_with_the_code_that_starts_it_again(
    kiosk: Kiosk, desk: Desk, place: Place
) -> None:
    left: list[Any] = []
    kiosk.time.anchored_at(NOW, kiosk.clock.up_ms())
    with watch_faults() as faults:
        commands = serve_commands(
            kiosk,
            appender(desk.store),
            lambda: Said("delivered"),
            left.append,
            lambda: True,
            faults,
            place,
            kiosk.time.corrected_ms,
        )
        commands.open(directory_of(command("restart"), command("deliver")))
        desk.settle(commands)
        commands.look()
        desk.settle(commands)
        commands.close()
    assert left == [10]
