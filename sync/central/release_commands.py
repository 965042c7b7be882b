"""The commands `release add, stage, withdraw, list, ring`: which kiosks become which program, and when."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from sync.central.acting import Acting, acting
from sync.central.api.site import site_of
from sync.central.database.engine import reading
from sync.central.directory.offers import Ring
from sync.central.fleet.releases import (
    Hands,
    ReleaseLine,
    add_release,
    list_releases,
    set_ring,
    stage_release,
    withdraw_release,
)
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell


def add(settings: Settings, given: argparse.Namespace) -> int:
    """Take a release in."""
    with acting(settings, given) as hand:
        made = add_release(hand.connection, hand.central.clock, Path(given.file), given.person, given.new_key)
        hand.tell(made.release, number=str(made.number), software=made.software)
    words = f"{_row(made)}\nkiosks take it only once it is staged:"
    tell(given, made, f"{words}\n  hailong-central release stage {made.release[:8]} --ring pilot --as …")
    return 0


def stage(settings: Settings, given: argparse.Namespace) -> int:
    """Let kiosks take it."""
    with acting(settings, given) as hand:
        staged, told = stage_release(
            hand.connection,
            _hands(hand, settings),
            given.release,
            Ring[given.ring.upper()],
            given.share,
            given.person,
        )
    tell(given, {**_plain(staged), "published": told}, f"{_row(staged)}\n{told} kiosks get a new directory")
    return 0


def withdraw(settings: Settings, given: argparse.Namespace) -> int:
    """Let no further kiosk take it."""
    with acting(settings, given) as hand:
        told = withdraw_release(hand.connection, _hands(hand, settings), given.release, given.person)
    words = f"release {given.release} is withdrawn; {told} kiosks get a new directory"
    tell(given, {"release": given.release, "published": told}, words)
    return 0


def tell_releases(settings: Settings, given: argparse.Namespace) -> int:
    """List them."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = list_releases(connection)
    tell(given, found, "\n".join(map(_row, found)) or "no releases")
    return 0


def ring(settings: Settings, given: argparse.Namespace) -> int:
    """Say with which ring a kiosk gets releases."""
    with acting(settings, given) as hand:
        chosen = Ring[given.ring.upper()]
        new = set_ring(hand.connection, _hands(hand, settings), given.kiosk, chosen, given.person)
    told = {"kiosk": given.kiosk, "ring": given.ring, "published": new}
    tell(given, told, f"kiosk {given.kiosk} gets releases with the ring {given.ring}")
    return 0


def _hands(hand: Acting, settings: Settings) -> Hands:
    return hand.central.identity, hand.central.clock, site_of(hand.connection, settings)


def _row(one: ReleaseLine) -> str:
    where = one.state if one.ring is None else f"{Ring(one.ring).name.lower()} {one.share} %"
    return (
        f"{one.release[:8]}  number {one.number}  {one.software}  {one.system}  {where}  "
        f"offered to {one.offered}: {one.confirmed} confirmed, {one.trying} try it, {one.failed} failed  "
        f"until {datetime.fromtimestamp(one.expires_ms / 1000, UTC):%Y-%m-%d}"
    )


def _plain(one: ReleaseLine) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__}
