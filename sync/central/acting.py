"""What a command changes, and who changed it: written down here for all of them, as pages write theirs."""

import argparse
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sync.central.accounts.audit import By, record
from sync.central.database.engine import writing
from sync.central.keys.clock import Clock
from sync.central.opening import Central, open_central
from sync.central.settings import Settings


class Act(NamedTuple):
    """What the audit log says of a command: the act, which argument it is about, which others it tells."""

    act: str
    about: str = ""
    detail: tuple[str, ...] = ()


ACTS: Final = {
    "migrate": Act("database_migrated"),
    "directory load": Act("province_loaded", detail=("folder",)),
    "directory import": Act("roster_imported", detail=("file",)),
    "directory publish": Act("directory_published", "unit"),
    "kiosk add": Act("kiosk_added", detail=("unit", "counter", "attribution", "name")),
    "kiosk move": Act("kiosk_moved", "kiosk", ("unit", "counter", "attribution", "name")),
    "kiosk replace": Act("kiosk_replaced", "kiosk"),
    "kiosk revoke": Act("kiosk_revoked", "kiosk", ("why",)),
    "kiosk provision": Act("provisioning_made", detail=("unit", "count", "days")),
    "kiosk provision-end": Act("provisioning_ended", "provisioning"),
    "release add": Act("release_added"),
    "release stage": Act("release_staged", "release", ("ring", "share")),
    "release withdraw": Act("release_withdrawn", "release"),
    "release ring": Act("ring_set", "kiosk", ("ring",)),
    "kiosk retire": Act("kiosk_retired", "kiosk", ("why",)),
    "kiosk command": Act("kiosk_told", "kiosk", ("what",)),
    "kiosk command --diagnostics": Act("diagnostics_read", "kiosk"),
    "kiosk set": Act("kiosk_set", "kiosk", ("sound", "brightness", "keep_days")),
    "kiosk pull-address": Act("pull_address_set", "kiosk", ("at",)),
    "proof plan": Act("proof_planned", "kiosk", ("day",)),
    "proof given": Act("proof_given"),
    "alarms": Act("alarm_acknowledged", "acknowledge"),
    "quarantine propose": Act("release_proposed", "what", ("why",)),
    "quarantine release": Act("release_done", "what"),
    "attribution propose": Act("attribution_proposed", detail=("kiosk",)),
    "attribution approve": Act("attribution_approved"),
    "attribution refuse": Act("attribution_refused"),
    "attribution withdraw": Act("attribution_withdrawn"),
    "attribution erase": Act("statement_erased"),
    "case remind": Act("cases_moved"),
    "erase": Act("text_erased", "what", ("why",)),
    "feed make": Act("feed_key_made", detail=("name", "unit", "fields")),
    "feed end": Act("feed_key_ended", "key"),
    "export parquet": Act("data_exported", detail=("month",)),
    "keys supervisors": Act("supervisors_key_made"),
    "keys announce": Act("key_announced"),
    "keys switch": Act("key_switched"),
    "keys retire": Act("key_retired"),
    "import": Act("files_imported"),
    "relay enrol": Act("relay_joined", detail=("central",)),
    "relay add": Act("province_added", detail=("name",)),
    "relay revoke": Act("province_revoked", "province"),
    "retention set": Act("retention_set", "policy"),
    "retention apply": Act("retention_applied"),
    "restore": Act("backup_restored", detail=("file",)),
    "report make": Act("report_made", "report"),
    "report sample": Act("sample_taken", "report", ("file",)),
    "report freeze": Act("report_frozen", "report"),
    "report sign": Act("report_signed", "report", ("number",)),
    "report publish": Act("report_published", "report"),
}
"""By command. `account …` writes its own down, in the room that its pages share."""


@dataclass
class Acting:
    """A command at work, in one transaction; `tell` adds what is known only once it is done."""

    central: Central
    connection: Connection
    about: str | None = None
    detail: dict[str, str] = field(default_factory=dict)

    def tell(self, about: str | None = None, **detail: str) -> None:
        """What the entry is about, if no argument says it, and what else is worth knowing."""
        self.about = about if about is not None else self.about
        self.detail |= detail


@contextmanager
def acting(settings: Settings, given: argparse.Namespace) -> Iterator[Acting]:
    """Open the server for a command that changes something: no change without its entry."""
    with open_central(settings) as central, writing(central.engine) as connection:
        hand = Acting(central, connection)
        yield hand
        write_down(connection, central.clock, given, about=hand.about, **hand.detail)


def write_down(
    connection: Connection,
    clock: Clock,
    given: argparse.Namespace,
    *,
    under: str = "",
    about: str | None = None,
    **detail: str,
) -> None:
    """Write down what a command did, in its own transaction; `under`: of several things, this."""
    act = ACTS[under or given.command]
    values = vars(given)
    named = {name: str(values[name]) for name in act.detail if values.get(name)}
    if about is None:
        about = str(values.get(act.about) or "")
    record(connection, clock, By("", who_acts(given)), act.act, about, **(named | detail))


def who_acts(given: argparse.Namespace) -> str:
    """Who `--as` says it is, or else the operating system's user."""
    return getattr(given, "person", "") or _system_user()


def _system_user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())  # one without a name, in a container
