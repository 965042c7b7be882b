import sys
import time
from pathlib import Path

import pytest

from kiosk.desk import LinuxClock, WindowsClock, machine_clock
from sync.contract.encoding import is_id


def test_the_machines_clock_names_its_boot_and_never_runs_backwards() -> None:
    clock = machine_clock()
    first, second = clock.up_ms(), clock.up_ms()
    assert 0 <= first <= second
    assert is_id(clock.boot())
    assert abs(clock.wall_ms() - time.time_ns() // 1_000_000) < 60_000


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's boot id is Linux's")
def test_two_processes_of_one_boot_agree_on_its_name() -> None:
    assert LinuxClock().boot() == LinuxClock().boot()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's boot id is Linux's")
def test_a_boot_id_is_written_as_the_ledger_wants_it(tmp_path: Path) -> None:
    boot_id = tmp_path / "boot_id"
    boot_id.write_text("6F0C1DA0-0000-4000-8000-00000000000A\n")
    assert LinuxClock(boot_id).boot() == "6f0c1da0-0000-4000-8000-00000000000a"


def test_ticks_that_fall_are_another_boot() -> None:
    ticks = iter([5_000, 6_000, 6_000, 40, 41, 41])
    clock = WindowsClock(lambda: next(ticks))
    assert clock.up_ms() == 6_000
    before = clock.boot()
    assert clock.up_ms() == 40
    after = clock.boot()
    assert before != after
    assert after == clock.boot()
    assert is_id(after)
