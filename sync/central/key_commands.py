"""The commands `hailong-central pin`, `badge`, `call-token` and `keys supervisors`."""

import argparse
from pathlib import Path

from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.directory.publish import publish_all
from sync.central.keys.badge import drawn, new_badge, write_badge
from sync.central.keys.call_token import new_token
from sync.central.keys.pin import hash_pin
from sync.central.keys.supervisors import KeyRefused, keep_public_key, write_private_key
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import ask_secret, tell
from sync.contract.badge import badge_digest, badge_text
from sync.contract.encoding import is_id


def make_pin(given: argparse.Namespace) -> int:
    """Print what province.json keeps of a PIN."""
    phc = hash_pin(ask_secret("PIN", from_stdin=given.stdin))
    tell(given, {"pin": phc}, phc)
    return 0


def make_badge(given: argparse.Namespace) -> int:
    """Print or write a badge once, and print what province.json keeps of it."""
    badge = new_badge(given.official)
    digest = badge_digest(badge.secret)
    told = {"official": badge.official, "badge": digest}
    if given.out is not None:
        write_badge(badge, Path(given.out))
        tell(given, {**told, "file": given.out}, f"badge: {digest}\nits QR code, to print: {given.out}")
    else:
        words = f"{drawn(badge)}\nbadge: {digest}\nthe code above is not shown again"
        tell(given, {**told, "text": badge_text(badge)}, words)
    return 0


def make_call_token(given: argparse.Namespace) -> int:
    """Print a token once, and what province.json keeps of it."""
    if not is_id(given.counter):
        raise KeyRefused(f"{given.counter!r} is no id of a counter: a lower-case UUID is expected")
    token, digest = new_token()
    tell(
        given,
        {"counter": given.counter, "token": token, "digest": digest},
        f'in province.json, policies.calls: "{given.counter}": "{digest}"\n'
        f"for the counter's software, not shown again: {token}",
    )
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
