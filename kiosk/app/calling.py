"""The way to the central server, put together from the rooms; and what is remembered of each contact."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from typing import Any

import msgspec

from kiosk.app.opening import Kiosk
from kiosk.app.succession import AtOnce
from kiosk.store import StoreFailed, room_bytes
from sync.agent.contact import Contact
from sync.agent.heard import last_heard
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kept_directory import stored_directory
from sync.agent.outcome import Delivered, Outcome, Refused, Unanswered, Unreachable
from sync.agent.ports import Successor
from sync.agent.trust import Trust
from sync.contract.directory import Directory

LAST_CONTACT = "last_contact"
DAY_MS = 24 * 3_600_000

log = logging.getLogger(__name__)


@contextmanager
def calling(
    kiosk: Kiosk, applied: Callable[[Directory], None], successor: Successor | None = None
) -> Iterator[Contact]:
    """A contact with the servers that the directory kept now names; `applied` as in `Contact`.

    Without a `successor` a new ledger takes the old one's place at once, if no kiosk runs here.
    """
    raw, time = kiosk.store.directory(), kiosk.time
    directory = kiosk.directory if raw is None else stored_directory(raw)
    trust = Trust.of(directory)
    carrier = HttpCarrier(trust, kiosk.identity, time.now_ms, corrected_ms=time.corrected_ms)
    with closing(carrier):
        yield Contact(
            outbox=kiosk.store,
            formers=kiosk.store,
            successor=successor or AtOnce(kiosk.folder, kiosk.store),
            shelf=kiosk.store,
            carrier=carrier,
            signer=kiosk.identity,
            clock=kiosk.time,
            directory=directory,
            room_bytes=lambda: room_bytes(kiosk.folder),
            applied=applied,
        )


def remember(kiosk: Kiosk, outcome: Outcome, not_come: Unanswered | None) -> None:
    """Keep what a contact came to, for `status`, `check` and the staff page.

    `heard_ms` stays at the last verified receipt, `since_ms` at the first contact that came to the same.
    `not_come` is why the newest directory or photos did not come, if so.
    """
    try:
        _keep(kiosk, outcome, not_come)
    except StoreFailed as error:
        log.error("what the contact came to could not be kept: %s", error)


def keep_house(kiosk: Kiosk, directory: Directory, reserve: int) -> None:
    """What follows each contact: some old lines go, and `reserve` bytes are kept for the ledger."""
    let_go(kiosk, directory.policies.keep_days)
    keep_room(kiosk, reserve)


def let_go(kiosk: Kiosk, keep_days: int) -> None:
    """Prune some of the lines that are settled and older.

    Where the time is not known, as after a stick, it is at least that of the last receipt.
    """
    try:
        now_ms = kiosk.time.corrected_ms() or last_heard(kiosk.store)
        if now_ms is not None:
            kiosk.store.prune(now_ms - keep_days * DAY_MS)
    except StoreFailed as error:
        log.error("old lines could not be let go: %s", error)


def keep_room(kiosk: Kiosk, size: int) -> None:
    """Bring the ledger's reserve back to `size` bytes, if the disk has room."""
    try:
        kiosk.store.refill_reserve(size)
    except StoreFailed as error:
        log.error("no room could be kept for the ledger: %s", error)


def make_room(kiosk: Kiosk, reserve: int) -> None:
    """What the ledger finds at every start: its reserve, and soon behind it a log that need not grow."""
    keep_room(kiosk, reserve)

    def told(done: Future[None]) -> None:
        error = done.exception()
        if error is not None:
            log.error("touches are written more slowly than they could be: %s", error)

    kiosk.store.lay_out_log().add_done_callback(told)


def _keep(kiosk: Kiosk, outcome: Outcome, not_come: Unanswered | None) -> None:
    before = last_contact(kiosk) or {}
    now = kiosk.time.now_ms()
    heard = now if isinstance(outcome, Delivered) else before.get("heard_ms")
    missing = None if not_come is None else outcome_told(not_come)
    told: dict[str, Any] = {**outcome_told(outcome), "at_ms": now, "heard_ms": heard, "not_come": missing}
    told["since_ms"] = before.get("since_ms", now) if told["code"] == before.get("code") else now
    kiosk.store.set_setting(LAST_CONTACT, msgspec.json.encode(told).decode())


def last_contact(kiosk: Kiosk) -> dict[str, Any] | None:
    """What the last contact came to; None before the first."""
    kept = kiosk.store.get_setting(LAST_CONTACT)
    return None if kept is None else msgspec.json.decode(kept, type=dict[str, Any])


def outcome_told(outcome: Outcome) -> dict[str, str | None]:
    """An outcome's name, its code (`outcome_code`) and, for those who repair, its details."""
    detail = f"{outcome.code}: {outcome.detail}" if isinstance(outcome, Refused) else None
    detail = detail or getattr(outcome, "detail", None)
    return {"outcome": outcome.name, "code": outcome_code(outcome), "detail": detail}


def outcome_code(outcome: Outcome) -> str:
    """The outcome as one word, with its reason where it has one: `unreachable.tls`, `refused.clock`."""
    match outcome:
        case Refused(code=reason) | Unreachable(reason=reason):
            return f"{outcome.name}.{reason}"
        case _:
            return outcome.name
