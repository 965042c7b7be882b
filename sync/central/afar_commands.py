"""The commands for what is done from afar: `kiosk retire, command, set`, `proof`, `look`."""

import argparse
import sys

from sync.central.acting import acting, write_down
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.fleet.canaries import give_canary, list_canaries, plan_canary
from sync.central.fleet.commanding import diagnostics_of, issue_command, list_commands
from sync.central.fleet.looking import look_at_fleet
from sync.central.fleet.retiring import retire_kiosk
from sync.central.fleet.setting import read_settings, set_kiosk
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import moment, tell


def retire_command(settings: Settings, given: argparse.Namespace) -> int:
    """Take a kiosk out of service in order."""
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        site = site_of(connection, settings)
        by, why, force = given.person, given.why, given.force
        retire_kiosk(connection, identity, clock, site, given.kiosk, by, why, force=force)
        if force:
            hand.tell(forced="1")
    told = {"kiosk": given.kiosk, "state": "retired"}
    tell(given, told, f"kiosk {given.kiosk} is retired; what it delivered is counted")
    return 0


def command(settings: Settings, given: argparse.Namespace) -> int:
    """Tell a kiosk to do something once, list what it was told, or print diagnostics."""
    if given.diagnostics is not None:
        with open_central(settings) as central, writing(central.engine) as connection:
            report = diagnostics_of(connection, central.identity, given.kiosk, given.diagnostics)
            what = f"{given.command} --diagnostics"
            write_down(connection, central.clock, given, under=what, command=given.diagnostics)
        sys.stdout.write(report.decode() + "\n")
        return 0
    if given.what is None:
        with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
            found, now_ms = list_commands(connection, given.kiosk), central.clock.wall_ms()
        rows = [
            f"{one.command}  {one.what:<8}  {one.state(now_ms)}  {one.code or ''}".rstrip() for one in found
        ]
        tell(given, found, "\n".join(rows) or "it was told nothing")
        return 0
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        site = site_of(connection, settings)
        one = issue_command(connection, identity, clock, site, given.kiosk, given.what, given.person)
        hand.tell(command=one.command)
    tell(given, one, f"command {one.command}: the kiosk hears of it at its next contact")
    return 0


def configure(settings: Settings, given: argparse.Namespace) -> int:
    """Let settings hold for one kiosk."""
    wanted = read_settings(
        {"sound": given.sound, "brightness": given.brightness, "keep_days": given.keep_days}
    )
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        site = site_of(connection, settings)
        new = set_kiosk(connection, identity, clock, site, given.kiosk, wanted, given.person)
    words = "gets a new directory" if new else "has them already"
    tell(given, {"kiosk": given.kiosk, "published": new}, f"kiosk {given.kiosk} {words}")
    return 0


def plan(settings: Settings, given: argparse.Namespace) -> int:
    """Plan a proof."""
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        one = plan_canary(connection, identity, clock, given.kiosk, given.day, given.person)
        hand.tell(proof=one.canary)
    words = f"proof {one.canary}: rate 1 there on {one.day}, then: proof given {one.canary} CODE"
    tell(given, one, words)
    return 0


def give(settings: Settings, given: argparse.Namespace) -> int:
    """Enter the receipt code of a proof."""
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        one = give_canary(connection, identity, clock, given.proof, given.code, given.person)
        hand.tell(one.kiosk, day=one.day, proven=str(one.proven_ms is not None))
    come = one.proven_ms is not None
    words = "proven: it was counted, and is in no result any more" if come else "its line has not come yet"
    tell(given, one, words)
    return 0


def tell_proofs(settings: Settings, given: argparse.Namespace) -> int:
    """List what was planned."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found, now_ms = list_canaries(connection), central.clock.wall_ms()
    rows = [
        f"{one.canary}  {one.day}  {one.state(now_ms):<8} {moment(one.proven_ms)} kiosk {one.kiosk}"
        for one in found
    ]
    tell(given, found, "\n".join(rows) or "nothing is planned")
    return 0


def look(settings: Settings, given: argparse.Namespace) -> int:
    """Raise and end alarms of silence and missing proofs."""
    with open_central(settings) as central, writing(central.engine) as connection:
        looked = look_at_fleet(connection, central.clock)
    words = f"{looked.silent} fell silent, {looked.heard} heard again, {looked.missing} proofs missing"
    tell(given, looked._asdict(), words)
    return 0
