"""A province prepared once, and a kiosk of it for each fault; both ends are read line by line."""

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from assets import FOLDER
from kiosk.app.enrolling import enrol_kiosk
from kiosk.app.opening import open_kiosk
from kiosk.desk import machine_clock
from kiosk.store import RunLock
from sync.agent.enrolment import Enrolled, read_link
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.directory.load import load_province
from sync.central.directory.province import read_province
from sync.central.figures.verify import Proof, verify
from sync.central.fleet.adding import Place, add_kiosk
from sync.central.opening import open_central
from sync.central.settings import Settings, load_settings
from sync.contract.enrolment import EnrolmentLink
from tests.faults.errands import given
from tests.faults.processes import Ended, run, running

PRUNED = b""
PROVINCE = FOLDER / "demo"
UNIT: str = json.loads((PROVINCE / "province.json").read_text(encoding="utf-8"))["units"][0]["unit"]


class Province:
    """The central server's data in `folder`; it is called at one address, whether it serves or not."""

    def __init__(
        self, folder: Path, tls: tuple[Path, Path] | None = None, *, host: str = "127.0.0.1", called: str = ""
    ) -> None:
        """`tls`: a PEM file with certificate and key, and one with the authority that kiosks shall trust.

        Kiosks are told to call `called`, if that is not where the server listens.
        """
        self.folder = folder
        self.port = free_port()
        self.host = host
        shown = f"[{host}]" if ":" in host else host
        self.address = called or f"{'https' if tls else 'http'}://{shown}:{self.port}"
        self._tls = tls
        self._desks = 0
        self._kept: list[ExitStack] = []
        with open_central(self.settings) as central, writing(central.engine) as connection:
            load_province(connection, read_province(PROVINCE), "2026-11-23")

    @property
    def settings(self) -> Settings:
        """As the server and its commands have them."""
        return load_settings({"data": str(self.folder / "central"), "address": self.address}, {})

    @property
    def arguments(self) -> tuple[str, ...]:
        """Of `hailong-central`, to serve."""
        data = ("--data", str(self.folder / "central"), "--address", self.address)
        tls: tuple[str, ...] = ()
        if self._tls is not None:
            pem, ca = map(str, self._tls)
            tls = ("--tls-certificate", pem, "--tls-key", pem, "--ca", ca)
        return ("serve", "--json", "--host", self.host, "--port", str(self.port), *data, *tls)

    def serve(self) -> None:
        """Let `hailong-central serve` be at work from now on."""
        if not self._kept:
            self._kept.append(ExitStack())
            self._kept[0].enter_context(self._serving())

    def rest(self) -> None:
        """Let no server be at work."""
        for kept in self._kept:
            kept.close()
        self._kept.clear()

    @contextmanager
    def dying(self, point: str) -> Iterator[ForkServerProcess]:
        """`hailong-central serve` until it is killed at `point`; then a server is at work again."""
        self.rest()
        with self._serving(HAILONG_CRASH_AT=point) as process:
            yield process
        self.serve()

    @contextmanager
    def _serving(self, **environment: str) -> Iterator[ForkServerProcess]:
        with running("sync.central.cli", *self.arguments, **environment) as (process, line):
            assert line.startswith("{"), line
            yield process

    def desk(self) -> "Desk":
        """A kiosk that waits for its device."""
        self._desks += 1
        with open_central(self.settings) as central, writing(central.engine) as connection:
            place = Place(UNIT, None, "choose", f"Sảnh {self._desks}")
            site = site_of(connection, self.settings)
            added = add_kiosk(connection, central.identity, central.clock, site, place)
        link = added.link
        code = f"{link.code}.{link.fingerprint}"
        return Desk(self, self.folder / f"kiosk-{self._desks}", added.kiosk, code)

    def enrolled_desk(self) -> "Desk":
        """A kiosk that is enrolled; the server is at work."""
        self.serve()
        desk = self.desk()
        link = read_link(self.address, desk.code)
        assert isinstance(link, EnrolmentLink)
        assert isinstance(enrol_kiosk(desk.folder, machine_clock(), link), Enrolled)
        return desk

    def command(self, *arguments: str) -> Ended:
        """A command of `hailong-central`."""
        data = ("--data", str(self.folder / "central"), "--address", self.address)
        return run("sync.central.cli", *arguments, *data)

    def held(self, ledger: str) -> list[bytes]:
        """The lines of a ledger that the central server holds."""
        query = "SELECT raw FROM lines JOIN ledgers USING (ledger_no) WHERE ledger = ? ORDER BY seq"
        return [raw for (raw,) in self._rows(query, ledger)]

    def rated(self, kiosk: str) -> list[str]:
        """The ratings that count for a kiosk, each as often as it counts."""
        query = "SELECT rating FROM ratings WHERE kiosk = ? AND status = 'counted' ORDER BY seq"
        return [rating for (rating,) in self._rows(query, kiosk)]

    def days(self, kiosk: str) -> list[str]:
        """The days on which a kiosk's ratings were given, in its ledger's order; '' where it is unknown."""
        query = "SELECT day FROM ratings WHERE kiosk = ? ORDER BY seq"
        return [day for (day,) in self._rows(query, kiosk)]

    def holes(self, ledger: str) -> list[tuple[int, int]]:
        """The first and the last line of each hole in a ledger."""
        query = "SELECT first, last FROM holes JOIN ledgers USING (ledger_no) WHERE ledger = ?"
        return [(first, last) for first, last in self._rows(query, ledger)]

    def verified(self) -> Proof:
        """Every figure recomputed."""
        with open_central(self.settings) as central, reading(central.engine) as connection:
            return verify(connection, (central.identity.public,))

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "central" / "central.sqlite")) as database:
            return database.execute(query, values).fetchall()


@dataclass(frozen=True)
class Desk:
    """A kiosk's data folder, and what the central server knows it by."""

    province: Province
    folder: Path
    kiosk: str
    code: str

    def command(self, name: str, *options: str, **environment: str) -> Ended:
        """A command of `hailong-kiosk`."""
        return run("kiosk.cli", name, *options, HAILONG_DATA_FOLDER=str(self.folder), **environment)

    def errand(self, name: str, **environment: str) -> Ended:
        """Something a running kiosk does."""
        return run("tests.faults.errands", name, str(self.folder), **environment)

    def enrol(self, **environment: str) -> Ended:
        """`hailong-kiosk enrol`."""
        there = ("--central", self.province.address, "--code", self.code)
        return self.command("enrol", *there, **environment)

    def rate(self, many: int = 3) -> None:
        """Let citizens rate, with no fault."""
        with RunLock(self.folder) as lock, open_kiosk(self.folder, machine_clock(), lock) as kiosk:
            list(given(kiosk, many))

    def lines(self) -> list[bytes]:
        """The lines of the ledger, as stored."""
        with closing(sqlite3.connect(self.folder / "ledger" / "ledger.sqlite3")) as ledger:
            return [raw for (raw,) in ledger.execute("SELECT raw FROM lines ORDER BY seq")]

    def meta(self, name: str) -> str:
        """`ledger`, `kiosk` or `settled` as stored."""
        with closing(sqlite3.connect(self.folder / "ledger" / "ledger.sqlite3")) as ledger:
            return str(ledger.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()[0])

    def compare(self) -> int:
        """Both ends, line by line; the number of lines that each holds once."""
        lines, held = self.lines(), self.province.held(self.meta("ledger"))
        assert len(held) == int(self.meta("settled")) == len(lines)
        assert all(own in (there, PRUNED) for own, there in zip(lines, held, strict=True))
        assert [json.loads(raw)["seq"] for raw in held] == list(range(1, len(held) + 1))
        given = [line["body"]["rating"] for line in map(json.loads, held) if line["kind"] == "rating.given"]
        assert self.province.rated(self.meta("kiosk")) == given
        return len(lines)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
