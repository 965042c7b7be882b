"""A release travels from the vendor to a kiosk, and proves itself there or makes way: real processes."""

import signal
from pathlib import Path

import pytest

from kiosk.releases.choosing import TRIAL_STARTS
from kiosk.releases.standing import number_of
from tests.journeys.office import Office
from tests.updates.machine import Machine, Vendor, program


def offer(office: Office, file: Path, key: str) -> str:
    """Add a release and let every kiosk take it; its name."""
    added = office.central("release", "add", str(file), "--new-key", key, "--as", "Minh", "--json").told
    stage = ("release", "stage", added["release"][:8], "--ring", "all", "--as", "Minh", "--json")
    assert office.central(*stage).told["published"] == 1
    return str(added["release"])


def heard_of(office: Office) -> tuple[int, int, int]:
    """How many kiosks confirmed the newest release, try it, gave it up, as the central server has it."""
    assert office.kiosk("deliver").code == 0
    line = office.central("release", "list", "--json").told[0]
    return line["confirmed"], line["trying"], line["failed"]


def test_a_release_is_fetched_tried_confirmed_and_told(
    office: Office, machine: Machine, vendor: Vendor
) -> None:
    with office.serving():
        offer(office, vendor.release(2), vendor.key)
        assert machine.runs_out() == 10  # it came, and the old program made way while nobody was there
        with machine.running() as process:
            machine.until(process, lambda now: number_of(now.confirmed or "") == 2 and not now.news)
        assert "0.2.0, number 2 (confirmed)" in machine.call("status").stdout
        assert heard_of(office) == (1, 0, 0)
    assert office.kinds().count("update.begun") == office.kinds().count("update.done") == 1


def test_a_broken_release_rolls_back_by_itself_and_the_kiosk_rates_on(
    office: Office, machine: Machine, vendor: Vendor
) -> None:
    with office.serving():
        offer(office, vendor.release(2, program(2, "0.2.0", "raise SystemExit('broken')")), vendor.key)
        assert machine.runs_out() == 10
        for _ in range(TRIAL_STARTS):
            assert machine.runs_out() == 1
        with machine.running() as process:
            machine.until(process, lambda now: now.trial is None and not now.news)
        assert machine.standing.confirmed is None
        assert heard_of(office) == (0, 0, 1)
    with office.citizen() as someone:
        someone.see("attract")


@pytest.mark.parametrize(
    "point", ["update.after_works", "update.before_confirmed", "update.after_confirmed", "update.after_news"]
)
def test_a_power_cut_at_any_moment_of_a_trial_loses_neither_the_kiosk_nor_a_line(
    office: Office, machine: Machine, vendor: Vendor, point: str
) -> None:
    with office.serving():
        assert machine.call("update", str(vendor.release(2))).returncode == 0
        assert machine.runs_out(HAILONG_CRASH_AT=point) == -signal.SIGKILL
        with machine.running() as process:
            machine.until(process, lambda now: number_of(now.confirmed or "") == 2 and not now.news)
        assert office.kiosk("deliver").code == 0
        assert office.counted()[1] == []
    last, settled = office.standing()
    assert last == settled


def test_a_stick_brings_it_without_a_server_and_nothing_is_confirmed_before_it_is_heard(
    office: Office, machine: Machine, vendor: Vendor
) -> None:
    laid = machine.call("update", str(vendor.release(2)))
    assert laid.returncode == 0, laid.stderr
    assert "release 2 (0.2.0) is laid out" in laid.stdout
    with machine.running() as process:
        machine.until(process, lambda now: now.unheard == 1)
        assert machine.standing.confirmed is None
        with office.serving():
            machine.until(process, lambda now: number_of(now.confirmed or "") == 2)


def test_an_older_one_is_refused_in_words(machine: Machine, vendor: Vendor) -> None:
    refused = machine.call("update", str(vendor.release(1)))
    assert refused.returncode == 3
    assert "no newer than what ran here" in refused.stderr
