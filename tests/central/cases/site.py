"""A province with a supervisors' key, a supervisor who has it open, and citizens who say something."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select, update

from sync.central.cases.batches import hand_over
from sync.central.cases.finding import find_cases
from sync.central.cases.history import NOBODY, happened
from sync.central.cases.opening import Finder
from sync.central.cases.rules import Rules, load_rules
from sync.central.comments.openers import choose_passphrase, share
from sync.central.database.engine import reading, writing
from sync.central.database.tables import cases
from sync.central.keys.passphrase import Cost
from sync.central.keys.supervisors import keep_public_key
from sync.contract.desk_time import began_ms
from sync.contract.seal import seal
from sync.contract.segment import digest
from sync.contract.token import Purpose, Token, mint
from tests.central.desk import Desk
from tests.central.people import Person
from tests.central.world import OTHER_UNIT, UNIT, World

PASSPHRASE = "chín con trâu gặm cỏ đồng xa"
SUMMARY = "Người dân phải chờ lâu và đi lại nhiều lần."
ANSWER = "Đơn vị đã bố trí thêm người ở bộ phận tiếp nhận."
CHEAP = Cost(passes=1, memory_kib=8)


@dataclass
class Complaints:
    """`rate` lets somebody rate and say something; `days_later` is another morning."""

    world: World
    desk: Desk = field(init=False)
    private: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    rules: Rules = field(default_factory=load_rules)

    def __post_init__(self) -> None:
        self.desk = Desk(self.world)
        self.desk.open()
        self.desk.anchor()
        self.desk.deliver()
        self.publish_key(self.private)
        self.sign_in()

    def sign_in(self) -> None:
        """Everybody, anew: a session is not used for long."""
        self.supervisor = self.world.sign_in(("supervisor", ""))
        self.head = self.world.sign_in(("head_of_unit", UNIT))
        self.other_head = self.world.sign_in(("head_of_unit", OTHER_UNIT))

    @property
    def finder(self) -> Finder:
        return Finder(self.world.identity, self.world.clock, self.rules)

    def publish_key(self, private: X25519PrivateKey) -> None:
        public = private.public_key().public_bytes_raw().hex()
        with writing(self.world.engine) as connection:
            keep_public_key(connection, public, self.world.clock.wall_ms())

    def rate(
        self, score: int, comment: str = "", harassed: str = "", reasons: tuple[str, ...] = (), **other: Any
    ) -> str:
        """Somebody rates, and it is delivered; the rating's id."""
        rating, first = str(uuid.uuid4()), len(self.desk.lines) + 1
        seq = self.desk.rate(score, rating=rating, **other)
        said = {"comment": comment} if comment else {}
        said |= {"answers": msgspec.json.encode({"harassed": harassed}).decode()} if harassed else {}
        public = self.private.public_key().public_bytes_raw()
        blobs = {
            name: seal(name, self.desk.ledger, rating, text.encode(), public) for name, text in said.items()
        }
        if blobs or reasons:
            attached = {name: digest(blob) for name, blob in blobs.items()}
            self.desk.append("rating.detailed", {"of": seq, "reasons": list(reasons), "attached": attached})
        self.desk.deliver(first, blobs=tuple(blobs.values()))
        return rating

    def others(self, number: int) -> None:
        """So many others rate and say nothing."""
        first = len(self.desk.lines) + 1
        for _ in range(number):
            self.desk.rate(4)
        self.desk.deliver(first)

    def find(self) -> int:
        return find_cases(self.finder, lambda: writing(self.world.engine), lambda: None)

    def hand_over(self) -> int:
        with writing(self.world.engine) as connection:
            return hand_over(connection, self.finder)

    def hand_over_next_day(self) -> None:
        """The one case that waits; the supervisor has the key open then, too."""
        self.on(NEXT_WORKING)
        self.unlock()
        assert self.hand_over() == 1

    def on(self, day: date, hour: int = 8) -> None:
        """Let it be that hour of that day in Vietnam."""
        self.world.clock.now_ms = began_ms(day) + hour * 3_600_000
        self.sign_in()

    def token(self, rating: str) -> str:
        """What the citizen's QR code holds."""
        named = Token(Purpose.RATING, self.desk.kiosk, self.desk.ledger, rating)
        return mint(named, self.desk.private.sign)

    def case(self, rating: str) -> Any:
        with reading(self.world.engine) as connection:
            return connection.execute(select(cases).where(cases.c.rating == rating)).one()

    def all_cases(self) -> list[Any]:
        with reading(self.world.engine) as connection:
            return list(connection.execute(select(cases).order_by(cases.c.seq)))

    # people

    def unlock(self, person: Person | None = None) -> None:
        """The supervisor has a passphrase and the key, and opens it."""
        who = person or self.supervisor
        with writing(self.world.engine) as connection:
            choose_passphrase(connection, who.account, PASSPHRASE, CHEAP, self.world.clock.wall_ms())
            share(connection, [self.private], who.account, self.world.clock.wall_ms())
        answer = self.world.send(who, "/comments/unlock", passphrase=PASSPHRASE)
        assert answer.status_code == 303, answer.text

    def see(self, path: str, person: Person | None = None) -> httpx.Response:
        return self.world.call("GET", path, headers=(person or self.supervisor).headers)

    def open(self, rating: str) -> httpx.Response:
        return self.world.send(self.supervisor, f"/cases/{self.case(rating).code}/open")

    def act(self, rating: str, act: str, text: str = "", **fields: str) -> httpx.Response:
        path = f"/cases/{self.case(rating).code}"
        return self.world.send(self.supervisor, path, act=act, text=text, **fields)

    def answer(self, rating: str, text: str = ANSWER, person: Person | None = None) -> httpx.Response:
        path = f"/cases/{self.case(rating).code}/answer"
        return self.world.send(person or self.head, path, text=text)

    def assigned(self, score: int = 2, comment: str = "Chờ lâu quá") -> str:
        """A comment that was opened, and assigned to the unit that was rated."""
        rating = self.rate(score, comment=comment)
        self.find()
        assert self.open(rating).status_code == 200
        answer = self.act(rating, "assign", SUMMARY, unit=UNIT)
        assert answer.status_code == 303, answer.text
        return rating


def a_case(world: World) -> str:
    """The code of a case that its unit was handed, without waiting for the day."""
    site = Complaints(world)
    site.unlock()
    case = site.case(site.assigned())
    with writing(world.engine) as connection:
        handed = {"batch": str(TODAY), "due": str(NEXT_WORKING)}
        connection.execute(update(cases).where(cases.c.code == case.code).values(handed))
        happened(connection, world.clock, case.code, NOBODY, "handed")
    return str(case.code)


TODAY = date(2026, 11, 23)
"""The Monday on which the world begins; the next day is a public holiday."""
NEXT_WORKING = TODAY + timedelta(days=2)
