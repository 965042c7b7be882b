"""A central server in this process, without a socket: real files, killed, restarted and restored at will."""

import asyncio
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import httpx

from sync.central.api.state import State
from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import migrate
from sync.central.figures import publishing
from sync.central.figures.closing import DESK, OFFICIAL
from sync.central.figures.closings import Closing
from sync.central.figures.publishing import OUTSIDE, close_due
from sync.central.figures.time import day_at
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.canaries import give_canary, plan_canary
from sync.central.fleet.looking import look_at_fleet
from sync.central.quarantine.releasing import release
from sync.central.quarantine.waiting import list_waiting, propose
from sync.contract.desk_time import began_ms
from sync.contract.salvage import read_salvage
from tests.central.door import Door
from tests.central.observer import Atom, Observer
from tests.central.world import UNIT, World
from tests.soak import QUICK
from tests.soak.killing import Killed

STANDING = """
    SELECT ledgers.ledger, lines.seq, hex(lines.hash)
    FROM lines JOIN ledgers USING (ledger_no) WHERE salvaged_from IS NULL
    UNION SELECT ledger, held, hex(head) FROM ledgers
"""


@cache
def migrated() -> bytes:
    """The file of a database of this version's shape without any row."""
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        file = Path(folder) / "central.sqlite"
        engine = open_engine(f"sqlite:///{file}")
        with writing(engine) as connection:
            migrate(connection)
        engine.dispose()
        return file.read_bytes()


@contextmanager
def closes_of(unit: str) -> Iterator[list[Closing]]:
    """What each day that is closed meanwhile comes to: of several, the database tells the last one only."""
    closes: list[Closing] = []
    real = publishing._close_of

    def close_of(*told: Any) -> Any:
        close = real(*told)
        closes.extend([close.closing] if close.closing.published.unit == unit else [])
        return close

    vars(publishing)["_close_of"] = close_of
    try:
        yield closes
    finally:
        vars(publishing)["_close_of"] = real


class Hole(NamedTuple):
    """Lines of a ledger that are missing for good."""

    ledger: str
    first: int
    last: int


class Hatch:
    """Where a door would be: requests go to the application itself."""

    host, port = "127.0.0.1", 0
    app: Any = None

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()

    def request(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """One request, answered in full; raises Killed where the server dies of it."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="https://central.example") as client:
                return await client.request(method, path, content=body, headers=headers)

        return self.loop.run_until_complete(ask())


class Served:
    """The server and its copies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.file = folder / "central.sqlite"
        self.copies = 0
        self.file.write_bytes(migrated())
        self.hatch = Hatch()
        self.world = World(open_engine(f"sqlite:///{self.file}"), folder / "province", cast(Door, self.hatch))

    def close(self) -> None:
        """End it as a kill would: nothing is tidied up."""
        self.world.state.end()
        self.world.engine.dispose()

    def restart(self) -> None:
        """Read everything from the files again."""
        self.close()
        self._open()

    def end(self) -> None:
        """Give everything back."""
        self.close()
        self.hatch.loop.close()

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response | None:
        """The answer; None where the server died of the request. It then runs again."""
        try:
            return self.hatch.request(method, path, body, headers)
        except Killed:
            self.restart()
            return None

    def back_up(self) -> Path:
        """A copy of the database as it stands."""
        self.copies += 1
        copy = self.folder / f"copy-{self.copies}.sqlite"
        with closing(sqlite3.connect(self.file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy

    def restore(self, copy: Path) -> None:
        """The database is what it was when the copy was made."""
        self.close()
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(self.file)) as target:
            source.backup(target)
        self._open()

    def release_all(self) -> int:
        """Two people let everything count that is kept apart; how much that was."""
        identity, clock = self.world.identity, self.world.clock
        with reading(self.world.engine) as connection:
            waiting = list_waiting(connection)
        for one in waiting:
            with writing(self.world.engine) as connection:
                if one.proposed_by is None:
                    propose(connection, identity, clock, one.what, "Trần Văn Minh", "đã hỏi")
                release(connection, identity, clock, one.what, "Lê Thị Mai")
        return len(waiting)

    def plan_proof(self, kiosk: str) -> str | None:
        """A supervisor plans a proof for today; None: that kiosk is in use no more, or has one today."""
        identity, clock = self.world.identity, self.world.clock
        try:
            with writing(self.world.engine) as connection:
                day = day_at(clock.wall_ms())
                return plan_canary(connection, identity, clock, kiosk, day, "Lê Thị Mai").canary
        except KioskRefused:
            return None

    def take_code(self, canary: str, code: str) -> None:
        """The receipt code of a proof comes back."""
        identity, clock = self.world.identity, self.world.clock
        with writing(self.world.engine) as connection:
            give_canary(connection, identity, clock, canary, code, "Lê Thị Mai")

    def proven(self) -> set[str]:
        """The ratings that were taken out as planned."""
        return {rating for (rating,) in self.world.query("SELECT rating FROM ratings WHERE status='canary'")}

    def proofs_that_nobody_misses(self) -> set[str]:
        """Proofs of days that are over, neither complete nor with an alarm, once the server has looked."""
        with writing(self.world.engine) as connection:
            look_at_fleet(connection, self.world.clock)
        planned = self.world.query("SELECT canary FROM canaries WHERE proven_ms IS NULL")
        alarmed = self.world.query("SELECT about FROM alarms WHERE kind = 'canary_missing'")
        return {canary for (canary,) in planned} - {about for (about,) in alarmed}

    def standing(self) -> set[tuple[str, int, str]]:
        """Every line held in a ledger, or the end of a hole: (ledger, number, chain's hash)."""
        return {(ledger, seq, hashed.lower()) for ledger, seq, hashed in self.world.query(STANDING)}

    def kept_lines(self) -> Iterator[bytes]:
        """Every line that is kept anywhere, in a ledger or in a salvage."""
        for (raw,) in self.world.query("SELECT raw FROM lines"):
            yield bytes(raw)
        for (body,) in self.world.query("SELECT body FROM salvages"):
            yield from read_salvage(bytes(body)).lines

    def holes(self) -> list[Hole]:
        """The lines that kiosks told this server are missing, each with an alarm."""
        found = [
            Hole(*row)
            for row in self.world.query(
                'SELECT ledger, "first", "last" FROM holes JOIN ledgers USING (ledger_no)'
            )
        ]
        alarmed = {ledger for (ledger,) in self.world.query("SELECT ledger FROM alarms WHERE kind = 'hole'")}
        assert {hole.ledger for hole in found} <= alarmed
        return found

    def counted(self) -> list[str]:
        """The ratings that count, by id."""
        return [rating for (rating,) in self.world.query("SELECT rating FROM ratings WHERE status='counted'")]

    def figure(self) -> int:
        """What the figures say of how many count."""
        return int(self.world.query("SELECT coalesce(sum(n), 0) FROM unit_days")[0][0])

    def look(self, observer: Observer) -> None:
        """Somebody reads the published figures, which closes the days that are over, one after the other."""
        world = self.world
        with closes_of(UNIT) as closes:
            close_due(world.engine, world.identity, world.clock, world.folder / OUTSIDE)
        for one in closes:
            state, over = one.published, date.fromisoformat(one.closed) + timedelta(days=1)
            gone = {
                leaf: Counter[Atom]() for leaf in state.cells if leaf == DESK or leaf.startswith(OFFICIAL)
            }
            observer.look(state, gone | self._counted_before(began_ms(over)))

    def _counted_before(self, midnight: int) -> dict[str, Counter[Atom]]:
        """What counts and had been received by then, by the cell it is in."""
        found: dict[str, Counter[Atom]] = {}
        for rating, score, official in self.world.query(
            f"SELECT rating, score, official FROM ratings WHERE status='counted' AND received_ms < {midnight}"
        ):
            leaf = DESK if official is None else OFFICIAL + official
            found.setdefault(leaf, Counter())[rating, score] += 1
        return found

    def _open(self) -> None:
        self.world.engine = open_engine(f"sqlite:///{self.file}")
        self.world.state = State(
            self.world.engine, self.world.identity, self.world.settings, self.world.clock
        )
        self.world.open()
