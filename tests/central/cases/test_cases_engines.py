"""The story of cases on each engine, and what the alerts and commands say of it."""

from sqlalchemy import select

from sync.central.cases.listing import OVERDUE, count_cases, list_cases
from sync.central.cases.noticing import What, due_notices
from sync.central.cases.published import list_published
from sync.central.cases.texts import sealed_answers
from sync.central.database.engine import reading
from sync.central.database.tables import case_batches
from sync.central.erasure.erasing import erase
from tests.central.cases.site import ANSWER, NEXT_WORKING, SUMMARY, Complaints
from tests.central.world import World


def test_a_case_is_found_handed_over_answered_published_and_its_text_erased(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    site.others(9)
    site.rate(4, harassed="no")
    rating = site.assigned()
    assert site.find() == 0
    world.send(site.supervisor, "/cases/sealed-answers")
    with reading(world.engine) as connection:
        assert sealed_answers(connection) == []
    site.on(NEXT_WORKING)
    assert (site.hand_over(), site.hand_over()) == (1, 0)
    with reading(world.engine) as connection:
        batch = connection.execute(select(case_batches)).one()
        assert (batch.day, batch.ratings, batch.cases) == (str(NEXT_WORKING), 11, 1)
        assert [one.what for one in due_notices(connection, site.finder)] == [What.HANDED]
    assert site.answer(rating).status_code == 303
    site.on(NEXT_WORKING.replace(month=12))
    with reading(world.engine) as connection:
        (late,) = list_cases(connection, site.finder, OVERDUE)
        assert (late.code, late.overdue, count_cases(connection, site.finder)["overdue"]) == (
            site.case(rating).code,
            True,
            1,
        )
    assert site.act(rating, "accept").status_code == 303
    assert site.act(rating, "publish").status_code == 303
    with reading(world.engine) as connection:
        (shown,) = list_published(connection, site.rules)
        assert (shown.summary, shown.answer, shown.month) == (SUMMARY, ANSWER, "2026-12")
    erase(world.engine, world.identity, world.clock, world.folder / "outside", rating, "Mai", "yêu cầu")
    with reading(world.engine) as connection:
        assert list_published(connection, site.rules) == []
    assert world.verify().differences == []
