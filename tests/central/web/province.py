"""A small province for the pages' tests: real rows in a real database."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, Engine, Table, insert
from starlette.types import ASGIApp

from sync.central.api.state import State
from sync.central.app import build_app
from sync.central.database import tables
from sync.central.database.engine import writing
from sync.central.database.partitions import make_months
from sync.central.figures.closing import Cell, Published
from sync.central.figures.closings import Closing, store
from sync.central.keys.identity import Identity
from sync.central.settings import Settings
from sync.contract.desk_time import began_ms
from sync.contract.token import Purpose, Token, mint, receipt_number
from tests.central.people import QUICK, SignedIn, sign_in

FIRST_DAY = date(2026, 9, 1)
NOW_MS = began_ms(date(2026, 11, 24)) + 10 * 3_600_000
QUESTIONS = "11111111-1111-4111-8111-111111111111"
SCORE: dict[str, Any] = {
    "question": "satisfied",
    "kind": "score",
    "text": {"vi": "Hài lòng?"},
    "choices": [{"choice": f"s{score}", "text": {"vi": str(score)}, "score": score} for score in range(1, 6)],
}
POLITE: dict[str, Any] = {
    "question": "polite",
    "kind": "choice",
    "text": {"vi": "Công chức lịch sự, thân thiện", "en": "The official was polite and friendly"},
    "choices": [
        {"choice": "yes", "text": {"vi": "Có", "en": "Yes"}},
        {"choice": "no", "text": {"vi": "Không", "en": "No"}},
    ],
}
IMPROVE: dict[str, Any] = {
    "question": "improve",
    "kind": "reasons",
    "text": {"vi": "Điều cần cải thiện", "en": "What to improve"},
    "choices": [
        {"choice": "attitude", "text": {"vi": "Thái độ phục vụ", "en": "Attitude"}},
        {"choice": "waiting", "text": {"vi": "Chờ lâu", "en": "Long waiting"}},
        {
            "choice": "papers",
            "text": {"vi": "Đòi giấy tờ ngoài quy định", "en": "Papers asked for that no rule names"},
        },
        {"choice": "place", "text": {"vi": "Cơ sở vật chất", "en": "Building and furniture"}},
    ],
}
ON_TIME: dict[str, Any] = {
    "question": "on_time",
    "kind": "choice",
    "text": {"vi": "Giải quyết, trả kết quả đúng hẹn", "en": "Was the result ready on time?"},
    "choices": [
        {"choice": "early", "text": {"vi": "Sớm hẹn", "en": "Early"}},
        {"choice": "on_time", "text": {"vi": "Đúng hẹn", "en": "On time"}},
        {"choice": "late", "text": {"vi": "Trễ hẹn", "en": "Late"}},
        {"choice": "not_due", "text": {"vi": "Chưa đến hạn", "en": "Not due yet"}},
    ],
}
VISITS: dict[str, Any] = {
    "question": "visits",
    "kind": "choice",
    "text": {"vi": "Số lần phải đến để hoàn thiện hồ sơ", "en": "Visits needed to complete the dossier"},
    "choices": [
        {"choice": name, "text": {"vi": text, "en": text}}
        for name, text in (("one", "1"), ("two", "2"), ("more", "≥ 3"))
    ],
}


def an_id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


@dataclass(frozen=True)
class Province:
    """Adds rows as the central server's other rooms would; `up_ms` is the clock of its pages."""

    engine: Engine
    up_ms: Callable[[], int] = lambda: 0

    def wall_ms(self) -> int:
        return NOW_MS

    @property
    def boot(self) -> str:
        return an_id("boot")

    @cached_property
    def state(self) -> State:
        keys = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        settings = Settings(data=Path(), database="")
        return State(self.engine, Identity(an_id("server"), *keys), settings, self)

    def application(self, *grants: tuple[str, str]) -> ASGIApp:
        """The pages in a browser where somebody with these grants is signed in; usually a supervisor."""
        person = sign_in(self.engine, self.wall_ms(), *(grants or [("supervisor", "")]))
        return SignedIn(build_app(self.state, policy=QUICK), person)

    def add_unit(self, name: str, english: str = "", *, active: int = 1) -> str:
        unit = an_id(name)
        self._insert("units", unit=unit, name_vi=name, name_en=english or name, active=active)
        return unit

    def add_official(self, unit: str, name: str) -> str:
        official = an_id(name)
        self._insert(
            "officials",
            official=official,
            unit=unit,
            name=name,
            title_vi="Công chức tiếp nhận",
            title_en="Reception officer",
            photo=None,
            active=1,
        )
        return official

    def rate(
        self,
        unit: str,
        counts: Sequence[int],
        official: str | None = None,
        *,
        dated: bool = True,
        days: int = 1,
    ) -> None:
        """Add rollup rows: counts of levels 1 to 5, spread over `days`."""
        with self.engine.begin() as connection:
            for score, number in enumerate(counts, start=1):
                for place in range(days):
                    share = number // days + (place < number % days)
                    day = str(FIRST_DAY + timedelta(days=place)) if dated else ""
                    if share:
                        cell = {"unit": unit, "day": day, "score": score}
                        _add_to(connection, tables.unit_days, cell, share)
                        whole = {"unit": unit, "month": day[:7], "rule": "", "score": score}
                        _add_to(connection, tables.unit_months, whole, share)
                if number and official is not None:
                    month = str(FIRST_DAY)[:7] if dated else ""
                    cell = {"official": official, "unit": unit, "month": month, "score": score}
                    _add_to(connection, tables.official_months, cell, number)

    def mark(
        self, unit: str, counts: Mapping[str, Sequence[int]], official: str | None = None, day: str = ""
    ) -> None:
        """Add rollup rows of marked ratings: {rule: counts of levels 1 to 5}; '*' is any rule."""
        day = day or str(FIRST_DAY)
        for rule, levels in counts.items():
            for score, number in enumerate(levels, start=1):
                if number:
                    cell = {"unit": unit, "day": day, "rule": rule, "score": score}
                    with self.engine.begin() as connection:
                        _add_to(connection, tables.unit_marks, cell, number)
                        whole = {"unit": unit, "month": day[:7], "rule": rule, "score": score}
                        _add_to(connection, tables.unit_months, whole, number)
                if number and official and rule == "*":
                    month = {"official": official, "unit": unit, "month": str(FIRST_DAY)[:7], "score": score}
                    with self.engine.begin() as connection:
                        _add_to(connection, tables.marked_months, month, number)

    def ask(self, unit: str, answers: Mapping[str, Mapping[str, int]], *, version: int = 1) -> None:
        """Add rollup rows of answers: {question: {choice: number}}; choice "*" is how many answered it."""
        for question, numbers in answers.items():
            for choice, number in numbers.items():
                self._insert(
                    "answer_months",
                    unit=unit,
                    month=str(FIRST_DAY)[:7],
                    questionnaire=f"{QUESTIONS}/{version}",
                    question=question,
                    choice=choice,
                    n=number,
                )

    def publish(self, questions: Sequence[dict[str, Any]], *, version: int = 1) -> None:
        """Keep a version of the questionnaire."""
        document = json.dumps({"id": QUESTIONS, "version": version, "questions": [SCORE, *questions]})
        self._insert("questionnaires", id=QUESTIONS, version=version, document=document)

    def offer(self, unit: str, **numbers: int) -> None:
        """Add rollup rows of calls and invitations."""
        for what, number in numbers.items():
            cell = {"unit": unit, "counter": "", "what": what, "n": number}
            self._insert("unit_offers", day=str(FIRST_DAY), **cell)
            self._insert("offer_months", month=str(FIRST_DAY)[:7], **cell)

    def add_kiosk(self, unit: str, name: str = "Quầy 1", *, heard_ms: int | None = None) -> "Kiosk":
        key = Ed25519PrivateKey.generate()
        kiosk = an_id(f"{unit} {name}")
        self._insert(
            "kiosks",
            kiosk=kiosk,
            unit=unit,
            attribution="choose",
            name=name,
            state="enrolled",
            public_key=key.public_key().public_bytes_raw().hex(),
            added_ms=0,
            last_heard_ms=heard_ms,
            pending=3,
        )
        return Kiosk(kiosk, key)

    def open_ledger(self, kiosk: str, ledger: str) -> int:
        with self.engine.begin() as connection:
            ledger_no: int | None = connection.scalar(
                insert(tables.ledgers)
                .values(
                    ledger=ledger,
                    kiosk=kiosk,
                    state="held",
                    held=2,
                    head=bytes(32),
                    signature="",
                    reading="{}",
                    opened_ms=0,
                    received_ms=0,
                )
                .returning(tables.ledgers.c.ledger_no)
            )
        assert ledger_no is not None
        return ledger_no

    def receive(self, ledger_no: int, kiosk: str, unit: str, rating: str, received_ms: int) -> None:
        with self.engine.begin() as connection:
            make_months(connection, [received_ms])
        self._insert(
            "ratings",
            ledger_no=ledger_no,
            seq=2,
            rating=rating,
            kiosk=kiosk,
            unit=unit,
            official=an_id("Nguyễn Thị Lan"),
            score=1,
            status="counted",
            via="touch",
            questionnaire="{}",
            up=1,
            day="",
            month="",
            received_ms=received_ms,
        )
        self._insert("receipts", ledger_no=ledger_no, seq=2, code=receipt_number(rating))

    def need_attention(self, ledger_no: int, seq: int, *reasons: str) -> None:
        for reason in reasons:
            self._insert("needs_attention", ledger_no=ledger_no, seq=seq, reason=reason, detail="")

    def _insert(self, table: str, **values: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(insert(tables.metadata.tables[table]).values(**values))


def _add_to(connection: Connection, rollup: Table, cell: dict[str, Any], number: int) -> None:
    same = [rollup.c[column] == value for column, value in cell.items()]
    if not connection.execute(rollup.update().where(*same).values(n=rollup.c.n + number)).rowcount:
        connection.execute(insert(rollup).values(**cell, n=number))


@dataclass(frozen=True)
class Kiosk:
    """A kiosk that mints tokens."""

    kiosk: str
    key: Ed25519PrivateKey

    def token(self, ledger: str, rating: str, purpose: Purpose = Purpose.RATING) -> str:
        return mint(Token(purpose, self.kiosk, ledger, rating), self.key.sign)


def fill(province: Province, heard_ms: int) -> str:
    """Five units as in the visual direction, two with few ratings; returns the first one's id."""
    counts = {
        "Phường An Bình": (5, 8, 30, 121, 96),
        "Phường Bình Minh": (2, 4, 17, 88, 73),
        "Phường Tân Thuận": (6, 12, 48, 130, 71),
        "Xã Long Thạnh": (3, 5, 21, 85, 49),
        "Xã Phước Hưng": (8, 14, 39, 91, 42),
        "Đặc khu Cát Hải": (0, 1, 3, 8, 6),
        "Trung tâm Phục vụ hành chính công thị trấn Nguyễn Thị Minh Khai": (0, 0, 1, 3, 2),
        "Xã Ân Phú": (0, 0, 1, 4, 3),
        "Xã Yên Nghĩa": (0, 0, 0, 0, 0),
    }
    units = {name: province.add_unit(name) for name in counts}
    first = units["Phường An Bình"]
    shares: dict[str, Sequence[int]] = {
        "Nguyễn Thị Lan": (1, 2, 8, 40, 31),
        "Trần Văn Đức": (2, 1, 9, 33, 22),
        "Công Tằng Tôn Nữ Phương Thảo Nguyên": (0, 1, 2, 12, 9),
        "Lê Hoàng Ân": (0, 1, 0, 3, 2),
        "Phạm Quốc Ẩn": (0, 0, 1, 4, 1),
    }
    for name, levels in shares.items():
        province.rate(first, levels, province.add_official(first, name), days=60)
    given = [sum(levels[place] for levels in shares.values()) for place in range(5)]
    rest = [whole - part for whole, part in zip(counts["Phường An Bình"], given, strict=True)]
    province.rate(first, rest, days=80)
    marked = {"*": (0, 0, 0, 0, 9), "burst": (0, 0, 0, 0, 6), "out_of_hours": (0, 0, 0, 0, 5)}
    province.mark(first, marked, an_id("Nguyễn Thị Lan"))
    province.publish([POLITE, ON_TIME, VISITS, IMPROVE])
    province.ask(
        first,
        {
            "polite": {"yes": 168, "no": 9, "*": 177},
            "on_time": {"early": 12, "on_time": 120, "late": 25, "not_due": 8, "*": 165},
            "visits": {"one": 13, "two": 6, "more": 2, "*": 21},
            "improve": {"attitude": 4, "waiting": 31, "papers": 12, "*": 40},
        },
    )
    province.offer(first, called=412, rated=203, lapsed=180, invited=7)
    for name, unit in units.items():
        if unit != first:
            province.rate(unit, counts[name], days=85)
    province.rate(units["Xã Long Thạnh"], (0, 0, 1, 2, 0), dated=False)
    for place, unit in enumerate(units.values()):
        kiosk = province.add_kiosk(unit, heard_ms=heard_ms if place % 4 else None)
        province.need_attention(
            province.open_ledger(kiosk.kiosk, an_id(f"ledger {place}")), 7, "score", "unit"
        )
    return first


def fill_published(province: Province, first: str) -> None:
    """What the closing of 23 November published of the same units: less than there is, and of two nothing."""
    states = {
        "Phường An Bình": Published(
            first,
            5,
            {
                f"official:{an_id('Nguyễn Thị Lan')}": _shown(1, 2, 8, 40, 31),
                f"official:{an_id('Trần Văn Đức')}": _shown(2, 1, 9, 29, 20),
                f"official:{an_id('Công Tằng Tôn Nữ Phương Thảo Nguyên')}": _shown(0, 1, 2, 8, 6),
                "desk": _shown(2, 2, 10, 29, 30),
                f"answers:{QUESTIONS}/polite": Cell({"*": 170, "yes": 162, "no": 8}),
                f"answers:{QUESTIONS}/improve": Cell({"*": 38, "waiting": 30, "papers": 11, "attitude": 4}),
                "calls": Cell({"called": 402, "rated": 199}),
            },
            {"3": 1, "4": 7, "5": 3},
        ),
        "Phường Bình Minh": Published(an_id("Phường Bình Minh"), 3, {"desk": _shown(2, 4, 15, 80, 70)}),
        "Xã Phước Hưng": Published(an_id("Xã Phước Hưng"), 4, {"desk": _shown(8, 12, 37, 90, 41)}),
        "Đặc khu Cát Hải": Published(an_id("Đặc khu Cát Hải"), 1, {}, {"3": 2, "4": 7, "5": 4}),
        "Xã Ân Phú": Published(an_id("Xã Ân Phú")),
        "Xã Long Thạnh": Published(an_id("Xã Long Thạnh")),
    }
    with writing(province.engine) as connection:
        store(connection, [Closing("2026-11-23", state) for state in states.values()])


def _shown(*levels: int) -> Cell:
    return Cell({str(score): number for score, number in enumerate(levels, start=1) if number})
