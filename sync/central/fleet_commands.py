"""The commands that look after kiosks: `kiosk list, show, replace, revoke`, `alarms`, `quarantine`."""

import argparse

from sync.central.acting import acting
from sync.central.alarms.listing import Alarm, acknowledge, list_alarms
from sync.central.alerts.standing import list_targets
from sync.central.api.site import site_of
from sync.central.database.engine import reading
from sync.central.fleet.adding import Added
from sync.central.fleet.alerting import judge_targets
from sync.central.fleet.listing import show_kiosk
from sync.central.fleet.retiring import replace_kiosk, revoke_kiosk
from sync.central.fleet.table import Asked, read_fleet
from sync.central.opening import open_central
from sync.central.quarantine.releasing import release
from sync.central.quarantine.waiting import Waiting, list_waiting, propose
from sync.central.settings import Settings
from sync.central.telling import moment, tell
from sync.contract.encoding import grouped


def tell_kiosks(settings: Settings, given: argparse.Namespace) -> int:
    """List the kiosks."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = read_fleet(connection, Asked(), central.clock.wall_ms(), size=None).lines
    rows = [
        f"{one.kiosk}  {one.condition:<9} heard {moment(one.last_heard_ms, 'never')}  alarms {one.alarms}  "
        f"{one.unit_name['vi']} · {one.name}"
        for one in found
    ]
    tell(given, found, "\n".join(rows) or "no kiosks")
    return 0


def tell_kiosk(settings: Settings, given: argparse.Namespace) -> int:
    """Show one kiosk."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        page = show_kiosk(connection, given.kiosk, central.clock.wall_ms())
    one = page.kiosk
    words = [
        f"kiosk {one.kiosk} ({one.name}, {one.unit_name['vi']}): {one.state}",
        f"last heard {moment(one.last_heard_ms, 'never')}, {one.pending or 0} lines pending there",
        f"{page.practised} practice ratings, not counted",
        *([f"replaced by {one.replaced_by}"] if one.replaced_by else []),
        *([f"stands in the place of {page.replaces}"] if page.replaces else []),
    ]
    for ledger in page.ledgers:
        told = f"ledger {ledger.ledger}: {ledger.held} lines"
        told += f", follows {ledger.parent}" if ledger.parent else ""
        told += f", released from salvage of {ledger.salvaged_from}" if ledger.salvaged_from else ""
        told += f", not counted from line {ledger.quarantined_from}" if ledger.quarantined_from else ""
        words.append(told)
    tell(given, page, "\n".join([*words, *(_alarm(alarm) for alarm in page.alarms)]))
    return 0


def replace(settings: Settings, given: argparse.Namespace) -> int:
    """Let another device stand in a kiosk's place, and print its code."""
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        site = site_of(connection, settings)
        added = replace_kiosk(connection, identity, clock, site, given.kiosk, given.person)
        hand.tell(new=added.kiosk)
    tell_added(given, added)
    return 0


def tell_added(given: argparse.Namespace, added: Added) -> None:
    """Say what a new kiosk is, and with which code it enrols."""
    link = added.link
    code, fingerprint = grouped(link.code), grouped(link.fingerprint)
    told = {
        "kiosk": added.kiosk,
        "name": added.place.name,
        "unit": added.place.unit,
        "code": link.code,
        "fingerprint": link.fingerprint,
        "address": link.address,
        "link": link.text(),
        "expires_ms": added.expires_ms,
    }
    tell(
        given,
        told,
        f"kiosk {added.kiosk} ({added.place.name})\n"
        f"code, good once and for seven days: {code}\n"
        f"link: {link.text()}\n"
        f"at the kiosk: hailong-kiosk enrol --central {link.address} --code {code}.{fingerprint}",
    )


def revoke(settings: Settings, given: argparse.Namespace) -> int:
    """Believe a kiosk no longer."""
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        site = site_of(connection, settings)
        revoke_kiosk(connection, identity, clock, site, given.kiosk, given.person, given.why)
    tell(
        given,
        {"kiosk": given.kiosk, "state": "revoked"},
        f"kiosk {given.kiosk} is revoked: what it delivers from now on is kept, and not counted",
    )
    return 0


def tell_alarms(settings: Settings, given: argparse.Namespace) -> int:
    """List alarms, or record who has seen one."""
    if given.acknowledge is not None:
        with acting(settings, given) as hand:
            _, identity, clock, _ = hand.central
            acknowledge(hand.connection, identity, clock, given.acknowledge, given.person)
        told = {"alarm": given.acknowledge, "by": given.person}
        tell(given, told, f"alarm {given.acknowledge} is acknowledged")
        return 0
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = list_alarms(connection, every=given.all)
    tell(given, found, "\n".join(_alarm(alarm) for alarm in found) or "no alarms")
    return 0


def tell_alerts(settings: Settings, given: argparse.Namespace) -> int:
    """List whom alerts reach, and how that stands."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        judge_targets(connection, settings.alerts)
        found = list_targets(connection, settings.alerts)
    rows = [
        f"{one.target}  {one.about:<5}  {one.unit or 'everywhere'}  told {moment(one.told_ms, 'never')}"
        f"{f'  away: failed {one.failed} times, tried again {moment(one.next_ms)}' if one.failed else ''}"
        for one in found
    ]
    tell(given, found, "\n".join(rows) or "alerts go nowhere: the setting alerts names no target")
    return 0


def tell_waiting(settings: Settings, given: argparse.Namespace) -> int:
    """List what is kept and not counted."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = list_waiting(connection)
    tell(given, found, "\n".join(_waiting(one) for one in found) or "nothing is kept apart")
    return 0


def propose_release(settings: Settings, given: argparse.Namespace) -> int:
    """Propose that something counts."""
    with acting(settings, given) as hand:
        _, identity, clock, _ = hand.central
        one = propose(hand.connection, identity, clock, given.what, given.person, given.why)
        hand.tell(one.what)
    words = f"proposed: {one.what}; now somebody else: quarantine release {one.what} --as NAME"
    tell(given, {"what": one.what, "proposed_by": given.person}, words)
    return 0


def release_kept(settings: Settings, given: argparse.Namespace) -> int:
    """Let it count."""
    with acting(settings, given) as hand:
        one = release(hand.connection, hand.central.identity, hand.central.clock, given.what, given.person)
        hand.tell(one.what, lines=str(one.lines))
    tell(
        given, {"what": one.what, "released_by": given.person}, f"{one.lines} lines of {one.what} are counted"
    )
    return 0


def _waiting(one: Waiting) -> str:
    proposed = f"; proposed by {one.proposed_by}: {one.why}" if one.proposed_by else ""
    words = f"{one.kind} {one.what}: {one.lines} lines of kiosk {one.kiosk}, ledger {one.ledger}"
    return f"{words} ({one.reason}), since {moment(one.since_ms)}{proposed}"


def _alarm(alarm: Alarm) -> str:
    over = f", over since {moment(alarm.ended_ms)}" if alarm.ended_ms else ""
    seen = f", acknowledged by {alarm.acknowledged_by}" if alarm.acknowledged_by else ""
    about = " ".join(part for part in (alarm.ledger, alarm.about) if part)
    return (
        f"alarm {alarm.alarm} {alarm.kind}: kiosk {alarm.kiosk} ({alarm.name}) {about}\n"
        f"  since {moment(alarm.since_ms)}, last {moment(alarm.last_ms)}, {alarm.times} times{over}{seen}\n"
        f"  {alarm.meaning['en']}\n"
        f"  {alarm.way_out['en']}"
    )
