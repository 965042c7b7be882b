"""A province that was rated for two years: units in regions, a pilot, one that fell behind; always alike."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, update

from sync.central.database import tables
from sync.central.figures.closing import Cell, Published
from sync.central.figures.closings import Closing, store
from tests.central.web.province import Province, an_id

LAST = date(2026, 11, 24)
FIRST = date(2024, 12, 1)
BEGUN = date(2026, 6, 1)
"""The pilot's first day."""

PEOPLE = ("Nguyễn Thị Minh Khai", "Hoàng Hoa Thám", "Công Tằng Tôn Nữ Phương Thảo", "Lê Thánh Tông")
PLACES = ("Đồng Kỳ", "Yên Thế", "Nghĩa Phương", "Tân Thịnh", "Hương Lạc", "Kiên Lao", "Bố Hạ", "Cẩm Lý")


@dataclass(frozen=True)
class Years:
    """Ids: `root` above all, regions, units, those in the pilot, and the one that fell behind."""

    root: str
    regions: tuple[str, ...]
    units: tuple[str, ...]
    pilot: tuple[str, ...]
    behind: str


def fill_years(province: Province, *, units: int = 24, daily: int = 9) -> Years:
    """Fill rollups, closings and their rows; `daily` is about how many ratings a unit has each day."""
    random = Random(7)
    root = province.add_unit("Thành phố Bắc Ninh", "Bắc Ninh City")
    regions = tuple(province.add_unit(f"Khu vực {name}", f"Area {name}") for name in ("Đông", "Tây", "Nam"))
    names = [_name(place) for place in range(units)]
    found = [province.add_unit(name) for name in names]
    pilot = tuple(found[: max(5, units // 4)])
    with province.engine.begin() as connection:
        units_ = tables.units
        for region in regions:
            connection.execute(update(units_).where(units_.c.unit == region).values(parent=root))
        for place, unit in enumerate(found):
            connection.execute(
                update(units_).where(units_.c.unit == unit).values(parent=regions[place % len(regions)])
            )
        cohort = an_id("thân thiện")
        connection.execute(
            insert(tables.cohorts).values(
                cohort=cohort, name_vi="Chính quyền thân thiện", name_en="Friendly government"
            )
        )
        connection.execute(
            insert(tables.cohort_units),
            [{"cohort": cohort, "unit": unit, "since": str(BEGUN)} for unit in pilot],
        )
        behind = found[-1]
        states = []
        for place, unit in enumerate(found):
            base = 0.78 + 0.1 * random.random()
            given = {
                day: _scores(
                    random,
                    daily,
                    base - (0.25 if unit == behind else 0) + (0.06 if unit in pilot and day >= BEGUN else 0),
                )
                for day in _days()
                if place % 7 or day >= date(2026, 3, 1)
            }
            cells = [
                {"unit": unit, "day": str(day), "score": score, "n": n}
                for day, scores in given.items()
                for score, n in scores.items()
            ]
            connection.execute(insert(tables.unit_days), cells)
            months: Counter[tuple[str, int]] = Counter()
            for day, scores in given.items():
                months.update({(str(day)[:7], score): n for score, n in scores.items()})
            connection.execute(
                insert(tables.unit_months),
                [
                    {"unit": unit, "month": month, "rule": "", "score": score, "n": n}
                    for (month, score), n in months.items()
                ],
            )
            if unit == found[1]:
                _add_counters(connection, unit, cells)
            rows, shown = _closed(given)
            if rows:
                connection.execute(
                    insert(tables.closed_rows), [{"unit": unit, "cell": "whole", **row} for row in rows]
                )
            states.append(
                Closing("2026-11-23", Published(unit, len(rows), {"desk": Cell(shown)} if shown else {}))
            )
        states += [Closing("2026-11-23", Published(unit)) for unit in (root, *regions)]
        store(connection, states)
    return Years(root, regions, tuple(found), pilot, behind)


def _name(place: int) -> str:
    kind = ("Xã", "Phường", "Trung tâm Phục vụ hành chính công phường")[place % 3]
    return f"{kind} {(PLACES, PEOPLE)[place % 2][place // 2 % 4]} {place + 1}"


def _days() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


def _scores(random: Random, daily: int, share: float) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for _ in range(random.randint(0, 2 * daily)):
        satisfied = random.random() < share
        score = random.choice((4, 5, 5)) if satisfied else random.choice((1, 2, 3, 3))
        found[score] = found.get(score, 0) + 1
    return found


def _closed(given: Mapping[date, Mapping[int, int]]) -> tuple[list[dict[str, object]], dict[str, int]]:
    """Rows of a desk alone: what waits is published once there are 10 of it."""
    rows: list[dict[str, object]] = []
    shown: dict[str, int] = {}
    waiting: dict[str, int] = {}
    for day, scores in given.items():
        if day >= LAST:
            break
        for score, n in scores.items():
            waiting[str(score)] = waiting.get(str(score), 0) + n
        if sum(waiting.values()) >= 10:
            rows += [{"day": str(day), "value": value, "n": n} for value, n in sorted(waiting.items())]
            for value, n in waiting.items():
                shown[value] = shown.get(value, 0) + n
            waiting = {}
    return rows, shown


def _add_counters(connection: Connection, unit: str, cells: list[dict[str, Any]]) -> None:
    """Two counters that share the days between them, and a third with a single rating."""
    names = ("Tiếp nhận hồ sơ", "Trả kết quả", "Hướng dẫn người khuyết tật")
    for number, name in enumerate(names, start=1):
        row = {"counter": an_id(name), "unit": unit, "number": number, "active": 1}
        connection.execute(insert(tables.counters).values(name_vi=name, name_en=name, **row))
    ids = [an_id(name) for name in names]
    counted = [cell | {"counter": ids[int(cell["day"][-1]) % 2]} for cell in cells[:-3]]
    connection.execute(insert(tables.unit_counters), [*counted, cells[-1] | {"counter": ids[2], "n": 1}])
