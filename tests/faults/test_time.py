"""Clocks that are wrong, dead or stepped, on both real programs over TLS: dates are right or unknown."""

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.agent.certificates import Authority
from tests.faults.clocks import Machine, new_boot
from tests.faults.processes import Ended
from tests.faults.province import Desk, Province

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="namespaces and libfaketime are Linux's")

VALID = (
    datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    datetime.datetime(2039, 1, 1, tzinfo=datetime.UTC),
)
TRUE = "+0"
MONDAY, THURSDAY = "2026-11-23", "2026-11-26"


def noon(day: str) -> Machine:
    """A machine whose clock is right, at noon in Hanoi: no test meets the end of a day."""
    return Machine(f"@{day} 05:00:00")


class Elsewhere:
    """A province over TLS, whose kiosks stand on machines of their own."""

    def __init__(self, folder: Path) -> None:
        authority = Authority()
        authority.serving(folder, (VALID[0], VALID[1]))
        self.certificate = folder / "server.pem"
        self.ca = folder / "ca.pem"
        self.ca.write_text(authority.pem, encoding="ascii")
        self.province = Province(folder, tls=(self.certificate, self.ca))

    @contextmanager
    def serving(self, machine: Machine | None = None) -> Iterator[None]:
        """The central server, on a machine whose clock is right unless told otherwise."""
        with (machine or Machine(TRUE)).running("sync.central.cli", *self.province.arguments) as line:
            assert line.startswith("{"), line
            yield


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    return Elsewhere(tmp_path_factory.mktemp("elsewhere"))


def enrol(desk: Desk, machine: Machine) -> Ended:
    there = ("--central", desk.province.address, "--code", desk.code)
    return machine.run("kiosk.cli", "enrol", *there, HAILONG_DATA_FOLDER=str(desk.folder))


def errand(desk: Desk, machine: Machine, name: str) -> Ended:
    done = machine.run("tests.faults.errands", name, str(desk.folder))
    assert done.code == 0, done.said
    return done


def deliver(desk: Desk, machine: Machine) -> Ended:
    return machine.run("kiosk.cli", "deliver", HAILONG_DATA_FOLDER=str(desk.folder))


@pytest.mark.parametrize("wall", ["@2009-01-01 00:00:00", "@2041-06-01 12:00:00", "@1970-01-01 00:00:05"])
def test_a_kiosk_whose_clock_is_years_off_enrols_delivers_and_is_dated_right(
    elsewhere: Elsewhere, wall: str
) -> None:
    desk, machine = elsewhere.province.desk(), Machine(wall)
    with elsewhere.serving(noon(MONDAY)):
        done = enrol(desk, machine)
        assert done.code == 0, done.said
        errand(desk, machine, "rate")
        done = deliver(desk, machine)
        assert done.code == 0, done.said
    assert desk.compare() > 4
    assert b"" not in desk.lines(), "nothing is pruned by the machine's clock"
    assert elsewhere.province.days(desk.kiosk) == [MONDAY] * 3
    at = [json.loads(line)["at"] for line in desk.lines()]
    assert {datetime.datetime.fromtimestamp(ms / 1000, datetime.UTC).year for ms in at} == {int(wall[1:5])}


def test_a_clock_that_steps_forward_and_back_while_running_changes_neither_order_nor_dates(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    desk, machine = elsewhere.province.desk(), Machine(TRUE, steps=tmp_path / "wall")
    with elsewhere.serving(noon(MONDAY)):
        assert enrol(desk, machine).code == 0
        errand(desk, machine, "steps")
    lines = desk.lines()
    assert desk.compare() == len(lines)
    kinds = [json.loads(line)["kind"] for line in lines]
    assert kinds.count("clock.stepped") == 3
    assert kinds.count("rating.given") == 12
    assert [json.loads(line)["up"] for line in lines] == sorted(json.loads(line)["up"] for line in lines)
    assert elsewhere.province.days(desk.kiosk) == [MONDAY] * 12


def test_a_battery_that_is_dead_at_each_boot_leaves_dates_right_or_unknown(
    elsewhere: Elsewhere, tmp_path: Path
) -> None:
    dead, desk = "@2000-01-01 00:00:00", elsewhere.province.desk()
    first = Machine(dead, new_boot(tmp_path))
    with elsewhere.serving(noon(MONDAY)):
        assert enrol(desk, first).code == 0
        errand(desk, first, "rate")
        assert deliver(desk, first).code == 0
    alone = Machine(dead, new_boot(tmp_path))
    errand(desk, alone, "rate")
    last = Machine(dead, new_boot(tmp_path))
    with elsewhere.serving(noon(THURSDAY)):
        errand(desk, last, "rate")
        done = deliver(desk, last)
        assert done.code == 0, done.said
    assert desk.compare() == len(desk.lines())
    boots = dict.fromkeys(json.loads(line)["boot"] for line in desk.lines())
    assert list(boots) == [one.boot.file.read_text().strip() for one in (first, alone, last) if one.boot]
    days = elsewhere.province.days(desk.kiosk)
    assert days == [MONDAY] * 3 + [""] * 3 + [THURSDAY] * 3


def test_old_lines_go_by_the_servers_time_while_the_machines_clock_is_dead(elsewhere: Elsewhere) -> None:
    dead, desk = Machine("@2009-01-01 00:00:00"), elsewhere.province.desk()
    with elsewhere.serving():
        assert enrol(desk, dead).code == 0
        errand(desk, dead, "rate")
        assert deliver(desk, dead).code == 0
    before = desk.lines()
    with elsewhere.serving(Machine("+179d")):
        assert deliver(desk, dead).code == 0
    assert b"" not in desk.lines()
    with elsewhere.serving(Machine("+181d")):
        assert deliver(desk, dead).code == 0
        left = desk.lines()
        gone = left.count(b"")
        assert left[:gone] == [b""] * gone
        assert 0 < gone <= len(before)
        assert b"" not in left[gone:]
        assert deliver(desk, dead).code == 0
    assert desk.compare() == len(desk.lines())


def test_a_certificate_that_is_not_valid_at_the_servers_time_is_not_spoken_to(elsewhere: Elsewhere) -> None:
    machine, desk = Machine("@2025-01-01 00:00:00"), elsewhere.province.desk()
    with elsewhere.serving():
        assert enrol(desk, machine).code == 0
    with elsewhere.serving(Machine("@2040-01-01 00:00:00")):
        done = deliver(desk, machine)
    assert done.code == 7
    assert "expired on Jan  1 00:00:00 2039" in done.said
    with elsewhere.serving():
        assert deliver(desk, machine).code == 0
    desk.compare()
