"""A central server in this process: its database, its clock, its application, a small province."""

import json
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Engine

from sync.central.api.site import site_of
from sync.central.api.state import State
from sync.central.app import build_app
from sync.central.database.engine import reading, writing
from sync.central.directory.load import load_province
from sync.central.directory.province import read_province
from sync.central.directory.publish import publish_all
from sync.central.figures.rederive import rederive
from sync.central.figures.verify import Proof, verify
from sync.central.ingest.admission import Admission
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import open_own_ledger
from sync.central.keys.published import keep_key, known_keys
from sync.central.settings import Settings
from sync.contract.desk_time import desk_day
from sync.contract.http_signature import headers_for
from tests.central.door import Door
from tests.central.people import ORIGIN, QUICK, Person, sign_in

ADDRESS = "https://central.example"
START_MS = 1_795_403_045_123  # 23 November 2026, 10:44 in Hanoi
DAY_MS = 24 * 3600 * 1000

UNIT, OTHER_UNIT, COUNTER, OTHER_COUNTER, OFFICIAL, COLLEAGUE, QUESTIONS, STAFF, OTHER_STAFF = (
    str(uuid.uuid5(uuid.NAMESPACE_OID, name))
    for name in (
        "unit",
        "other unit",
        "counter",
        "other counter",
        "official",
        "colleague",
        "questions",
        "staff",
        "other staff",
    )
)
PIN = (
    "$argon2id$v=19$m=32768,t=3,p=1$O38k3tzj1UvG5wJ7Xb97zg$"
    "ZdldFGtGo51n/t2NP9WEMsmjRf0nTcQ0A/WUOAmblkQ"
)  # of 482913
JPEG = b"\xff\xd8\xff\xe0 a face \xff\xd9"


@dataclass
class SetClock:
    """A clock that a test sets."""

    now_ms: int = START_MS
    boot: str = "6f0c1c8e-0000-4000-8000-000000000001"

    def wall_ms(self) -> int:
        return self.now_ms

    def up_ms(self) -> int:
        return self.now_ms - START_MS + 1000


def named(text: str) -> dict[str, str]:
    return {"vi": text, "en": f"{text} (en)"}


def asked(question: str, kind: str, *choices: str) -> dict[str, Any]:
    texts = [{"choice": choice, "text": named(choice)} for choice in choices]
    return {"question": question, "kind": kind, "text": named(f"{question}?"), "choices": texts}


def small_province() -> dict[str, Any]:
    choices = [
        {"choice": f"s{score}", "text": named(f"mức {score}"), "score": score} for score in range(1, 6)
    ]
    question = {"question": "satisfied", "kind": "score", "text": named("Hài lòng?"), "choices": choices}
    further = [
        asked("polite", "choice", "yes", "no"),
        asked("harassed", "choice", "yes", "no") | {"sealed": True},
        asked("improve", "reasons", "waiting", "attitude"),
    ]
    return {
        "units": [
            {"unit": UNIT, "name": named("Phường An Bình")},
            {"unit": OTHER_UNIT, "name": named("Xã Hương Mai")},
        ],
        "counters": [
            {"counter": COUNTER, "unit": UNIT, "number": 1, "name": named("Hộ tịch")},
            {"counter": OTHER_COUNTER, "unit": OTHER_UNIT, "number": 1, "name": named("Đất đai")},
        ],
        "officials": [
            {
                "official": OFFICIAL,
                "unit": UNIT,
                "name": "Nguyễn Thị Hoa",
                "title": named("Chuyên viên"),
                "photo": "photos/hoa.jpg",
                "counters": [COUNTER],
            }
        ],
        "questionnaires": [{"id": QUESTIONS, "version": 1, "questions": [question, *further]}],
        "texts": {"vi": {"desk.rights": "Ông/Bà có quyền giám sát"}},
        "policies": {"hotline": "1022", "paper_form": True},
    }


def write_province(folder: Path, province: dict[str, Any]) -> Path:
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    (folder / "photos" / "hoa.jpg").write_bytes(JPEG)
    (folder / "province.json").write_text(json.dumps(province, ensure_ascii=False), "utf-8")
    return folder


@dataclass
class World:
    """What a test needs of the central server."""

    engine: Engine
    folder: Path
    door: Door
    clock: SetClock = field(default_factory=SetClock)

    def __post_init__(self) -> None:
        self.identity = Identity(str(uuid.uuid4()), Ed25519PrivateKey.generate(), X25519PrivateKey.generate())
        self.settings = Settings(data=self.folder, database="", address=ADDRESS)
        self.state = State(self.engine, self.identity, self.settings, self.clock)
        self.open()
        with writing(self.engine) as connection:
            open_own_ledger(connection, self.identity, self.clock)
            keep_key(connection, self.identity.public.hex(), self.clock.wall_ms())
        self.load(small_province())

    def open(self, admission: Admission | None = None) -> None:
        """Answer at the door."""
        self.door.app = build_app(self.state, admission, QUICK)

    def load(self, province: dict[str, Any]) -> list[str]:
        """Load the province as the command does; return the kiosks with a new directory."""
        folder = read_province(write_province(self.folder, province))
        with writing(self.engine) as connection:
            load_province(connection, folder, desk_day(self.clock.wall_ms()))
            for entry in folder.province.units:
                rederive(
                    connection, entry.unit, self.identity.server_id, known_keys(connection, self.identity)
                )
            site = site_of(connection, self.settings)
            return publish_all(connection, self.identity, self.clock, site).published

    def verify(self) -> Proof:
        with reading(self.engine) as connection:
            return verify(connection, known_keys(connection, self.identity))

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with reading(self.engine) as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]

    def execute(self, sql: str) -> None:
        with writing(self.engine) as connection:
            connection.exec_driver_sql(sql)

    def call(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """One request over the door's socket."""
        return self.door.request(method, path, body, headers)

    def sign_in(self, *grants: tuple[str, str]) -> Person:
        """Somebody with these grants (role, and unit, official or '')."""
        return sign_in(self.engine, self.clock.wall_ms(), *grants)

    def send(self, person: Person, path: str, **fields: str) -> httpx.Response:
        """One form, as a page of ours in this person's browser sends it."""
        body = urlencode({"token": person.token} | fields).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.call("POST", path, body, person.headers | ORIGIN | kind)

    def signed_call(
        self, private: Ed25519PrivateKey, method: str, path: str, body: bytes = b"", *, skew_s: int = 0
    ) -> httpx.Response:
        """One request, signed now by this key."""
        created = self.clock.wall_ms() // 1000 + skew_s
        return self.call(method, path, body, headers_for(private, method, ADDRESS + path, body, created))
