"""However a ledger is cut, repeated and overlapped on its way, the figures are those of its lines."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from sync.central.api.signatures import Sender
from sync.central.database.engine import reading, writing
from sync.central.figures.judging import Judged, judge_line
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.reading import Reading
from sync.central.figures.stand import Stand
from sync.central.figures.time import Receipted
from sync.central.ingest.accept import accept
from sync.contract.encoding import Malformed
from sync.contract.keys import public_bytes
from sync.contract.ledger import read_line
from sync.contract.segment import read_segment
from tests.central.desk import Desk
from tests.central.world import COLLEAGUE, COUNTER, DAY_MS, OFFICIAL, OTHER_COUNTER, UNIT, World

STEPS = st.one_of(
    st.tuples(st.just("rate"), st.integers(1, 6), st.sampled_from([OFFICIAL, None, COLLEAGUE])),
    st.tuples(st.just("change"), st.integers(1, 12), st.integers(1, 5)),
    st.tuples(st.just("withdraw"), st.integers(1, 12)),
    st.tuples(st.just("detail"), st.integers(1, 12), st.sampled_from(["yes", "no", "perhaps"])),
    st.tuples(st.just("call"), st.sampled_from([COUNTER, OTHER_COUNTER])),
    st.tuples(st.just("lapse"), st.integers(1, 12)),
    st.tuples(st.just("invite"), st.sampled_from([COUNTER, OTHER_COUNTER])),
    st.tuples(st.just("practice"), st.sampled_from(["began", "ended"])),
    st.tuples(st.just("anchor"), st.integers(0, 200_000)),
    st.tuples(st.just("reboot")),
    st.tuples(st.just("receipt"), st.integers(0, 12)),
    st.tuples(st.just("sleep"), st.integers(0, 30 * 3_600_000)),
    st.tuples(st.just("server's clock"), st.sampled_from([-90 * DAY_MS, 90 * DAY_MS])),
    st.tuples(st.just("junk")),
)
CUTS = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=12)


def write(desk: Desk, world: World, steps: list[tuple[Any, ...]]) -> None:
    desk.open()
    for step in steps:
        match step:
            case ("rate", score, official):
                desk.rate(score, official)
            case ("change", of, score):
                desk.append("rating.changed", {"of": of, "score": score})
            case ("withdraw", of):
                desk.append("rating.withdrawn", {"of": of})
            case ("detail", of, choice):
                desk.append("rating.detailed", {"of": of, "answers": {"polite": choice}, "reasons": []})
            case ("call", counter):
                desk.append("call.made", {"counter": counter, "via": "call"})
            case ("lapse", of):
                desk.append("call.lapsed", {"of": of})
            case ("invite", counter):
                desk.append("invitation.made", {"invitation": counter, "unit": UNIT, "official": None})
            case ("practice", what):
                desk.append(f"practice.{what}", {})
            case ("anchor", round_trip_ms):
                desk.anchor(round_trip_ms=round_trip_ms)
            case ("receipt", held):
                desk.apply_receipt(min(held, len(desk.lines)))
            case ("reboot",):
                desk.reboot()
            case ("sleep", ms):
                desk.up += ms
                world.clock.now_ms += ms
            case ("server's clock", ms):
                world.clock.now_ms += ms
            case _:
                desk.append_raw(b"junk")


def placed(desk: Desk, judged: Judged) -> Judged:
    """An applied receipt with the line that it names."""
    if not isinstance(judged.fact, Receipted):
        return judged
    held = judged.fact.held
    if not 0 < held < judged.seq:
        return structs.replace(judged, fact=structs.replace(judged.fact, held=0))
    try:
        return structs.replace(
            judged, fact=structs.replace(judged.fact, up=read_line(desk.lines[held - 1]).up)
        )
    except Malformed:
        return judged


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=20), cuts=CUTS)
def test_any_split_and_repetition_gives_the_same_figures(
    world: World, steps: list[tuple[Any, ...]], cuts: list[tuple[int, int]]
) -> None:
    desk = Desk(world)
    write(desk, world, steps)
    sender = Sender(desk.kiosk, UNIT, public_bytes(desk.private))
    end = len(desk.lines)
    for one, other in [*cuts, (1, end)]:
        first, last = sorted((min(one, end), min(other, end)))
        segment = read_segment(desk.segment(first, last))
        with writing(world.engine) as connection:
            accept(connection, world.identity, world.clock, sender, segment)
    with reading(world.engine) as connection:
        knowledge = knowledge_of(connection, UNIT, world.identity.server_id, (world.identity.public,))
    expected = Reading(Stand(), UNIT, knowledge.forms)
    for seq, raw in enumerate(desk.lines, start=1):
        expected.read(placed(desk, judge_line(seq, raw, knowledge)), 0)
    stored = world.query(
        "SELECT r.seq, r.score, r.status, r.earliest_ms, r.latest_ms, r.day, r.month FROM ratings r "
        f"JOIN ledgers l ON l.ledger_no = r.ledger_no WHERE l.ledger = '{desk.ledger}' ORDER BY r.seq"
    )
    assert stored == [
        (r.seq, r.score, r.status, r.earliest_ms, r.latest_ms, r.day, r.month)
        for _, r in sorted(expected.ratings.items())
    ]
    offered = world.query(
        "SELECT o.seq, o.kind, o.status, o.lapsed, o.day FROM offers o "
        f"JOIN ledgers l ON l.ledger_no = o.ledger_no WHERE l.ledger = '{desk.ledger}' ORDER BY o.seq"
    )
    assert offered == [(o.seq, o.kind, o.status, o.lapsed, o.day) for _, o in sorted(expected.offers.items())]
    assert world.verify().differences == []
