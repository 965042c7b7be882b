"""Which releases this kiosk may run, and where they come to."""

import shutil
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.releases.building import Building
from kiosk.releases.choosing import may_try, tried
from kiosk.releases.incoming import Incoming
from kiosk.releases.keys import trusted_keys
from kiosk.releases.standing import Standing, read_standing, write_standing
from kiosk.releases.system import own_program, this_system
from kiosk.store import LEVEL
from sync.contract.crash import crash_point
from sync.contract.encoding import Malformed
from sync.contract.release import Offer, Release, read_release, release_name
from sync.contract.signed import Unsigned
from sync.contract.version import RELEASE

SPARE_BYTES: Final = 256 * 1024**2


class Refused(Exception):
    """A release that this kiosk will not run; says why."""


@dataclass(frozen=True)
class Place:
    """Where releases come to: the data folder, who may sign them, and how many bytes stay for the ledger."""

    data: Path
    keys: Path
    reserve: int


def wanted_of(offers: Sequence[Offer], standing: Standing, refused: Set[str] = frozenset()) -> Offer | None:
    """The highest release for this system that may be tried; none while another is on trial."""
    mine = [
        offer
        for offer in offers
        if offer.system == this_system()
        and offer.release not in refused
        and may_try(standing, offer.release, offer.number, RELEASE)
    ]
    return None if standing.trial else max(mine, key=lambda offer: offer.number, default=None)


def judged(place: Place, raw: bytes, offer: Offer | None = None) -> Release:
    """The release in `raw`, if this kiosk may run it.

    Raises:
        Refused: it may not; says why.
    """
    standing = read_standing(place.data)
    keys = trusted_keys(place.data, standing, place.keys)
    try:
        release = read_release(raw, keys)
    except (Malformed, Unsigned) as error:
        raise Refused(str(error) if keys else "nobody may sign releases for this kiosk") from error
    if release.system != this_system():
        raise Refused(f"it is for {release.system}, this is {this_system()}")
    if offer is not None and (release_name(raw), release.number) != (offer.release, offer.number):
        raise Refused("not the release that the server named")
    if not may_try(standing, release_name(raw), release.number, RELEASE):
        raise Refused(f"release {release.number} is no newer than what ran here, or failed here")
    if release.store > LEVEL:
        raise Refused(
            "this program could not go on with the ledger after it: take the release before it first"
        )
    return release


def building_of(place: Place, raw: bytes, release: Release) -> Building:
    """The release on its way into a folder."""
    own = own_program(place.data)
    return Building(place.data, raw, release, Incoming(place.data, release_name(raw)), [own] if own else [])


def has_room(place: Place, release: Release) -> bool:
    """Whether it fits beside all that the ledger may need."""
    return shutil.disk_usage(place.data).free >= 2 * release.size + place.reserve + SPARE_BYTES


def begin_trial(building: Building) -> None:
    """The next start of `run` is this release's."""
    write_standing(building.data, tried(read_standing(building.data), building.name))
    crash_point("update.after_trial")
    building.incoming.clear()
