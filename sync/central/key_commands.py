"""The commands `hailong-central pin` and `hailong-central keys supervisors`."""

import argparse
from pathlib import Path

from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.directory.publish import publish_all
from sync.central.keys.pin import hash_pin
from sync.central.keys.supervisors import keep_public_key, write_private_key
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import ask_secret, tell


def make_pin(given: argparse.Namespace) -> int:
    """Print what province.json keeps of a PIN."""
    phc = hash_pin(ask_secret("PIN", from_stdin=given.stdin))
    tell(given, {"pin": phc}, phc)
    return 0


def make_supervisors_key(settings: Settings, given: argparse.Namespace) -> int:
    """Make the supervisors' key and publish its public half, once its file is on disk."""
    path = Path(given.out)
    passphrase = ask_secret("passphrase", from_stdin=given.stdin)
    with open_central(settings) as central:
        public = write_private_key(path, passphrase)
        try:
            with writing(central.engine) as connection:
                keep_public_key(connection, public, central.clock.wall_ms())
                site = site_of(connection, settings)
                told = publish_all(connection, central.identity, central.clock, site)
        except BaseException:
            path.unlink()  # nobody will ever seal to it
            raise
    tell(
        given,
        {
            "key": public,
            "file": str(path),
            "published": told.published,
            "unpublished": [{"kiosk": kiosk, "why": why} for kiosk, why in told.unpublished],
        },
        f"supervisors' key {public}\n"
        f"its private half, encrypted: {path}; take it off this machine, and keep a copy elsewhere: "
        "without it and its passphrase nobody will read a comment\n"
        f"{len(told.published)} kiosks get a new directory"
        + "".join(f"\nwarning: {kiosk} keeps its old one: {why}" for kiosk, why in told.unpublished),
    )
    return 0
