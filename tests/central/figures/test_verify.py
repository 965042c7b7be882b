import pytest

from sync.central.database.tables import ratings
from sync.central.figures import comparing, verify_chain
from sync.contract.ledger import link
from tests.central.desk import Desk
from tests.central.world import COUNTER, World

LEDGER = "ledger_no = (SELECT max(ledger_no) FROM ledgers)"


@pytest.fixture
def delivered(desk: Desk, world: World) -> Desk:
    desk.open()
    desk.anchor()
    for score in (5, 4, 1):
        desk.rate(score, counter=COUNTER)
    desk.rate(9)
    desk.append("rating.detailed", {"of": 3, "answers": {"polite": "yes"}, "reasons": ["waiting"]})
    desk.append("call.made", {"counter": COUNTER, "via": "call"})
    desk.append("call.lapsed", {"of": 8})
    desk.deliver()
    return desk


def test_nothing_differs_while_nobody_tampers(delivered: Desk, world: World) -> None:
    proof = world.verify()
    assert (proof.ledgers, proof.ratings, proof.differences) == (2, 3, [])
    assert proof.lines == 9 + world.query("SELECT held FROM ledgers WHERE ledger_no = 1")[0][0]


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        (f"UPDATE ratings SET score = 5 WHERE {LEDGER} AND seq = 5", {"rating score"}),
        (f"UPDATE ratings SET day = '2020-01-01' WHERE {LEDGER} AND seq = 3", {"rating day"}),
        (f"UPDATE ratings SET kiosk = 'x' WHERE {LEDGER} AND seq = 3", {"rating kiosk"}),
        (f"DELETE FROM ratings WHERE {LEDGER} AND seq = 4", {"rating"}),
        ("UPDATE unit_days SET n = 7 WHERE score = 5", {"count in unit_days"}),
        ("DELETE FROM unit_days", {"count in unit_days"}),
        ("DELETE FROM kiosk_days", {"count in kiosk_days"}),
        ("UPDATE unit_months SET n = n + 1", {"count in unit_months"}),
        ("UPDATE unit_counters SET n = 7 WHERE score = 5", {"count in unit_counters"}),
        ("UPDATE official_months SET score = 2 WHERE score = 1", {"count in official_months"}),
        ("UPDATE answers SET choice = 'no' WHERE choice = 'yes'", {"answer"}),
        ("DELETE FROM answers", {"answer"}),
        ("UPDATE ratings SET detail = NULL", {"rating detail"}),
        ("UPDATE offers SET status = 'practice'", {"offer status"}),
        ("UPDATE offers SET lapsed = NULL", {"offer lapsed"}),
        ("DELETE FROM offers", {"offer"}),
        ("UPDATE unit_answers SET n = 7 WHERE choice = '*'", {"count in unit_answers"}),
        ("DELETE FROM unit_offers", {"count in unit_offers"}),
        ("UPDATE answer_months SET n = 7 WHERE choice = '*'", {"count in answer_months"}),
        ("DELETE FROM offer_months", {"count in offer_months"}),
        ("DELETE FROM needs_attention", {"needs attention"}),
        ("UPDATE receipts SET code = code + 1", {"receipt code"}),
        (f"UPDATE ratings SET seq = 99 WHERE {LEDGER} AND seq = 3", {"rating"}),
        (f"UPDATE ratings SET seq = -9223372036854775808 WHERE {LEDGER} AND seq = 3", {"rating"}),
        (f"UPDATE ratings SET ledger_no = 1 WHERE {LEDGER} AND seq = 3", {"rating", "rows in ratings"}),
        ("UPDATE offers SET ledger_no = 1", {"offer", "rows in offers"}),
        ("UPDATE receipts SET ledger_no = 1", {"receipt code", "rows in receipts"}),
        ("UPDATE answers SET ledger_no = 1", {"answer", "rows in answers"}),
        ("UPDATE needs_attention SET ledger_no = 1", {"needs attention", "rows in needs_attention"}),
        (f"UPDATE ledgers SET reading = '{{}}' WHERE {LEDGER}", {"dating"}),
        (f"UPDATE ledgers SET signature = 'AA==' WHERE {LEDGER}", {"head not signed by its owner"}),
        (f"UPDATE ledgers SET held = 5 WHERE {LEDGER}", {"head", "head not signed by its owner"}),
    ],
)
def test_a_tampered_table_is_found_and_named(
    delivered: Desk, world: World, tampering: str, found: set[str]
) -> None:
    world.execute(tampering)
    assert {difference.what for difference in world.verify().differences} == found


def test_the_difference_says_where_what_is_stored_and_what_follows(delivered: Desk, world: World) -> None:
    world.execute(f"UPDATE ratings SET score = 5 WHERE {LEDGER} AND seq = 5")
    (difference,) = world.verify().differences
    assert difference.text() == f"rating score: ledger {delivered.ledger} line 5: stored 5, derived 1"


def test_a_long_ledger_is_read_and_compared_in_stretches_and_every_difference_is_found_once(
    delivered: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_LINES_AT_A_TIME", 2)
    monkeypatch.setattr(verify_chain, "_LINES_AT_A_TIME", 3)
    assert world.verify().differences == []
    world.execute(f"UPDATE ratings SET score = 2 WHERE {LEDGER} AND seq IN (4, 5)")
    world.execute(f"UPDATE ratings SET seq = 99 WHERE {LEDGER} AND seq = 3")
    where = f"ledger {delivered.ledger} line"
    assert sorted(difference.text() for difference in world.verify().differences) == [
        f"rating score: {where} 4: stored 2, derived 4",
        f"rating score: {where} 5: stored 2, derived 1",
        f"rating: {where} 3: stored none, derived one",
        f"rating: {where} 99: stored one, derived none",
    ]


def test_a_rating_that_is_kept_twice_is_found(delivered: Desk, world: World) -> None:
    if world.engine.dialect.name == "sqlite":
        pytest.skip("one table, in which a line has one rating")
    names = ", ".join(column.name for column in ratings.columns if column.name != "received_ms")
    world.execute(
        f"INSERT INTO ratings ({names}, received_ms) "
        f"SELECT {names}, received_ms + 1 FROM ratings WHERE {LEDGER} AND seq = 3"
    )
    told = {difference.text() for difference in world.verify().differences}
    assert f"rating: ledger {delivered.ledger} line 3: stored another, derived one" in told


@pytest.mark.parametrize("quarantined_from", ["NULL", "2"])
def test_an_altered_line_is_found_by_its_number(delivered: Desk, world: World, quarantined_from: str) -> None:
    world.execute(f"UPDATE ledgers SET quarantined_from = {quarantined_from} WHERE {LEDGER}")
    altered = delivered.lines[4].replace(b'"score":1', b'"score":5').hex()
    literal = f"X'{altered}'" if world.engine.dialect.name == "sqlite" else f"'\\x{altered}'"
    world.execute(f"UPDATE lines SET raw = {literal} WHERE {LEDGER} AND seq = 5")
    told = [difference for difference in world.verify().differences if difference.what == "line altered"]
    assert [difference.where for difference in told] == [f"ledger {delivered.ledger} line 5"]
    assert told[0].derived == link(delivered.heads[4], bytes.fromhex(altered)).hex()


def test_a_dropped_line_is_missed(delivered: Desk, world: World) -> None:
    world.execute(f"DELETE FROM lines WHERE {LEDGER} AND seq = 4")
    assert "lines missing" in {difference.what for difference in world.verify().differences}
