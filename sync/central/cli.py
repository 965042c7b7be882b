"""The command `hailong-central`; `--help` tells its settings and exit codes."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from sqlite3 import Error as SqliteError
from typing import Final

from sqlalchemy.exc import DBAPIError

from sync.central import (
    account_commands,
    attribution_commands,
    case_commands,
    relay_commands,
    release_commands,
    report_commands,
)
from sync.central.accounts.managing import AccountRefused
from sync.central.acting import acting, who_acts, write_down
from sync.central.afar_commands import command, configure, give, look, plan, retire_command, tell_proofs
from sync.central.alarms.listing import AlarmRefused
from sync.central.alerts.targets import TargetsRefused
from sync.central.api.site import site_of
from sync.central.arguments import build_parser
from sync.central.attribution.refusal import AttributionRefused
from sync.central.backup.refusal import BackupRefused
from sync.central.backup_commands import back_up, check, restore
from sync.central.carrier_commands import import_command, pull_address_command, pull_command
from sync.central.database.engine import reading, writing
from sync.central.database.migration import HalfMigrated, NewerDatabase
from sync.central.database.ordering import UnfitDatabase
from sync.central.database.replication import doubts
from sync.central.directory.load import load_province
from sync.central.directory.province import read_province
from sync.central.directory.publications import publish_edits
from sync.central.directory.refusal import ProvinceRefused, WouldMoveKiosks
from sync.central.directory_commands import export_roster, import_roster, publish_directory
from sync.central.erasure.erasing import EraseRefused
from sync.central.erasure_command import erase_command
from sync.central.feed.keys import FeedRefused
from sync.central.feed.parquet import ExportRefused
from sync.central.feed_commands import end_feed_key, export_parquet, make_feed_key, tell_feed_keys
from sync.central.figures.rederive import rederive
from sync.central.figures.verify import verify
from sync.central.fleet.adding import KioskRefused, Place, add_kiosk
from sync.central.fleet.alerting import judge_targets
from sync.central.fleet.moving import move_kiosk
from sync.central.fleet_commands import (
    propose_release,
    release_kept,
    replace,
    revoke,
    tell_added,
    tell_alarms,
    tell_alerts,
    tell_kiosk,
    tell_kiosks,
    tell_waiting,
)
from sync.central.key_commands import announce as announce_key
from sync.central.key_commands import (
    make_badge,
    make_call_token,
    make_pin,
    make_supervisors_key,
    retire,
    switch,
)
from sync.central.keys.identity import BadIdentity
from sync.central.keys.own_ledger import AnotherServers
from sync.central.keys.pin import PinRefused
from sync.central.keys.published import known_keys
from sync.central.keys.supervisors import KeyRefused
from sync.central.opening import NotMigrated, open_central
from sync.central.operating_commands import apply_retention, set_retention, tell_jobs, tell_retention
from sync.central.provisioning_commands import end_provision, provision, tell_provisions
from sync.central.quarantine.waiting import QuarantineRefused
from sync.central.relay.joining import RelayRefused
from sync.central.relay_commands import enrol_here, pass_once, tell_relay
from sync.central.reports.periods import FormRefused
from sync.central.reports.records import ReportRefused
from sync.central.retention.policies import RetentionRefused
from sync.central.serving import CannotListen, announce, listen, serve
from sync.central.settings import SettingRefused, Settings, load_settings
from sync.central.telling import NotAsked, tell
from sync.contract.desk_time import desk_day

log = logging.getLogger(__name__)

_USAGE: Final = (SettingRefused, TargetsRefused, CannotListen, WouldMoveKiosks, NotAsked)
_REFUSED: Final = (
    AccountRefused,
    ProvinceRefused,
    KioskRefused,
    PinRefused,
    KeyRefused,
    AlarmRefused,
    AttributionRefused,
    QuarantineRefused,
    BackupRefused,
    RetentionRefused,
    EraseRefused,
    RelayRefused,
    FeedRefused,
    ExportRefused,
    ReportRefused,
    FormRefused,
)
_DATABASE: Final = (
    NewerDatabase,
    HalfMigrated,
    UnfitDatabase,
    NotMigrated,
    AnotherServers,
    BadIdentity,
    DBAPIError,
    SqliteError,
    OSError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    given = build_parser().parse_args(arguments)
    try:
        return _run(given)
    except _USAGE as error:
        return _fail(2, str(error))
    except _REFUSED as error:
        return _fail(3, str(error))
    except DBAPIError as error:
        return _fail(4, f"the database cannot be used: {error.orig}")
    except _DATABASE as error:
        return _fail(4, str(error))
    except Exception:
        log.exception("hailong-central: an error of its own")  # uncaught, it would end in 1: differences
        return 5


def _run(given: argparse.Namespace) -> int:
    if given.command in _ALONE:
        return _ALONE[given.command](given)
    flags = {name: value for name, value in vars(given).items() if isinstance(value, str)}
    return _COMMANDS[given.command](load_settings(flags), given)


def _serve(settings: Settings, given: argparse.Namespace) -> int:
    with open_central(settings) as central:
        with reading(central.engine) as connection:
            judge_targets(connection, settings.alerts)
        listening = listen(settings)
        if settings.synchronous:
            with reading(central.engine) as connection:
                for doubt in doubts(connection):
                    log.warning("synchronous: %s", doubt)
        try:
            announce(central, settings, listening, moving=given.move_kiosks)
        except BaseException:
            listening.socket.close()
            raise
        told = {
            "address": listening.address,
            "server": central.identity.server_id,
            "fingerprint": central.identity.fingerprint,
        }
        tell(
            given,
            told,
            f"hailong-central {told['server']} listens at {told['address']}",
        )
        serve(central, settings, listening)
    return 0


def _migrate(settings: Settings, given: argparse.Namespace) -> int:
    def progress(name: str, number: int, of: int) -> None:
        sys.stderr.write(f"{number} of {of}: {name}\n")

    with open_central(settings, told=None if given.json else progress) as central:
        if done := central.migrated:
            with writing(central.engine) as connection:
                write_down(connection, central.clock, given, steps=", ".join(done))
    tell(given, {"migrated": done}, ", ".join(done) or "nothing to do: the database has this version's shape")
    return 0


def _load(settings: Settings, given: argparse.Namespace) -> int:
    folder = read_province(Path(given.folder))
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        loaded = load_province(connection, folder, desk_day(clock.wall_ms()))
        for unit in sorted(entry.unit for entry in folder.province.units):
            rederive(connection, unit, identity.server_id, known_keys(connection, identity))
        site = site_of(connection, settings)
        told = publish_edits(connection, identity, clock, site, who_acts(given), moving=given.move_kiosks)
        hand.tell(kiosks=str(len(told.published)))
    tell(
        given,
        {
            **loaded._asdict(),
            "published": told.published,
            "unpublished": [{"kiosk": kiosk, "why": why} for kiosk, why in told.unpublished],
        },
        f"{loaded.units} units, {loaded.counters} counters, {loaded.officials} officials, "
        f"{loaded.photos} photos, {loaded.staff} staff; {len(told.published)} kiosks get a new directory"
        + "".join(f"\nwarning: {kiosk} keeps its old one: {why}" for kiosk, why in told.unpublished),
    )
    return 0


def _add(settings: Settings, given: argparse.Namespace) -> int:
    place = Place(given.unit, given.counter, given.attribution, given.name)
    with acting(settings, given) as hand:
        connection, central = hand.connection, hand.central
        site = site_of(connection, settings)
        added = add_kiosk(connection, central.identity, central.clock, site, place)
        hand.tell(added.kiosk)
    tell_added(given, added)
    return 0


def _move(settings: Settings, given: argparse.Namespace) -> int:
    place = Place(given.unit, given.counter, given.attribution, given.name or "")
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        site = site_of(connection, settings)
        moving = given.move_kiosks
        new = move_kiosk(connection, identity, clock, site, given.kiosk, place, moving=moving)
    words = "gets a new directory" if new else "stands there already"
    tell(given, {"kiosk": given.kiosk, "unit": given.unit, "published": new}, f"kiosk {given.kiosk} {words}")
    return 0


def _verify(settings: Settings, given: argparse.Namespace) -> int:
    with (
        open_central(settings, migrating=False) as central,
        reading(central.engine) as connection,
    ):
        proof = verify(connection, known_keys(connection, central.identity))
    differences = [difference.text() for difference in proof.differences]
    summed = (
        f"{proof.ledgers} ledgers, {proof.lines} lines, {proof.ratings} ratings recomputed: "
        f"{len(differences)} differences"
    )
    tell(given, proof, "\n".join([*differences, summed]))
    return 1 if differences else 0


def _fail(code: int, message: str) -> int:
    sys.stderr.write(f"hailong-central: {message}\n")
    return code


_COMMANDS: Final[dict[str, Callable[[Settings, argparse.Namespace], int]]] = {
    "serve": _serve,
    "migrate": _migrate,
    "directory load": _load,
    "directory import": import_roster,
    "directory export": export_roster,
    "directory publish": publish_directory,
    "kiosk add": _add,
    "keys supervisors": make_supervisors_key,
    "keys announce": announce_key,
    "keys switch": switch,
    "keys retire": retire,
    "kiosk move": _move,
    "import": import_command,
    "pull": pull_command,
    "kiosk pull-address": pull_address_command,
    "kiosk list": tell_kiosks,
    "kiosk show": tell_kiosk,
    "kiosk replace": replace,
    "kiosk revoke": revoke,
    "kiosk retire": retire_command,
    "kiosk provision": provision,
    "kiosk provisions": tell_provisions,
    "kiosk provision-end": end_provision,
    "release add": release_commands.add,
    "release stage": release_commands.stage,
    "release withdraw": release_commands.withdraw,
    "release list": release_commands.tell_releases,
    "release ring": release_commands.ring,
    "kiosk command": command,
    "kiosk set": configure,
    "proof plan": plan,
    "proof given": give,
    "proof list": tell_proofs,
    "look": look,
    "alarms": tell_alarms,
    "alerts": tell_alerts,
    "quarantine list": tell_waiting,
    "quarantine propose": propose_release,
    "quarantine release": release_kept,
    "attribution list": attribution_commands.tell_attributions,
    "attribution propose": attribution_commands.propose,
    "attribution approve": attribution_commands.approve,
    "attribution refuse": attribution_commands.refuse,
    "attribution withdraw": attribution_commands.withdraw,
    "attribution erase": attribution_commands.erase,
    "case list": case_commands.tell_cases,
    "case remind": case_commands.remind,
    "erase": erase_command,
    "feed make": make_feed_key,
    "feed end": end_feed_key,
    "feed list": tell_feed_keys,
    "export parquet": export_parquet,
    "relay enrol": enrol_here,
    "relay status": tell_relay,
    "relay once": pass_once,
    "relay add": relay_commands.add,
    "relay revoke": relay_commands.revoke,
    "report make": report_commands.make,
    "report sample": report_commands.sample_command,
    "report freeze": report_commands.freeze_command,
    "report sign": report_commands.sign_command,
    "report publish": report_commands.publish_command,
    "report verify": report_commands.verify_command,
    "report list": report_commands.list_command,
    "verify": _verify,
    "backup": back_up,
    "restore": restore,
    "check": check,
    "jobs": tell_jobs,
    "retention list": tell_retention,
    "retention set": set_retention,
    "retention apply": apply_retention,
    "account first": account_commands.first,
    "account add": account_commands.add,
    "account list": account_commands.tell_accounts,
    "account grant": account_commands.grant,
    "account withdraw": account_commands.withdraw,
    "account reset": account_commands.reset,
    "account visit": account_commands.visit,
    "account disable": account_commands.disable,
    "account enable": account_commands.enable,
    "account sign-out": account_commands.sign_out,
    "account link": account_commands.link_identity,
    "audit verify": account_commands.verify_log,
    "audit list": account_commands.tell_log,
}
_ALONE: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "pin": make_pin,
    "badge": make_badge,
    "call-token": make_call_token,
}
"""What needs neither settings nor a database."""


if __name__ == "__main__":
    sys.exit(main())
