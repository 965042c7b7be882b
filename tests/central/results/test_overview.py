from datetime import date

from sync.central.database.engine import reading
from sync.central.results.distribution import Distribution
from sync.central.results.overview import Overview, Period, read_overview
from sync.central.results.standing import Standing
from sync.central.results.unit import UnitPage, read_unit
from tests.central.web.province import Province, an_id

DAY_MS = 86_400_000
NOW_MS = 100 * DAY_MS


def overview_of(province: Province) -> Overview:
    with reading(province.engine) as connection:
        return read_overview(connection, NOW_MS)


def page_of(province: Province, unit: str) -> UnitPage:
    with reading(province.engine) as connection:
        page = read_unit(connection, unit, "2026-11-24")
    assert page is not None
    return page


def test_days_units_and_levels_add_up(province: Province) -> None:
    one, other = province.add_unit("Phường An Bình"), province.add_unit("Xã Long Thạnh")
    province.rate(one, (1, 2, 3, 40, 50), days=7)
    province.rate(other, (0, 0, 5, 6, 7), days=3)
    overview = overview_of(province)
    assert overview.distribution == Distribution((1, 2, 8, 46, 57))
    assert [row.distribution.n for row in overview.units] == [96, 18]
    assert overview.units_with_ratings == 2


def test_undated_ratings_count_but_belong_to_no_day(province: Province) -> None:
    unit = province.add_unit("Phường An Bình")
    province.rate(unit, (0, 0, 0, 30, 30), days=5)
    province.rate(unit, (1, 0, 0, 2, 0), dated=False)
    overview = overview_of(province)
    assert overview.distribution.n == 63
    assert overview.period == Period(date(2026, 9, 1), date(2026, 9, 5), undated=3)


def test_units_stand_in_the_order_of_the_vietnamese_alphabet_whatever_their_figures(
    province: Province,
) -> None:
    for name in ("Xã Ân Phú", "Xã An Phú", "Phường Đồng Tâm", "Phường Dĩnh Kế", "Xã Yên Sơn", "Phường Êa"):
        province.rate(province.add_unit(name), (0, 0, 0, 0, len(name) * 10))
    assert [row.name["vi"] for row in overview_of(province).units] == [
        "Phường Dĩnh Kế",
        "Phường Đồng Tâm",
        "Phường Êa",
        "Xã An Phú",
        "Xã Ân Phú",
        "Xã Yên Sơn",
    ]


def test_a_unit_that_left_is_shown_only_while_it_has_ratings(province: Province) -> None:
    province.add_unit("Xã Cũ", active=0)
    kept = province.add_unit("Xã Cũ Có Phiếu", active=0)
    province.rate(kept, (0, 0, 0, 0, 12))
    assert [row.unit for row in overview_of(province).units] == [kept]


def test_a_line_with_two_reasons_needs_attention_once(province: Province) -> None:
    ledger_no = province.open_ledger(an_id("kiosk"), an_id("ledger"))
    province.need_attention(ledger_no, 4, "score", "unit")
    province.need_attention(ledger_no, 9, "score")
    assert overview_of(province).attention == 2


def test_a_kiosk_is_heard_if_it_spoke_within_a_day(province: Province) -> None:
    unit = province.add_unit("Phường An Bình")
    province.add_kiosk(unit, "a", heard_ms=NOW_MS - DAY_MS + 1)
    province.add_kiosk(unit, "b", heard_ms=NOW_MS - DAY_MS - 1)
    province.add_kiosk(unit, "c")
    fleet = overview_of(province).fleet
    assert (fleet.heard, fleet.kiosks, fleet.pending) == (1, 3, 9)


def test_an_empty_province_has_nothing_to_divide_by(province: Province) -> None:
    overview = overview_of(province)
    assert overview.distribution.n == 0
    assert overview.standing is Standing.NONE
    assert overview.period == Period(None, None, 0)


def test_what_nobody_in_particular_was_rated_for_stands_as_the_whole_desk(province: Province) -> None:
    unit = province.add_unit("Phường An Bình")
    official = province.add_official(unit, "Nguyễn Thị Lan")
    province.rate(unit, (0, 1, 2, 20, 17), official)
    province.rate(unit, (1, 0, 0, 5, 9))
    rows = page_of(province, unit).officials
    assert [(row.official, row.distribution.n) for row in rows] == [(official, 40), (None, 15)]
    assert rows[-1].distribution == Distribution((1, 0, 0, 5, 9))


def test_officials_with_few_ratings_are_hidden_or_marked(province: Province) -> None:
    unit = province.add_unit("Phường An Bình")
    for name, number in (("Lê An", 9), ("Lê Bình", 8), ("Lê Cúc", 10), ("Lê Dung", 30), ("Lê Đạt", 0)):
        province.rate(unit, (0, 0, 0, 0, number), province.add_official(unit, name))
    assert [row.standing for row in page_of(province, unit).officials] == [
        Standing.HIDDEN,
        Standing.HIDDEN,
        Standing.SPARSE,
        Standing.ENOUGH,
        Standing.NONE,
        Standing.NONE,
    ]


def test_officials_of_a_unit_that_is_hidden_are_hidden_too(province: Province) -> None:
    small, covering = province.add_unit("Xã Nhỏ"), province.add_unit("Xã Vừa")
    province.rate(small, (0, 0, 0, 1, 1))
    province.rate(covering, (0, 0, 5, 20, 20), province.add_official(covering, "Lê An"))
    page = page_of(province, covering)
    assert page.row.standing is Standing.COVERING
    assert not any(row.standing.shown for row in page.officials)


def test_an_official_shows_each_unit_only_what_was_given_there(province: Province) -> None:
    here, there = province.add_unit("Xã Đây"), province.add_unit("Xã Kia")
    official = province.add_official(here, "Lê An")
    province.rate(here, (0, 0, 0, 0, 40), official)
    province.rate(there, (0, 0, 0, 50, 0), official)
    assert page_of(province, here).officials[0].distribution.n == 40
    assert page_of(province, there).officials[0].distribution == Distribution((0, 0, 0, 50, 0))


def test_there_is_no_page_of_a_unit_that_does_not_exist(province: Province) -> None:
    with reading(province.engine) as connection:
        assert read_unit(connection, "nowhere", "2026-11-24") is None
