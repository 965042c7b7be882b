"""A province's server and the one above it, each with a database, a socket and a clock of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from sync.central.api.state import State
from sync.central.database.engine import open_engine, writing
from sync.central.provinces.enrolling import AddedProvince, add_province
from sync.central.relay.joining import join
from sync.central.relay.passing import Passed, relay_once
from sync.central.settings import Settings
from tests.central.door import Door
from tests.central.postgres import PostgresServer
from tests.central.world import World


class Databases:
    """Makes databases of one kind, and copies of them: backups."""

    def __init__(self, kind: str, postgres: PostgresServer, migrated: str, folder: Path) -> None:
        self._kind, self._postgres, self._migrated, self._folder = kind, postgres, migrated, folder
        self._made: list[str] = []

    def new(self) -> str:
        if self._kind == "sqlite":
            return self._file()
        return self._create(self._migrated)

    def copy(self, engine: Engine) -> str:
        """A copy of a database that nobody uses meanwhile."""
        engine.dispose()
        if self._kind == "sqlite":
            url = self._file()
            shutil.copy(str(engine.url.database), url.removeprefix("sqlite:///"))
            return url
        return self._create(str(engine.url.database))

    def end(self) -> None:
        for name in self._made:
            self._postgres.drop(name)

    def _create(self, template: str) -> str:
        self._made.append(self._postgres.create(template))
        return self._postgres.url(self._made[-1])

    def _file(self) -> str:
        return f"sqlite:///{tempfile.mkdtemp(dir=self._folder)}/central.sqlite"


class Server(World):
    """A central server that answers at its own door, and can be put back to a backup."""

    def __init__(self, databases: Databases, folder: Path, door: Door) -> None:
        from sync.central.database.migration import migrate

        self.databases = databases
        engine = open_engine(databases.new())
        with writing(engine) as connection:
            migrate(connection)
        super().__init__(engine, folder, door)
        self.settings = Settings(data=self.folder, database="", address=door.address)
        self._begin(engine)

    def back_up(self) -> str:
        return self.databases.copy(self.engine)

    def restore(self, backup: str) -> None:
        self.engine.dispose()
        self.state.end()
        self._begin(open_engine(backup))

    def end(self) -> None:
        self.state.end()
        self.engine.dispose()

    def _begin(self, engine: Engine) -> None:
        self.engine = engine
        self.state = State(engine, self.identity, self.settings, self.clock)
        self.open()


class Nation(Server):
    """A server that has no units of its own."""

    def load(self, province: dict[str, Any]) -> list[str]:
        return []


class Two:
    """A province, enrolled at the nation's server."""

    def __init__(self, province: Server, nation: Server) -> None:
        self.province, self.nation = province, nation
        self.added = self.await_province("Tỉnh Lâm Đồng")
        self.standing = join(province.state, self.added.link)

    def await_province(self, name: str) -> AddedProvince:
        from sync.central.api.site import site_of

        with writing(self.nation.engine) as connection:
            site = site_of(connection, self.nation.settings)
            return add_province(connection, self.nation.identity, self.nation.clock, site, name)

    def relay(self) -> Passed:
        return relay_once(self.province.state)

    def above(self, ledger: str) -> list[bytes]:
        """The lines of a ledger as the nation's server has them."""
        return lines_of(self.nation, ledger)


def lines_of(server: Server, ledger: str) -> list[bytes]:
    rows = server.query(
        "SELECT raw FROM lines JOIN ledgers ON lines.ledger_no = ledgers.ledger_no "
        f"WHERE ledger = '{ledger}' ORDER BY seq"
    )
    return [bytes(row[0]) for row in rows]


@contextmanager
def server(kind: type[Server], databases: Databases, folder: Path, door: Door) -> Iterator[Server]:
    made = kind(databases, folder, door)
    try:
        yield made
    finally:
        made.end()
        databases.end()
