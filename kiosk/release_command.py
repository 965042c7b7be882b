"""The command `update`: how releases stand here, or one that is brought in a file."""

import argparse
from pathlib import Path

import msgspec

from kiosk.app.opening import open_kiosk
from kiosk.app.release_by_hand import take_release
from kiosk.app.release_judged import Place, Refused
from kiosk.app.release_told import release_words, releases_told
from kiosk.app.reporting import MIB
from kiosk.config import Config
from kiosk.desk import machine_clock
from kiosk.telling import DONE, REFUSED, fail, say


def place_of(config: Config) -> Place:
    """Where releases come to."""
    return Place(config.data_folder, config.release_keys, config.reserve_mib * MIB)


def update_command(config: Config, given: argparse.Namespace) -> int:
    """Tell how releases stand, or lay one out."""
    place = place_of(config)
    with open_kiosk(config.data_folder, machine_clock()) as kiosk:
        offers, now_ms = kiosk.directory.releases, kiosk.time.now_ms()
    if given.file is not None:
        try:
            brought = take_release(place, Path(given.file))
        except Refused as why:
            return fail(REFUSED, f"{given.file}: {why}")
        if not given.json:
            say(f"release {brought.release.number} ({brought.release.software}) is laid out")
    told = releases_told(place, offers, now_ms)
    say(msgspec.json.encode(told).decode() if given.json else release_words(told))
    return DONE
