"""A citizen's phone: the address behind a QR code, and forms as a browser sends them."""

import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from sync.contract.token import Purpose, Token, mint
from tests.central.desk import Desk
from tests.central.people import ORIGIN
from tests.central.world import COUNTER, OFFICIAL, QUESTIONS, UNIT, World

KIND = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Phone:
    desk: Desk
    purpose: Purpose = Purpose.INVITATION
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def world(self) -> World:
        return self.desk.world

    @property
    def path(self) -> str:
        token = Token(self.purpose, self.desk.kiosk, self.desk.ledger, self.id)
        return f"/T/{mint(token, self.desk.private.sign)}"

    def invite(self, official: str | None = OFFICIAL) -> int:
        """The kiosk's line."""
        body = {"invitation": self.id, "unit": UNIT, "official": official, "counter": COUNTER}
        return self.desk.append("invitation.made", body)

    def page(self, language: str = "vi") -> httpx.Response:
        return self.world.call("GET", f"{self.path}?lang={language}")

    def send(self, **fields: str | list[str]) -> httpx.Response:
        body = urlencode(fields, doseq=True).encode()
        return self.world.call("POST", self.path, body, ORIGIN | KIND)

    def rate(self, score: int = 4, **fields: str | list[str]) -> httpx.Response:
        told: dict[str, str | list[str]] = {"questionnaire": f"{QUESTIONS}/1", "satisfied": f"s{score}"}
        return self.send(act="rate", **(told | fields))

    def comment(self, text: str, name: str = "") -> httpx.Response:
        return self.send(act="comment", comment=text, name=name or str(uuid.uuid4()))

    def withdraw(self) -> httpx.Response:
        return self.send(act="withdraw")
