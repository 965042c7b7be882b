"""What IT staff read: no JSON and no bare milliseconds, and a way out where the ledger is damaged."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.status_words import moment, status_table
from tests.journeys.office import Office
from tests.journeys.wire import Wire

AT_MS = 1_795_403_045_123
TOLD: dict[str, Any] = {
    "kiosk": "a0000000-0000-4000-8000-00000000000a",
    "unit": {"vi": "Phường Võ Thị Sáu", "en": "Võ Thị Sáu Ward"},
    "software": "1.0",
    "release": {
        "software": "1.0",
        "number": 3,
        "runs": "confirmed",
        "trial": 4,
        "wanted": None,
        "came_bytes": None,
        "given_up": ["ab12cd34"],
        "expired_ms": 1,
        "keys": 1,
    },
    "running": True,
    "ledger": "b0000000-0000-4000-8000-00000000000b",
    "last": 1_234,
    "head": "ab" * 32,
    "settled": 1_200,
    "pending": 34,
    "former": [],
    "directory": 7,
    "standing": "in_use",
    "central": ["https://one.example", "https://two.example"],
    "last_contact": {
        "outcome": "unreachable",
        "code": "unreachable.dns",
        "detail": "no such name",
        "at_ms": AT_MS,
        "since_ms": AT_MS - 60_000,
        "heard_ms": None,
        "not_come": None,
    },
    "calls": None,
    "room_bytes": 5 * 2**30,
    "reserve_bytes": 64 * 2**20,
    "wall_ms": AT_MS,
}


def test_the_status_is_a_table_in_words_with_the_desks_own_times() -> None:
    table = status_table(TOLD)
    assert "lines             1,234; the central server holds 1,200, 34 wait" in table
    assert "last contact      23/11/2026 10:04:05 (UTC+7), unreachable: no such name" in table
    assert "last receipt      none yet" in table
    assert not set("{}[]") & set(table)
    assert str(AT_MS) not in table


def test_a_former_ledger_and_a_kiosk_that_was_never_heard_are_told() -> None:
    former = {"ledger": "c", "reason": "forked", "since_ms": AT_MS, "agreed": 3, "lines": 9, "waiting": 2}
    table = status_table(TOLD | {"former": [former], "last_contact": None})
    assert "former ledger     c, forked 23/11/2026 10:04:05 (UTC+7): 7 of 9 lines delivered" in table
    assert "last contact      none yet" in table


@pytest.mark.parametrize("ms", [None, -1, 10**17])
def test_a_time_that_is_none_is_said_so(ms: int | None) -> None:
    assert moment(ms) == "unknown"


def test_a_damaged_ledger_names_the_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Wire() as wire:
        office = Office(tmp_path, f"sqlite:///{tmp_path / 'central.sqlite'}", wire)
        with office.serving():
            office.enrol()
    assert main(["status", "--config", str(office.config)]) == 0
    assert "running           no" in capsys.readouterr().out
    for file in (office.data / "ledger").glob("ledger.sqlite3*"):
        file.write_bytes(b"no database" * 1_000)
    for command in ("status", "check"):
        assert main([command, "--config", str(office.config)]) == 4
        assert "start `hailong-kiosk run`" in capsys.readouterr().err
