"""A province's central server, a wire, and one enrolled kiosk: what every journey begins with."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assets import FOLDER
from tests.journeys.programs import Citizen, Done, Serving, central, citizen, kiosk, ledger_lines, serving
from tests.journeys.wire import Wire

PROVINCE = FOLDER / "demo"
UNIT: str = json.loads((PROVINCE / "province.json").read_text(encoding="utf-8"))["units"][0]["unit"]


class Office:
    """Both programs' data in `folder`, the central server's ledgers in `database`."""

    def __init__(self, folder: Path, database: str, wire: Wire) -> None:
        self.data = folder / "kiosk"
        self.config = folder / "kiosk.toml"
        self.wire = wire
        self.database = database
        self.config.write_text('data_folder = "kiosk"\nwindowed = true\ndeliver = false\nreserve_mib = 1\n')
        self.load()

    @property
    def _site(self) -> list[str]:
        return ["--data", str(self.data.with_name("central")), "--database", self.database]

    def load(self, province: Path = PROVINCE) -> None:
        """Load a province at the central server."""
        assert self.central("directory", "load", str(province)).code == 0

    def central(self, *arguments: str, typed: str = "", **environment: str) -> Done:
        """A command of the central server; `typed` is its standard input."""
        return central(*arguments, *self._site, typed=typed, **environment)

    @contextmanager
    def serving(self, *options: str, address: str | None = None, **environment: str) -> Iterator[Serving]:
        """The central server at work, at the far end of the wire; kiosks are told to call `address`."""
        data, *database = self._site[1:]
        site = address or self.wire.address
        with serving(Path(data), site, *database, *options, **environment) as server:
            self.wire.port = server.port
            yield server
        self.wire.port = None

    def add_kiosk(self, unit: str = UNIT, name: str = "Sảnh") -> str:
        """Add a kiosk at the central server; the code and fingerprint it printed."""
        place = ["--unit", unit, "--name", name, "--address", self.wire.address]
        added = self.central("kiosk", "add", *place, "--json").told
        return f"{added['code']}.{added['fingerprint']}"

    def enrol(self) -> None:
        """Enrol the kiosk; all it wrote is held then."""
        there = ["--central", self.wire.address, "--code", self.add_kiosk()]
        assert self.kiosk("enrol", *there).code == 0

    def kiosk(self, command: str, *options: str, **environment: str) -> Done:
        """A command of the kiosk."""
        return kiosk(command, "--config", str(self.config), *options, **environment)

    @contextmanager
    def citizen(self, **environment: str) -> Iterator[Citizen]:
        """A citizen before the running kiosk."""
        with citizen(self.config, **environment) as someone:
            yield someone

    def scores(self) -> list[int]:
        """The scores in the kiosk's ledger, in order."""
        return [line["body"]["score"] for line in ledger_lines(self.data) if line["kind"] == "rating.given"]

    def kinds(self) -> list[str]:
        """The kinds of the kiosk's lines, in order."""
        return [line["kind"] for line in ledger_lines(self.data)]

    def standing(self) -> tuple[int, int]:
        """The kiosk's lines, and how many of them it believes to be held."""
        told: dict[str, Any] = self.kiosk("status", "--json").told
        return told["last"], told["settled"]

    def counted(self) -> tuple[int, list[Any]]:
        """Ratings at the central server, recomputed, and the differences from what it shows."""
        proof = self.central("verify", "--json").told
        return proof["ratings"], proof["differences"]


def rate(someone: Citizen, score: int) -> None:
    """A whole visit, for the whole desk."""
    touch_face(someone, score)
    answer(someone)
    someone.touch("finish")
    someone.see("attract")


def touch_face(someone: Citizen, score: int) -> None:
    """A visit up to the touch of a face."""
    come_to_faces(someone)
    someone.touch(f"score-{score}")


def answer(someone: Citizen, asked: str = "thanks") -> None:
    """One question answered, the reasons skipped, up to the page `asked`."""
    someone.see("criteria")
    someone.touch("answer-clear-yes")
    someone.touch("goOn")
    someone.see("reasons")
    someone.touch("skip")
    someone.see(asked)


def come_to_faces(someone: Citizen) -> None:
    """A visit up to the faces."""
    someone.see("attract")
    someone.touch("wholeDesk")
    someone.see("score")
