"""A database of an older version: what its figures never knew is read from the lines it kept."""

from sync.central.database.engine import reading, writing
from sync.central.figures.rederive import bring_up
from tests.central.desk import Desk
from tests.central.world import COUNTER, World

OLD = ("answers", "offers", "unit_answers", "answer_months", "unit_offers", "offer_months")
COUNTED = "SELECT question, choice, n FROM unit_answers ORDER BY question, choice"


def bring_up_figures(world: World) -> bool:
    with writing(world.engine) as connection:
        return bring_up(connection, world.identity.server_id, (world.identity.public,))


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
