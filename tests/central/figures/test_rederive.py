"""A database of an older version: what its figures never knew is read from the lines it kept."""

from sync.central.database.engine import reading, writing
from sync.central.figures.rederive import bring_up
from tests.central.desk import Desk
from tests.central.fleet.test_silence import OFFICE, at
from tests.central.world import COUNTER, World, small_province

OLD = ("answers", "offers", "unit_answers", "answer_months", "unit_offers", "offer_months")
COUNTED = "SELECT question, choice, n FROM unit_answers ORDER BY question, choice"


def bring_up_figures(world: World) -> bool:
    with writing(world.engine) as connection:
        return bring_up(connection, world.identity.server_id, (world.identity.public,))


def test_marks_that_an_older_version_made_by_a_calendar_are_judged_again(desk: Desk, world: World) -> None:
    province = small_province()
    province["policies"]["hours"] = OFFICE
    world.load(province)
    world.clock.now_ms = at("2027-04-30T09:00")
    desk.open()
    desk.anchor()
    desk.rate(4)
    desk.deliver()
    assert world.verify().differences == []
    world.execute("INSERT INTO marks SELECT ledger_no, seq, 'out_of_hours', unit, day FROM ratings")
    world.execute("UPDATE server SET figures = 9")
    assert world.verify().differences
    assert bring_up_figures(world)
    assert world.query("SELECT seq, rule FROM marks") == []
    assert world.verify().differences == []


def test_what_an_older_version_left_unread_is_read_once(desk: Desk, world: World) -> None:
    desk.open()
    desk.append("rating.detailed", {"of": desk.rate(4), "answers": {"polite": "yes"}, "reasons": []})
    desk.append("call.made", {"counter": COUNTER})
    desk.rate(3, questionnaire={"id": COUNTER, "version": 1})
    desk.deliver()
    assert bring_up_figures(world)
    assert not bring_up_figures(world)
    for table in OLD:
        world.execute(f"DELETE FROM {table}")
    world.execute("UPDATE ratings SET detail = NULL, status = 'counted'")
    world.execute("DELETE FROM needs_attention")
    world.execute("UPDATE ledgers SET reading = '{}'")
    world.execute("UPDATE server SET figures = NULL")
    assert world.verify().differences
    assert bring_up_figures(world)
    assert world.query(COUNTED) == [("polite", "*", 1), ("polite", "yes", 1)]
    assert world.query("SELECT what, n FROM unit_offers") == [("called", 1)]
    assert world.verify().differences == []
    with reading(world.engine) as connection:
        assert connection.exec_driver_sql("SELECT status FROM ratings ORDER BY seq").scalars().all() == [
            "counted",
            "attention",
        ]
