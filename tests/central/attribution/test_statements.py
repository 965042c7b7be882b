"""What people say goes when its policy says so, and is in no ledger."""

import pytest

from sync.central.attribution.moments import read_moment, write_moment
from sync.central.attribution.office import Proposal
from sync.central.attribution.refusal import AttributionRefused
from sync.central.attribution.statements import count_before, forget_before, judged
from sync.central.database.engine import writing
from tests.central.attribution.shift import a_shift, approved, proposed, with_colleague
from tests.central.desk import Desk
from tests.central.world import COLLEAGUE, DAY_MS, OFFICIAL, World


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; erasing is told on each engine in test_correcting_engines.py."""
    return sqlite_url


def test_a_reason_goes_with_its_policy_and_the_correction_stays(world: World, desk: Desk) -> None:
    with_colleague(world)
    moments = a_shift(world, desk, [5, 4])
    desk.deliver()
    world.clock.now_ms += DAY_MS
    approved(world, proposed(world, Proposal(desk.kiosk, moments[0], moments[1], OFFICIAL, COLLEAGUE)))
    raws = b"".join(bytes(raw) for (raw,) in world.query("SELECT raw FROM lines"))
    assert "đăng nhập nhầm".encode() not in raws
    later = world.clock.now_ms + 1
    with writing(world.engine) as connection:
        assert count_before(connection, later) == 1
        assert forget_before(connection, world.identity, world.clock, later) == 1
        assert forget_before(connection, world.identity, world.clock, later) == 0
    assert world.query("SELECT kind, text FROM statements") == [("why", None)]
    assert world.query("SELECT DISTINCT official FROM ratings ORDER BY official") != [(OFFICIAL,)]
    assert world.verify().differences == []


def test_lines_are_kept_and_what_is_not_seen_goes() -> None:
    assert judged("  Tôi   họp \n\n ở xa\x07 ") == "Tôi họp\n\nở xa"


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "CCCD 024099001234", "a@b.vn", "x" * 1_001])
def test_nothing_too_much_or_of_a_citizen_is_no_statement(text: str) -> None:
    with pytest.raises(AttributionRefused):
        judged(text)


def test_moments_are_those_of_the_clocks_in_vietnam() -> None:
    assert read_moment("2026-11-23T10:44") == 1_795_405_440_000
    assert write_moment(1_795_405_440_000 + 59_999) == "2026-11-23T10:44"
    for text in ("", "2026-11-23", "2026-02-30T10:00", "10:44", "2026-11-23T10:44:30Z"):
        assert read_moment(text) is None
