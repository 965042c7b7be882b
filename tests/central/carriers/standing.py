"""A kiosk in memory whose ledger travels by whatever carrier a test chooses, to a real server."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.identity import Identity
from kiosk.identity.certificate import tls_context
from sync.agent.bundle_carrier import Exported, export
from sync.agent.carrier import Ask, Reply
from sync.agent.delivery import deliver_once
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kept_directory import stored_directory
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Idle, Outcome, Unreachable
from sync.agent.pull_desk import PullDesk, Pulled
from sync.agent.pull_server import PullDoor
from sync.agent.settling import Settlement, settle
from sync.agent.trust import Trust
from sync.central.api.signatures import Sender
from sync.central.api.site import site_of
from sync.central.carriers import kiosk_line
from sync.central.carriers.importing import Imported, import_files
from sync.central.carriers.kiosk_line import KioskLine
from sync.central.carriers.pulling import Visit, visit
from sync.central.database.engine import writing
from sync.central.fleet.adding import Place, add_kiosk
from sync.central.fleet.enrolment import enrol
from sync.contract.directory import Directory
from sync.contract.enrolment import EnrolmentRequest
from sync.wire.stick import StickFailed
from tests.agent.memory import MemoryOutbox, MemoryShelf
from tests.central.world import OFFICIAL, QUESTIONS, UNIT, World
from tests.hand_clock import HandClock


class Standing:
    """An enrolled kiosk with one line; `folder` holds its keys and its stick."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.identity = Identity.make(folder)
        with writing(world.engine) as connection:
            site = site_of(connection, world.settings)
            place = Place(UNIT, None, "choose", "Sảnh")
            added = add_kiosk(connection, world.identity, world.clock, site, place)
            public, seal = self.identity.public.hex(), self.identity.seal_public.hex()
            request = EnrolmentRequest(added.link.code, public, seal, "kiosk-1")
            raw = enrol(connection, world.identity, world.clock, site, request)
        self.kiosk = added.kiosk
        self.hands = HandClock(world.clock.now_ms, 60_000)
        self.time = KioskTime(self.hands)
        self.outbox = MemoryOutbox(self.hands, self.kiosk)
        self.shelf = MemoryShelf()
        self.shelf.save_directory(raw, stored_directory(raw).version, "")
        self.outbox.append_now("ledger.opened", {"kiosk": self.kiosk, "software": "0", "reason": "enrolled"})
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.context = tls_context(folder, self.identity)
        self.outcomes: list[str] = []

    @property
    def directory(self) -> Directory:
        return stored_directory(self.shelf.directories[-1][0])

    @property
    def trust(self) -> Trust:
        return replace(Trust.of(self.directory), addresses=(self.world.door.address,))

    @property
    def sender(self) -> Sender:
        return Sender(self.kiosk, UNIT, self.identity.public)

    def pass_ms(self, ms: int) -> None:
        self.hands.pass_ms(ms)
        self.world.clock.now_ms += ms

    def rate(self, score: int) -> None:
        body: dict[str, Any] = {
            "rating": str(uuid.uuid4()),
            "unit": UNIT,
            "official": OFFICIAL,
            "score": score,
            "questionnaire": {"id": QUESTIONS, "version": 1},
            "via": "touch",
        }
        self.outbox.append_now("rating.given", body)

    # by HTTP

    def by_http(self, fate: str = "well", max_lines: int = 500) -> Outcome:
        carrier = _Fated(fate, HttpCarrier(self.trust, self.identity, self.time.now_ms))
        try:
            return deliver_once(
                self.outbox, carrier, self.time, self.trust, self.identity, max_lines=max_lines
            )
        finally:
            carrier.close()

    def all_by_http(self) -> None:
        while not isinstance(self.by_http(), Idle):
            pass

    # by stick

    def export(self, folder: Path) -> tuple[Path, ...]:
        done = export(self.outbox, self.identity, self.directory, folder)
        assert isinstance(done, Exported)
        return done.files

    def bring(self, *paths: Path) -> list[Imported]:
        found = import_files(self.world.state, self.world.settings, paths)
        assert not isinstance(found, StickFailed)
        return list(found)

    def settle(self, *paths: Path) -> Settlement:
        done = settle(self.outbox, self.shelf, self.identity, self.directory, paths)
        assert isinstance(done, Settlement)
        return done

    def by_stick(self) -> None:
        self.export(self.stick)
        self.bring(self.stick)
        self.settle(self.stick)
        shutil.rmtree(self.stick)
        self.stick.mkdir()

    # by pull

    @contextmanager
    def listening(self) -> Iterator[str]:
        """The kiosk's door; its address."""
        pulled = Pulled(
            outbox=self.outbox,
            shelf=self.shelf,
            signer=self.identity,
            clock=self.time,
            directory=lambda: self.directory,
            room_bytes=lambda: 1_000_000,
            applied=lambda _directory: None,
            told=lambda outcome: self.outcomes.append(outcome.name),
            successor=self.outbox,
        )
        door = PullDoor("127.0.0.1", 0, self.context, PullDesk(pulled))
        try:
            yield f"https://127.0.0.1:{door.port}"
        finally:
            door.close()

    def pulled_from(self, address: str, cut: int | None = None, *, heard: bool = False) -> Visit:
        """A visit that is cut at its request number `cut`, which the kiosk has `heard` or not."""
        line = CutLine(self, address, cut, heard=heard)
        return visit(self.world.state, self.world.settings, line, self.sender)


class CutLine(KioskLine):
    """A line that breaks at one request: before it, or before its answer."""

    def __init__(self, standing: Standing, address: str, cut: int | None, *, heard: bool) -> None:
        super().__init__(standing.world.state, standing.kiosk, standing.identity.public, address)
        self.asked = 0
        self._cut = cut
        self._heard = heard

    def ask(
        self, method: str, path: str, body: bytes = b"", *, limit: int = 65_536
    ) -> kiosk_line.Reply | kiosk_line.Unreachable:
        self.asked += 1
        broken = self._cut is not None and self.asked >= self._cut
        if not broken or (self._heard and self.asked == self._cut):
            reply = super().ask(method, path, body, limit=limit)
            if not broken:
                return reply
        return kiosk_line.Unreachable("cut")


class _Fated:
    """An HTTP carrier whose request, or whose answer, is lost if so fated."""

    def __init__(self, fate: str, carrier: HttpCarrier) -> None:
        self._fate = fate
        self._carrier = carrier
        self.answered = None

    def ask(self, ask: Ask) -> Reply | Unreachable:
        if self._fate == "request lost":
            return Unreachable("connection", "cut")
        reply = self._carrier.ask(ask)
        return Unreachable("cut_off", "cut") if self._fate == "answer lost" else reply

    def follow(self, trust: Trust) -> None:
        self._carrier.follow(trust)

    def close(self) -> None:
        self._carrier.close()
