import random
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from sync.central.database.engine import reading, writing
from sync.central.database.tables import alarms, canaries, kiosks, ledgers, units
from sync.central.fleet.line import Condition, FleetLine, room_days
from sync.central.fleet.ordering import SORTS
from sync.central.fleet.searching import folded
from sync.central.fleet.table import Asked, count_fleet, read_fleet

NOW = 1_795_590_000_000
HOUR = 3_600_000
DAY = 24 * HOUR
NAMES = ("Sảnh tầng 1", "Quầy hộ tịch", "Đất đai", "An ninh", "Bộ phận một cửa")


def fill(engine: Engine, number: int, seed: int = 7) -> None:
    """So many kiosks, three to a unit, in every condition."""
    chance = random.Random(seed)
    with writing(engine) as connection:
        places = [
            {
                "unit": f"u{place:05}",
                "name_vi": f"Xã Đồng Việt {place}",
                "name_en": f"Commune {place}",
                "active": 1,
            }
            for place in range(-(-number // 3))
        ]
        connection.execute(units.insert(), places)
        rows, held = [], []
        for one in range(number):
            kiosk, ledger = str(uuid.UUID(int=chance.getrandbits(128))), f"l{one:05}"
            state = chance.choices(["enrolled", "awaited", "retired", "revoked"], [20, 1, 1, 1])[0]
            known = state != "awaited"
            rows.append(
                {
                    "kiosk": kiosk,
                    "unit": f"u{one // 3:05}",
                    "attribution": "choose",
                    "name": f"{chance.choice(NAMES)} {one}",
                    "state": state,
                    "public_key": f"{one:064x}" if known else None,
                    "added_ms": NOW - 90 * DAY,
                    "enrolled_ms": NOW - 90 * DAY if known else None,
                    "last_heard_ms": NOW - chance.choice([1, 2, 200]) * 90_000 if known else None,
                    "ledger": ledger if known else None,
                    "last": 1_000 if known else None,
                    "pending": chance.choice([0, 0, 3, 500]) if known else None,
                    "room_bytes": chance.randrange(10**9, 10**11) if known else None,
                    "software": chance.choice(["0.1.0", "0.2.0"]) if known else None,
                    "directory_version": 1 if known else None,
                    "offset_ms": chance.choice([None, -700, 20, 90_000]) if known else None,
                }
            )
            if known:
                held.append(
                    {
                        "ledger": ledger,
                        "kiosk": kiosk,
                        "state": "held",
                        "held": 900,
                        "head": b"",
                        "signature": "",
                        "reading": "{}",
                        "opened_ms": NOW - 30 * DAY,
                        "received_ms": NOW,
                    }
                )
        connection.execute(kiosks.insert(), rows)
        connection.execute(ledgers.insert(), held)


@pytest.fixture
def fleet(engine: Engine) -> Engine:
    fill(engine, 131)
    return engine


def pages(engine: Engine, asked: Asked, size: int) -> list[FleetLine]:
    lines, after = [], None
    with reading(engine) as connection:
        for _ in range(200):
            page = read_fleet(connection, replace(asked, after=after), NOW, size)
            lines += page.lines
            assert len(page.lines) <= size
            if (after := page.next) is None:
                return lines
    pytest.fail("the pages have no end")


def test_pages_of_any_order_hold_every_kiosk_once_and_in_that_order(fleet: Engine) -> None:
    with reading(fleet) as connection:
        for sort in SORTS:
            whole = read_fleet(connection, Asked(sort=sort), NOW, None).lines
            assert len({line.kiosk for line in whole}) == 131
            assert pages(fleet, Asked(sort=sort), 17) == whole, sort


def test_each_condition_finds_what_its_count_promises(fleet: Engine) -> None:
    with reading(fleet) as connection:
        counted = count_fleet(connection, Asked(), NOW)
        assert sum(counted.values()) == 131
        assert {Condition.SILENT, Condition.PENDING, Condition.WELL, Condition.REVOKED} <= counted.keys()
        for condition, number in counted.items():
            lines = read_fleet(connection, Asked(condition=condition), NOW, None).lines
            assert [line.condition for line in lines] == [condition] * number


def test_a_search_needs_no_accents_and_every_word(fleet: Engine) -> None:
    with reading(fleet) as connection:

        def names(search: str) -> set[str]:
            return {
                line.name.rsplit(" ", 1)[0]
                for line in read_fleet(connection, Asked(search=search), NOW, None).lines
            }

        assert names("dat dai") == {"Đất đai"}
        assert names("SẢNH dong viet") == {"Sảnh tầng 1"}
        assert names("commune 12") != set()
        assert names("không có ở đây") == set()
        first = read_fleet(connection, Asked(), NOW, 1).lines[0]
        assert [line.kiosk for line in read_fleet(connection, Asked(search=first.kiosk[:8]), NOW).lines] == [
            first.kiosk
        ]
        assert count_fleet(connection, Asked(search="zzz"), NOW) == {}


def test_who_may_see_some_units_sees_no_other(fleet: Engine) -> None:
    mine = frozenset({"u00003", "u00010"})
    with reading(fleet) as connection:
        assert {line.unit for line in read_fleet(connection, Asked(units=mine), NOW).lines} == mine
        assert sum(count_fleet(connection, Asked(units=mine), NOW).values()) == 6
        assert read_fleet(connection, Asked(units=frozenset()), NOW).lines == []
        assert read_fleet(connection, Asked(units=mine, unit="u00001"), NOW).lines == []


@pytest.mark.parametrize(
    "after", ["", "x", "bnVsbA", "WyJoZWFyZCIsIDFd", "\0", "é" * 9, "WyJ1bml0IiwiXHUwMDAwIiwiIiwiIiwiIl0"]
)
def test_an_address_that_somebody_made_up_is_answered_with_a_page(fleet: Engine, after: str) -> None:
    with reading(fleet) as connection:
        assert read_fleet(connection, Asked(after=after), NOW, 5).lines
        assert read_fleet(connection, Asked(sort="heard", after=after), NOW, 5).lines
        assert read_fleet(connection, Asked(unit="\0"), NOW, 5).lines == []


def test_a_line_tells_proofs_and_alarms(fleet: Engine) -> None:
    with writing(fleet) as connection:
        kiosk = read_fleet(connection, Asked(condition=Condition.WELL), NOW, 1).lines[0].kiosk
        for day, proven in (
            ("2026-11-01", None),
            ("2026-11-02", NOW - DAY),
            ("2026-11-20", None),
            ("2026-11-21", None),
        ):
            connection.execute(
                canaries.insert().values(
                    canary=day, kiosk=kiosk, day=day, planned_by="Mai", planned_ms=0, proven_ms=proven
                )
            )
        line = read_fleet(connection, Asked(kiosk=kiosk), NOW).lines[0]
        assert (line.proven_ms, line.missing_since, line.condition) == (NOW - DAY, "2026-11-20", "well")
        told = {"kind": "rewound", "kiosk": kiosk, "ledger": "", "about": "", "detail": "{}", "times": 1}
        connection.execute(alarms.insert().values(**told, since_ms=NOW, last_ms=NOW))
        line = read_fleet(connection, Asked(kiosk=kiosk), NOW).lines[0]
        assert (line.alarms, line.condition) == (1, "alarm")


def test_room_is_told_in_days_once_a_ledger_is_a_day_old() -> None:
    assert room_days(10**9, 900, NOW - HOUR, NOW) is None
    assert room_days(None, 900, NOW - 30 * DAY, NOW) is None
    assert room_days(10**9, 3_000, NOW - 30 * DAY, NOW) == 3_650
    assert room_days(10**8, 30_000, NOW - 30 * DAY, NOW) == 46
    assert room_days(1, 30_000, NOW - 30 * DAY, NOW) == 0


def test_words_are_folded_as_people_type_them() -> None:
    assert folded("  Phường ĐỒNG   Việt ") == "phuong dong viet"


def test_a_kiosk_that_never_called_shows_what_is_held_of_its_newest_ledger(engine: Engine) -> None:
    fill(engine, 20)
    with writing(engine) as connection:
        known = connection.execute(select(ledgers.c.kiosk).limit(1)).scalar_one()
        connection.execute(kiosks.update().where(kiosks.c.kiosk == known).values(ledger=None, last=None))
        row = connection.execute(select(ledgers).where(ledgers.c.kiosk == known)).one()._asdict()
        del row["ledger_no"]
        connection.execute(ledgers.insert().values(row | {"ledger": "newer", "held": 7}))
    with reading(engine) as connection:
        (line,) = read_fleet(connection, Asked(kiosk=known), NOW).lines
        assert line.held == 7
        assert len(read_fleet(connection, Asked(), NOW).lines) == 20
