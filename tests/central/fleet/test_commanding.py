import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.commanding import Issued, diagnostics_of, issue_command, list_commands
from sync.central.fleet.retiring import retire_kiosk
from sync.central.fleet.setting import read_settings, set_kiosk
from sync.contract.directory import Directory
from sync.contract.encoding import decode
from sync.contract.seal import seal
from sync.contract.signed import open_document
from tests.central.desk import Desk
from tests.central.fleet.test_heartbeats import beat
from tests.central.world import DAY_MS, World

Act = Callable[..., Any]


def directory_of(desk: Desk) -> Directory:
    raw = desk.call("GET", "/api/v1/directory").content
    return decode(open_document("directory", raw, [desk.world.identity.public]), Directory)


def act(world: World, what: Act, *arguments: Any) -> Any:
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        return what(connection, world.identity, world.clock, site, *arguments)


def tell(desk: Desk, what: str) -> Issued:
    issued: Issued = act(desk.world, issue_command, desk.kiosk, what, "Trần Văn Minh")
    return issued


def listed(desk: Desk) -> list[str]:
    with reading(desk.world.engine) as connection:
        found = list_commands(connection, desk.kiosk)
        return [one.state(desk.world.clock.now_ms) for one in found]


def test_a_command_comes_with_the_signed_directory_and_its_answer_with_the_ledger(
    desk: Desk, world: World
) -> None:
    issued = tell(desk, "restart")
    told = directory_of(desk).commands
    assert [(one.command, one.what, one.expires) for one in told] == [
        (issued.command, "restart", world.clock.now_ms + DAY_MS)
    ]
    assert listed(desk) == ["waiting"]
    desk.open()
    desk.append("command.taken", {"command": issued.command, "what": "restart"})
    desk.deliver()
    assert listed(desk) == ["taken"]
    desk.append("command.done", {"command": issued.command, "what": "restart", "outcome": "done"})
    desk.append("command.done", {"command": issued.command, "what": "restart", "outcome": "failed"})
    desk.deliver(3)
    assert listed(desk) == ["done"]
    assert world.verify().differences == []


def test_one_of_a_kind_waits_at_a_time_and_none_waits_for_ever(desk: Desk, world: World) -> None:
    tell(desk, "deliver")
    tell(desk, "diagnose")
    with pytest.raises(KioskRefused, match="already"):
        tell(desk, "deliver")
    with pytest.raises(KioskRefused, match="expected one of deliver, restart, diagnose"):
        tell(desk, "erase")
    world.clock.now_ms += DAY_MS
    assert listed(desk) == ["expired", "expired"]
    tell(desk, "deliver")
    assert [one.what for one in directory_of(desk).commands] == ["deliver"]


def test_a_kiosk_answers_for_its_own_commands_only(desk: Desk, world: World) -> None:
    other, issued = Desk(world), tell(desk, "restart")
    other.open()
    other.append("command.done", {"command": issued.command, "what": "restart", "outcome": "done"})
    other.append("command.done", {"command": "nonsense", "what": 7})
    other.append("command.of_tomorrow", {"command": issued.command})
    other.deliver()
    assert listed(desk) == ["waiting"]


def test_diagnostics_come_sealed_and_are_opened_for_who_asks(desk: Desk, world: World) -> None:
    issued, report = tell(desk, "diagnose"), json.dumps({"software": "0.1.0"}).encode()
    public = world.identity.seal_public
    blob = seal("diagnostics", desk.ledger, issued.command, report, public)
    digest = hashlib.sha256(blob).hexdigest()
    desk.open()
    done = {"command": issued.command, "what": "diagnose", "outcome": "done"}
    desk.append("command.done", done | {"attached": {"diagnostics": digest}})
    desk.deliver(blobs=(blob,))
    with reading(world.engine) as connection:
        assert diagnostics_of(connection, world.identity, desk.kiosk, issued.command) == report
        with pytest.raises(KioskRefused, match="no command of this kiosk"):
            diagnostics_of(connection, world.identity, "another", issued.command)
    assert world.query("SELECT count(*) FROM needs_attention") == [(0,)]


def test_settings_of_one_kiosk_go_before_the_provinces_and_can_be_taken_back(
    desk: Desk, world: World
) -> None:
    def set_to(**given: str) -> bool:
        done: bool = act(world, set_kiosk, desk.kiosk, read_settings(given), "Trần Văn Minh")
        return done

    assert set_to(sound="on", brightness="60", keep_days="")
    policies = directory_of(desk).policies
    assert (policies.sound, policies.brightness, policies.keep_days) == (True, 60, 180)
    assert not set_to(sound="on", brightness="60")
    assert set_to()
    assert (directory_of(desk).policies.sound, directory_of(desk).policies.brightness) == (False, None)


@pytest.mark.parametrize(
    "given",
    [{"score": "5"}, {"brightness": "5"}, {"brightness": "bright"}, {"sound": "loud"}, {"keep_days": "1"}],
)
def test_what_is_not_on_the_list_cannot_be_set(given: dict[str, str]) -> None:
    with pytest.raises(KioskRefused, match="settings:"):
        read_settings(given)


def test_a_kiosk_retires_once_nothing_waits_there_and_its_figures_stay(desk: Desk, world: World) -> None:
    def retire() -> None:
        act(world, retire_kiosk, desk.kiosk, "Trần Văn Minh", "quầy đóng cửa")

    with pytest.raises(KioskRefused, match="no sign of life"):
        retire()
    desk.open()
    desk.rate(4)
    desk.deliver(1, 1)
    beat(desk)
    with pytest.raises(KioskRefused, match="1 lines wait there"):
        retire()
    desk.deliver(2)
    retire()
    assert directory_of(desk).standing == "retired"
    with pytest.raises(KioskRefused, match="out of use already: retired"):
        retire()
    assert world.query("SELECT score, n FROM unit_days") == [(4, 1)]
    assert world.query("SELECT kind FROM alarms") == []
    desk.rate(5)
    desk.deliver(3)
    assert world.query("SELECT score, n FROM unit_days ORDER BY score") == [(4, 1), (5, 1)]
    assert world.query("SELECT kind FROM alarms") == [("retired",)]
    assert world.verify().differences == []


def test_a_kiosk_served_by_stick_retires_once_its_export_was_imported_or_by_force(
    desk: Desk, world: World
) -> None:
    for_what = (desk.kiosk, "Trần Văn Minh", "quầy đóng cửa")
    with pytest.raises(KioskRefused, match="no sign of life"):
        act(world, retire_kiosk, *for_what)
    desk.open()
    desk.rate(4)
    desk.deliver()
    assert world.query("SELECT last FROM kiosks") == [(None,)], "what is brought is no sign of life"
    act(world, retire_kiosk, *for_what)
    assert world.query("SELECT state FROM kiosks") == [("retired",)]
    desk.rate(1)
    desk.deliver(3)
    assert world.query("SELECT sum(n) FROM unit_days") == [(2,)], "what comes late counts, too"
    other = Desk(world)
    act(world, lambda *given: retire_kiosk(*given, force=True), other.kiosk, *for_what[1:])
    told = [raw for (raw,) in world.query("SELECT raw FROM lines ORDER BY ledger_no, seq")]
    told = [bytes(raw) for raw in told if b'"kiosk.retired"' in bytes(raw)]
    assert [b'"forced":true' in raw for raw in told] == [False, True]


def test_a_kiosk_that_never_came_can_be_retired(desk: Desk, world: World) -> None:
    world.execute("UPDATE kiosks SET state = 'awaited', public_key = NULL")
    act(world, retire_kiosk, desk.kiosk, "Trần Văn Minh", "không dùng nữa")
    assert world.query("SELECT state FROM kiosks") == [("retired",)]
