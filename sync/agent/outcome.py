"""What a contact came to. Failures are values: the worker paces by them, the staff page shows them."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from sync.contract.receipt import Receipt


@dataclass(frozen=True)
class Delivered:
    """A verified receipt was applied; `count` lines are newly settled, `more` should follow at once."""

    name: ClassVar[str] = "delivered"
    receipt: Receipt
    count: int
    more: bool


@dataclass(frozen=True)
class Idle:
    """Nothing was pending; nothing was sent."""

    name: ClassVar[str] = "idle"


@dataclass(frozen=True)
class Unreachable:
    """No answer of ours came back; `retry_ms` if a 5xx named one."""

    name: ClassVar[str] = "unreachable"
    reason: Literal["dns", "connection", "proxy", "tls", "timeout", "cut_off", "server_error", "address"]
    detail: str
    retry_ms: int | None = None


@dataclass(frozen=True)
class Portal:
    """Somebody else answered: a login page, a proxy, a redirect."""

    name: ClassVar[str] = "portal"
    detail: str


@dataclass(frozen=True)
class Untrusted:
    """A document that is not from our server, or not the answer to this request."""

    name: ClassVar[str] = "untrusted"
    detail: str


@dataclass(frozen=True)
class Refused:
    """Our server refused, with a code of `sync.contract.problems`, or `no_progress`."""

    name: ClassVar[str] = "refused"
    code: str
    detail: str


@dataclass(frozen=True)
class Busy:
    """Our server asks to come back later; `retry_ms` if it said when."""

    name: ClassVar[str] = "busy"
    retry_ms: int | None


@dataclass(frozen=True)
class Forked:
    """The server holds something else under this ledger's name: a clone or a rollback, here or there."""

    name: ClassVar[str] = "forked"
    receipt: Receipt


Unanswered = Unreachable | Portal | Untrusted | Refused | Busy
Failure = Unanswered | Forked
Outcome = Delivered | Idle | Failure
