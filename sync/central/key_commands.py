"""The commands `hailong-central pin`, `badge`, `call-token` and `keys …`."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from sync.central.acting import acting, write_down
from sync.central.api.site import site_of
from sync.central.comments.openers import share_with_all
from sync.central.database.engine import writing
from sync.central.directory.behind import kiosks_behind
from sync.central.directory.publish import Published, publish_all
from sync.central.keys.badge import drawn, new_badge, write_badge
from sync.central.keys.call_token import new_token
from sync.central.keys.pin import hash_pin
from sync.central.keys.rotation import announce_key, retire_key, switch_key
from sync.central.keys.supervisors import KeyRefused, keep_public_key, write_private_key
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import ask_secret, tell
from sync.contract.badge import badge_digest, badge_text
from sync.contract.encoding import is_id
from sync.contract.keys import fingerprint, key_name


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
        private = write_private_key(path, passphrase)
        raw = private.public_key().public_bytes_raw()
        public, name = raw.hex(), key_name(raw)
        try:
            with writing(central.engine) as connection:
                keep_public_key(connection, public, central.clock.wall_ms())
                openers = share_with_all(connection, private, central.clock.wall_ms())
                site = site_of(connection, settings)
                told = publish_all(connection, central.identity, central.clock, site, edits=False)
                write_down(connection, central.clock, given, key=name, openers=str(openers))
        except BaseException:
            path.unlink()  # nobody will ever seal to it
            raise
    words = (
        f"supervisors' key {name}\n"
        f"its private half, encrypted: {path}; take it off this machine, and keep a copy elsewhere: "
        "without it and its passphrase nobody more will read a comment\n"
        f"{openers} supervisors open what is sealed to it with passphrases of their own"
    )
    known = {"key": public, "fingerprint": fingerprint(raw), "file": str(path), "openers": openers}
    _tell_published(given, known, words, told)
    return 0


def announce(settings: Settings, given: argparse.Namespace) -> int:
    """Make the next signing key and tell kiosks of it."""
    addresses = tuple(address.rstrip("/") for address in given.new_address)
    ca = Path(given.new_ca).read_text("ascii") if given.new_ca else None
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        key = announce_key(connection, identity, clock, _folder(settings), addresses, ca)
        site = site_of(connection, settings)
        told = publish_all(connection, identity, clock, site, edits=False)
        name = key_name(bytes.fromhex(key))
        hand.tell(key=name, addresses=" ".join(addresses))
    words = f"next key {name}, announced; restart serve, and switch once kiosks have heard of it"
    _tell_published(given, {"key": key, "fingerprint": fingerprint(bytes.fromhex(key))}, words, told)
    return 0


def switch(settings: Settings, given: argparse.Namespace) -> int:
    """Sign with the announced key; the old one still vouches for it."""
    with acting(settings, given) as hand:
        connection, clock = hand.connection, hand.central.clock
        site = site_of(connection, settings)
        identity = switch_key(connection, clock, _folder(settings), site.address)
        behind = kiosks_behind(connection, identity.public.hex())
        told = publish_all(connection, identity, clock, site, edits=False)
        hand.tell(key=key_name(identity.public))
    words = f"signs with {key_name(identity.public)}; restart serve now"
    words += f"\n{len(behind)} kiosks have not heard of it yet; they can until you retire the old key"
    told_keys = {"key": identity.public.hex(), "fingerprint": identity.fingerprint, "behind": behind}
    _tell_published(given, told_keys, words, told)
    return 0


def retire(settings: Settings, given: argparse.Namespace) -> int:
    """Give the old key up, unless kiosks would be left behind."""
    with acting(settings, given) as hand:
        connection, central = hand.connection, hand.central
        behind = kiosks_behind(connection, central.identity.public.hex())
        if behind and not given.leave_behind:
            raise KeyRefused(
                f"{len(behind)} kiosks know the old key only and would have to enrol again: "
                + ", ".join(behind[:5])
                + "; wait for them, or say --leave-behind"
            )
        identity = retire_key(connection, central.clock, _folder(settings))
        site = site_of(connection, settings)
        told = publish_all(connection, identity, central.clock, site, edits=False)
        hand.tell(key=key_name(identity.public), left_behind=str(len(behind)))
    words = f"the old key is given up; {len(behind)} kiosks must enrol again; restart serve now"
    _tell_published(given, {"key": identity.public.hex(), "behind": behind}, words, told)
    return 0


def _folder(settings: Settings) -> Path:
    return settings.data / "keys"


def _tell_published(
    given: argparse.Namespace, known: Mapping[str, object], words: str, told: Published
) -> None:
    unpublished = [{"kiosk": kiosk, "why": why} for kiosk, why in told.unpublished]
    warnings = "".join(f"\nwarning: {kiosk} keeps its old one: {why}" for kiosk, why in told.unpublished)
    tell(
        given,
        {**known, "published": told.published, "unpublished": unpublished},
        f"{words}\n{len(told.published)} kiosks get a new directory{warnings}",
    )
