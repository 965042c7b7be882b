"""A ledger that travels by HTTP, by stick and by pull, in any order, again and again, is the same ledger."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.central.carriers.standing import Standing
from tests.central.figures.tables import ROLLUPS
from tests.central.world import World

PICKS = st.lists(st.integers(0, 7), min_size=1, max_size=4)
STEPS = st.one_of(
    st.tuples(st.just("rate"), st.integers(1, 5)),
    st.tuples(st.just("rate"), st.integers(1, 5)),
    st.tuples(st.just("wait"), st.integers(1, 90_000_000)),
    st.tuples(st.just("boot")),
    st.tuples(st.just("http"), st.sampled_from(["well", "request lost", "answer lost"]), st.integers(1, 4)),
    st.tuples(st.just("export")),
    st.tuples(st.just("import"), PICKS),
    st.tuples(st.just("settle"), PICKS),
    st.tuples(st.just("pull"), st.none() | st.integers(1, 9), st.booleans()),
)


class Travels:
    """The standing kiosk, and every file that was ever written: sticks are kept, lost and found."""

    def __init__(self, world: World, folder: Path) -> None:
        self.standing = Standing(world, folder)
        self.world = world
        self.up, self.down = folder / "up", folder / "down"
        self.up.mkdir()
        self.down.mkdir()

    def take(self, step: tuple[Any, ...], address: str) -> None:
        standing = self.standing
        match step:
            case ("rate", score):
                standing.rate(score)
            case ("wait", ms):
                standing.pass_ms(ms)
            case ("boot",):
                standing.hands.boot_id, standing.hands.up = f"{len(standing.outbox.lines):032x}", 5
                boot = standing.hands.boot_id
                standing.hands.boot_id = f"{boot[:8]}-{boot[8:12]}-{boot[12:16]}-{boot[16:20]}-{boot[20:]}"
            case ("http", fate, most):
                standing.by_http(fate, most)
            case ("export",):
                for file in standing.export(standing.stick):
                    shutil.move(file, self.up / f"{len(list(self.up.iterdir())):04}.hailong")
            case ("import", picks):
                standing.bring(*self._picked(self.up, ".hailong", picks))
                for answer in sorted(self.up.glob("*.receipt")):
                    shutil.move(answer, self.down / f"{len(list(self.down.iterdir())):04}.receipt")
            case ("settle", picks):
                if found := self._picked(self.down, ".receipt", picks):
                    standing.settle(*found)
            case ("pull", cut, heard):
                standing.pulled_from(address, cut, heard=heard)

    @staticmethod
    def _picked(folder: Path, ending: str, picks: list[int]) -> list[Path]:
        files = sorted(folder.glob(f"*{ending}"))
        return [files[pick % len(files)] for pick in picks] if files else []


def held(world: World, ledger: str) -> int:
    return sum(row[0] for row in world.query(f"SELECT held FROM ledgers WHERE ledger = '{ledger}'"))


def figures(world: World, ledger: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that the server holds of the ledger and derives from it, without when it came."""
    mine = f"JOIN ledgers l ON l.ledger_no = t.ledger_no WHERE l.ledger = '{ledger}'"
    found = {
        "lines": world.query(f"SELECT t.seq, t.raw, t.hash FROM lines t {mine} ORDER BY t.seq"),
        "stand": world.query(f"SELECT held, head, reading FROM ledgers WHERE ledger = '{ledger}'"),
        "ratings": world.query(
            "SELECT t.seq, t.score, t.status, t.earliest_ms, t.latest_ms, t.day, t.month "
            f"FROM ratings t {mine} ORDER BY t.seq"
        ),
        "attention": world.query(
            f"SELECT t.seq, t.reason, t.detail FROM needs_attention t {mine} ORDER BY 1, 2"
        ),
    }
    for name in ROLLUPS:
        found[name] = sorted(world.query(f"SELECT * FROM {name}"))
    return found


def forget(world: World, kiosk: str) -> None:
    """Leave nothing at the server of what the kiosk delivered."""
    mine = f"ledger_no IN (SELECT ledger_no FROM ledgers WHERE kiosk = '{kiosk}')"
    for name in (
        "answers",
        "marks",
        "receipts",
        "ratings",
        "offers",
        "needs_attention",
        "blobs",
        "holes",
        "lines",
        "signed_heads",
        "ledgers",
    ):
        world.execute(f"DELETE FROM {name} WHERE {mine}")
    for name in ROLLUPS:
        world.execute(f"DELETE FROM {name}")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=25))
def test_any_mixture_of_carriers_gives_what_http_alone_gives(
    world: World, steps: list[tuple[Any, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        travels = Travels(world, Path(folder))
        standing = travels.standing
        with standing.listening() as address:
            for step in steps:
                travels.take(step, address)
                assert standing.outbox.settled <= held(world, standing.outbox.ledger)
        standing.all_by_http()
        mixed = figures(world, standing.outbox.ledger)
        assert [raw for _, raw, _ in mixed["lines"]] == standing.outbox.lines
        assert world.verify().differences == []
        forget(world, standing.kiosk)
        standing.outbox.settled = 0
        standing.all_by_http()
        assert figures(world, standing.outbox.ledger) == mixed
        assert "forked" not in standing.outcomes
        forget(world, standing.kiosk)


def test_each_carrier_goes_on_where_another_stopped(world: World, tmp_path: Path) -> None:
    standing = Standing(world, tmp_path)
    with standing.listening() as address:
        for _ in range(2):
            standing.rate(5)
            standing.by_http()
            standing.rate(4)
            standing.by_stick()
            standing.rate(3)
            standing.pulled_from(address)
    standing.all_by_http()
    ledger = standing.outbox.ledger
    assert [row[1] for row in figures(world, ledger)["lines"]] == standing.outbox.lines
    assert world.query("SELECT count(*) FROM ratings") == [(6,)]
    assert world.verify().differences == []
