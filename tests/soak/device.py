"""A kiosk's disk and the programs on it: killed, reopened, copied and put back at will."""

import shutil
import sqlite3
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx

from kiosk.app.succession import AtOnce
from kiosk.identity import Identity
from kiosk.store import Store, open_store
from kiosk.store.database import FILE_NAME
from kiosk.store.drafts import Draft
from kiosk.store.opening import FOLDER_NAME
from sync.agent.carrier import Ask, Reply
from sync.agent.contact import Contact
from sync.agent.kept_directory import stored_directory
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Outcome, Unreachable
from sync.agent.trust import Trust, Way
from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.fleet.adding import Added, Place, add_kiosk
from sync.contract.encoding import write_json
from sync.contract.http_signature import headers_for
from sync.contract.ledger import read_line
from tests.central.world import ADDRESS, OFFICIAL, QUESTIONS, UNIT
from tests.hand_clock import HandClock
from tests.soak.killing import Fate, Killed
from tests.soak.served import Served

KILLS_KIOSK = ("delivery.after_send", "delivery.before_settle", "salvage.after_send", "salvage.after_mark")
KILLS_SERVER = ("ingest.before_commit", "ingest.after_commit")
MISHAPS = (
    "none", "request lost", "reply lost", "twice", "cut", "login page", "late", "salvage lost",
    *KILLS_KIOSK, *KILLS_SERVER,
)  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """A signed request as it went; it may arrive later, or again."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


class Wire:
    """A carrier: signed requests reach the server, or meet the mishaps of `script`, one each.

    The time is never at fault: it moves no line.
    """

    answered: Way | None = None

    def __init__(self, served: Served, identity: Identity, time: KioskTime, fate: Fate) -> None:
        self._served, self._fate = served, fate
        self.identity, self.time = identity, time
        self.script: deque[str] = deque()
        self.sent: list[Sent] = []
        self.late: list[Sent] = []

    @property
    def public(self) -> bytes:
        """The kiosk's key."""
        return self.identity.public

    def follow(self, trust: Trust) -> None:
        """There is one way only."""

    def ask(self, ask: Ask) -> Reply | Unreachable:
        """One question under the next mishap."""
        path = ask.path + (f"?{ask.query}" if ask.query else "")
        headers: dict[str, str] = {}
        if ask.signed:
            created = self.time.now_ms() // 1000
            headers = headers_for(self.identity.private, ask.method, ADDRESS + path, ask.body, created)
        sent = Sent(ask.method, path, ask.body, headers)
        if ask.path.endswith(("/segments", "/salvage")):
            self.sent.append(sent)
        mishap = self._next_mishap(ask)
        match mishap:
            case "request lost" | "salvage lost":
                return Unreachable("connection", mishap)
            case "login page":
                return Reply(200, "text/html", b"<html>Welcome</html>")
            case "cut":
                self._through(Sent(sent.method, path, ask.body[: len(ask.body) // 2], headers))
                return Unreachable("cut_off", mishap)
            case "late":
                self.late.append(sent)
                return Unreachable("timeout", mishap)
            case "reply lost":
                self._through(sent)
                return Unreachable("cut_off", mishap)
            case "twice":
                self._through(sent)
            case "none":
                pass
            case point:
                self._fate.at = point
        return self._through(sent)

    def _next_mishap(self, ask: Ask) -> str:
        """The script's next word; one for a salvage waits until there is one."""
        if not self.script or not ask.signed:
            return "none"
        if self.script[0] == "salvage lost" and not ask.path.endswith("/salvage"):
            return "none"
        return self.script.popleft()

    def _through(self, sent: Sent) -> Reply | Unreachable:
        answer = self._served.ask(sent.method, sent.path, sent.body, sent.headers)
        if answer is None:
            return Unreachable("cut_off", "the server died")
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        return Reply(answer.status_code, media_type, answer.content)


class Device:
    """A machine with a disk; `folder` is what is on it."""

    def __init__(self, served: Served, folder: Path, clock: HandClock, fate: Fate) -> None:
        self.served, self.folder, self.clock, self.fate = served, folder, clock, fate
        self._open()

    @classmethod
    def enrolled(cls, served: Served, folder: Path, fate: Fate, added: Added | None = None) -> "Device":
        """A new kiosk, or the one that `added` awaits."""
        world, clock = served.world, HandClock(served.world.clock.wall_ms(), 100_000, str(uuid.uuid4()))
        if added is None:
            with writing(world.engine) as connection:
                site, place = site_of(connection, world.settings), Place(UNIT, None, "choose", "Sảnh")
                added = add_kiosk(connection, world.identity, world.clock, site, place)
        identity = Identity.make(folder)
        request = {"code": added.link.code, "public_key": identity.public.hex(), "name": "máy"}
        request["seal_key"] = identity.seal_public.hex()
        answer = world.signed_call(identity.private, "POST", "/api/v1/enrolments", write_json(request))
        assert answer.status_code == 201, answer.text
        raw = answer.content
        with open_store(folder, clock=clock) as store:
            directory = stored_directory(raw)
            store.save_directory(raw, directory.version, sha256(raw).hexdigest())
            store.found(directory.kiosk, str(uuid.uuid4()), "enrolled")
        return cls(served, folder, clock, fate)

    def _open(self) -> None:
        self.store: Store = open_store(self.folder, clock=self.clock)
        identity, raw = Identity.load(self.folder), self.store.directory()
        assert identity is not None
        assert raw is not None
        directory, time = stored_directory(raw), KioskTime(self.clock)
        self.kiosk = directory.kiosk
        self.wire = Wire(self.served, identity, time, self.fate)
        self.contact = Contact(
            outbox=self.store,
            formers=self.store,
            successor=AtOnce(self.folder, self.store),
            shelf=self.store,
            carrier=self.wire,
            signer=identity,
            clock=time,
            directory=directory,
            room_bytes=lambda: 1 << 30,
            applied=lambda _directory: None,
        )

    def reopen(self, *, boot: bool = False) -> None:
        """Begin again from the disk; `boot`: the machine itself was off."""
        sent, late = self.wire.sent, self.wire.late
        self.store.close()
        if boot:
            self.clock.boot_id, self.clock.up = str(uuid.uuid4()), 5_000
        self._open()
        self.wire.sent, self.wire.late = sent, late

    def rate(self, score: int, *, changed: bool) -> str:
        """A citizen rates, and thinks better of it if `changed`; the rating's id once it is acknowledged."""
        rating = str(uuid.uuid4())
        body = {
            "rating": rating,
            "unit": UNIT,
            "official": OFFICIAL,
            "score": score,
            "questionnaire": {"id": QUESTIONS, "version": 1},
            "via": "touch",
        }
        seq = self.store.append_now("rating.given", body)
        if changed:
            self.store.append([Draft("rating.changed", {"of": seq, "score": 6 - score})]).result()
        self.store.append_now("visit.abandoned", {"page": "score"})
        return rating

    def talk(self, mishaps: list[str], *, beat: bool) -> Outcome | None:
        """One contact under these mishaps; None where the kiosk was killed. It then runs again."""
        self.wire.script = deque(mishaps)
        try:
            self.contact.look_at_clock()
            return self.contact.beat() if beat else self.contact.deliver()
        except Killed:
            self.reopen()
            return None
        finally:
            self.fate.at = None
            self.wire.script.clear()

    def again(self, sent: Sent) -> httpx.Response | None:
        """A request of this device arrives (again)."""
        return self.served.ask(sent.method, sent.path, sent.body, sent.headers)

    def copy(self, name: str) -> Path:
        """An image of the disk."""
        self.store.close()
        image = shutil.copytree(self.folder, self.folder.with_name(name))
        self._open_again()
        return image

    def put_back(self, image: Path) -> None:
        """The disk is as it was when the image was made."""
        self.store.close()
        shutil.rmtree(self.folder)
        shutil.copytree(image, self.folder)
        self._open_again()

    def _open_again(self) -> None:
        sent, late = self.wire.sent, self.wire.late
        self._open()
        self.wire.sent, self.wire.late = sent, late

    def lines(self) -> Iterator[bytes]:
        """Every line on the disk, of this ledger and of those given up."""
        yield from stored_lines(self.folder)

    def placed_lines(self) -> Iterator[tuple[str, int, bytes]]:
        """As `lines`, each with its ledger and number; heads of lines that went are none."""
        with closing(_disk(self.folder)) as db:
            tables = [("lines", self.store.position().ledger)]
            tables += [(f"lines_{former.former}", former.ledger) for former in self.store.formers()]
            for table, ledger in tables:
                for seq, raw in db.execute(f"SELECT seq, raw FROM {table} WHERE raw != x''"):
                    yield ledger, seq, bytes(raw)

    def own_lines(self) -> list[bytes]:
        """Every line of this ledger that is on the disk."""
        return list(stored_lines(self.folder, formers=False))

    def pending(self) -> int:
        """How many lines have still to travel."""
        position = self.store.position()
        waiting = 0 if self.store.salvageable() is None else 1
        return position.last.seq - position.settled.seq + waiting


def _disk(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{folder / FOLDER_NAME / FILE_NAME}?mode=ro", uri=True)


def stored_lines(folder: Path, *, formers: bool = True) -> Iterator[bytes]:
    """Every line on that disk."""
    with closing(_disk(folder)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table == "lines" or (formers and table.startswith("lines_")):
                yield from (bytes(raw) for (raw,) in db.execute(f"SELECT raw FROM {table}"))


def ratings_in(lines: Iterator[bytes]) -> set[str]:
    """The ids of the ratings that these lines give."""
    given = (read_line(raw) for raw in lines if b'"rating.given"' in raw)
    return {str(line.body["rating"]) for line in given}
