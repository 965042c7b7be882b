"""What follows a contact follows it by whichever carrier: old lines go, and room is kept for the ledger."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store import reserve_bytes
from tests.soak.carriers import RESERVE, Sticks, pull
from tests.soak.device import Device
from tests.soak.killing import Fate
from tests.soak.served import Served

HALF_A_YEAR_MS = 182 * 24 * 3_600_000


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path / "central")
    yield served
    served.end()


@pytest.fixture
def device(served: Served, tmp_path: Path) -> Iterator[Device]:
    device = Device.enrolled(served, tmp_path / "kiosk", Fate())
    yield device
    device.store.close()


@pytest.mark.parametrize("carrier", ["stick", "pull"])
def test_after_half_a_year_the_lines_that_were_carried_then_go_and_no_others(
    served: Served, device: Device, tmp_path: Path, carrier: str
) -> None:
    sticks = Sticks(tmp_path / "sticks")

    def carry() -> None:
        if carrier == "pull":
            pull(served, device, None, heard=False)
            return
        sticks.export(device)
        sticks.bring(served, [-2, -1])
        sticks.settle(device, [-1, -2, -3])

    device.rate(5, changed=False)
    carry()
    old = [raw for raw in device.lines() if b"rating.given" in raw]
    assert (len(old), reserve_bytes(device.folder)) == (1, RESERVE)
    served.world.clock.now_ms += HALF_A_YEAR_MS
    device.clock.wall += HALF_A_YEAR_MS
    device.clock.up += HALF_A_YEAR_MS
    device.rate(4, changed=False)
    carry()
    assert device.store.position().settled.seq > 4
    kept = [raw for raw in device.lines() if b"rating.given" in raw]
    assert len(kept) == 1
    assert kept != old
    assert len(served.counted()) == 2
    device.store.verify()
