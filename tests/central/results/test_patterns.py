"""Signs to look into: found where they are, silent where chance would do as much."""

from datetime import date

import pytest
from sqlalchemy import select

from sync.central.database import tables
from sync.central.database.engine import reading
from sync.central.figures.marks import Rule
from sync.central.results.patterns import Patterns, read_patterns
from sync.contract.desk_time import desk_date
from tests.central.desk import Desk
from tests.central.results.test_pages import text_of
from tests.central.web.province import Province
from tests.central.web.reader import ask
from tests.central.world import COUNTER, OTHER_COUNTER, OTHER_UNIT, UNIT, World

TODAY = date(2026, 9, 20)


def patterns_of(province: Province, today: date = TODAY) -> Patterns:
    with reading(province.engine) as connection:
        return read_patterns(connection, today)


def patterns_in(world: World) -> Patterns:
    with reading(world.engine) as connection:
        return read_patterns(connection, desk_date(world.clock.wall_ms()))


def officials(province: Province, *levels: tuple[int, int, int, int, int]) -> str:
    unit = province.add_unit("Phường An Bình")
    for number, counts in enumerate(levels):
        name = f"Nguyễn Văn {'ABCDEFGH'[number]}"
        province.rate(unit, counts, province.add_official(unit, name))
    return unit


def test_nothing_but_fives_is_told_where_others_get_far_fewer(province: Province) -> None:
    officials(province, (0, 0, 0, 0, 40), (1, 2, 10, 30, 40), (0, 5, 10, 20, 30))
    (found,) = patterns_of(province).tops
    assert (found.person, found.n) == ("Nguyễn Văn A", 40)
    assert round(found.others, 3) == round(70 / 148, 3)


def test_nothing_but_fives_is_no_sign_where_almost_everybody_gets_them(province: Province) -> None:
    officials(province, (0, 0, 0, 0, 40), (0, 0, 0, 5, 95), (0, 0, 0, 5, 95))
    assert patterns_of(province).tops == ()


@pytest.mark.parametrize(("today", "since", "found"), [((12, 29), (9, 1), 1), ((12, 30), (10, 1), 0)])
def test_whole_months_count_from_that_of_90_days_ago(
    province: Province, today: tuple[int, int], since: tuple[int, int], found: int
) -> None:
    officials(province, (0, 0, 0, 0, 40), (1, 2, 10, 30, 40), (0, 5, 10, 20, 30))
    patterns = patterns_of(province, date(2026, *today))
    assert (patterns.since, len(patterns.tops)) == (date(2026, *since), found)


def test_few_fives_and_one_other_score_are_no_sign(province: Province) -> None:
    officials(province, (0, 0, 0, 0, 29), (0, 0, 0, 1, 90), (10, 10, 10, 30, 40))
    assert patterns_of(province).tops == ()


def calls(desk: Desk, counter: str, called: int, unrated: int) -> None:
    desk.open()
    desk.anchor()
    for number in range(called):
        made = desk.append("call.made", {"counter": counter, "via": "call"})
        if number < unrated:
            desk.append("call.lapsed", {"of": made})
    desk.deliver()


def test_a_counter_whose_calls_nobody_answers_stands_out_and_the_others_do_not(world: World) -> None:
    calls(Desk(world), COUNTER, 40, 30)
    calls(Desk(world, OTHER_UNIT), OTHER_COUNTER, 60, 20)
    found = patterns_in(world)
    (one,) = found.calls
    assert (one.unit, one.called, one.unrated.number) == (UNIT, 40, 30)
    assert found.unrated == 0.5


def test_without_calls_nothing_is_said_of_them(world: World) -> None:
    found = patterns_in(world)
    assert (found.calls, found.unrated) == ((), None)


def test_a_day_of_bursts_is_told_with_its_kiosk_its_rule_and_all_that_counts_there(world: World) -> None:
    desk = Desk(world)
    desk.open()
    desk.anchor()
    for _ in range(6):
        desk.rate(4)
    desk.up += 3_600_000
    desk.rate(4)
    desk.deliver()
    (one,) = patterns_in(world).days
    assert (one.kiosk, one.rule, one.marked, one.n) == (desk.kiosk, Rule.BURST, 6, 7)


def test_whoever_sees_a_name_there_is_in_the_audit_log(province: Province) -> None:
    officials(province, (0, 0, 0, 0, 40), (1, 2, 10, 30, 40))
    page = text_of(ask(province.application(), "/patterns").text)
    assert "Nguyễn Văn A Phường An Bình" in page
    with reading(province.engine) as connection:
        acts = connection.execute(select(tables.audit.c.act)).scalars().all()
    assert acts.count("person_viewed") == 1


def test_below_supervisors_nobody_sees_patterns(province: Province) -> None:
    unit = officials(province, (0, 0, 0, 0, 40), (1, 2, 10, 30, 40))
    assert ask(province.application(("head_of_unit", unit)), "/patterns").status_code == 403
