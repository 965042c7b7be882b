"""The way to the central server, put together from the rooms; and what is remembered of each contact."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import msgspec

from kiosk.app.opening import Kiosk
from kiosk.app.succession import AtOnce
from sync.agent.contact import Contact
from sync.agent.http_carrier import HttpCarrier
from sync.agent.outcome import Delivered, Outcome, Refused, Unanswered
from sync.agent.ports import Successor
from sync.agent.trust import Trust
from sync.contract.directory import Directory

LAST_CONTACT = "last_contact"


@contextmanager
def calling(
    kiosk: Kiosk, applied: Callable[[Directory], None], successor: Successor | None = None
) -> Iterator[Contact]:
    """A contact with the servers that the directory names; `applied` as in `Contact`.

    Without a `successor` a new ledger takes the old one's place at once, if no kiosk runs here.
    """
    with closing(HttpCarrier(Trust.of(kiosk.directory), kiosk.identity, kiosk.time.now_ms)) as carrier:
        yield Contact(
            outbox=kiosk.store,
            formers=kiosk.store,
            successor=successor or AtOnce(kiosk.folder, kiosk.store),
            shelf=kiosk.store,
            carrier=carrier,
            signer=kiosk.identity,
            clock=kiosk.time,
            directory=kiosk.directory,
            room_bytes=lambda: shutil.disk_usage(kiosk.folder).free,
            applied=applied,
        )


def remember(kiosk: Kiosk, outcome: Outcome, not_come: Unanswered | None) -> None:
    """Keep what a contact came to, for `status` and `check`; `heard_ms` stays at the last verified receipt.

    `not_come` is why the newest directory or photos did not come, if so.
    """
    before = last_contact(kiosk) or {}
    now = kiosk.time.now_ms()
    heard = now if isinstance(outcome, Delivered) else before.get("heard_ms")
    missing = None if not_come is None else outcome_told(not_come)
    told = {**outcome_told(outcome), "at_ms": now, "heard_ms": heard, "not_come": missing}
    kiosk.store.set_setting(LAST_CONTACT, msgspec.json.encode(told).decode())


def last_contact(kiosk: Kiosk) -> dict[str, Any] | None:
    """What the last contact came to; None before the first."""
    kept = kiosk.store.get_setting(LAST_CONTACT)
    return None if kept is None else msgspec.json.decode(kept, type=dict[str, Any])


def outcome_told(outcome: Outcome) -> dict[str, str | None]:
    """An outcome's name and, for those who repair, its details."""
    if isinstance(outcome, Refused):
        return {"outcome": outcome.name, "detail": f"{outcome.code}: {outcome.detail}"}
    return {"outcome": outcome.name, "detail": getattr(outcome, "detail", None)}
