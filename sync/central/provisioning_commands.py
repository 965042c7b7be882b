"""The commands `kiosk provision`, `provisions` and `provision-end`: one file for many kiosks."""

import argparse
from contextlib import suppress
from pathlib import Path

import qrcode
from qrcode.image.svg import SvgPathImage

from sync.central.acting import acting
from sync.central.api.site import site_of
from sync.central.database.engine import reading
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.rollouts import end_rollout, list_rollouts, make_rollout
from sync.central.fleet.setting import read_settings
from sync.central.keys.new_file import write_new
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import moment, tell


def provision(settings: Settings, given: argparse.Namespace) -> int:
    """Write a provisioning file, and its QR code; the code in it is kept and printed nowhere."""
    wanted = read_settings(
        {"sound": given.sound, "brightness": given.brightness, "keep_days": given.keep_days}
    )
    file, picture = Path(given.out), Path(f"{given.out}.svg")
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        site = site_of(connection, settings)
        made = make_rollout(connection, identity, clock, site, given.unit, given.count, given.days, wanted)
        hand.tell(made.rollout)
        code = qrcode.QRCode(image_factory=SvgPathImage)
        code.add_data(made.link.text())
        _write_new(file, made.document)
        try:
            _write_new(picture, code.make_image().to_string())
        except KioskRefused:
            with suppress(OSError):
                file.unlink()
            raise
    told = {
        "provisioning": made.rollout,
        "unit": made.told.unit,
        "count": made.told.count,
        "expires_ms": made.told.expires,
        "file": str(file),
        "picture": str(picture),
    }
    tell(
        given,
        told,
        f"provisioning {made.rollout}: {given.count} kiosks of {made.told.name['vi']}, "
        f"until {moment(made.told.expires)}\n"
        f"{file}\n{picture}\nwhoever has either can make kiosks: keep them as you keep keys. At each kiosk:\n"
        f"  hailong-kiosk enrol --provisioning {file.name}",
    )
    return 0


def tell_provisions(settings: Settings, given: argparse.Namespace) -> int:
    """List the provisioning files and how many kiosks came of each."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = list_rollouts(connection, central.clock.wall_ms())
    rows = [
        f"{one.rollout}  {one.state:<8}  {one.taken} of {one.most}  until {moment(one.expires_ms)}  "
        f"{one.unit_name['vi']}"
        for one in found
    ]
    tell(given, found, "\n".join(rows) or "no provisioning files")
    return 0


def end_provision(settings: Settings, given: argparse.Namespace) -> int:
    """Let a provisioning file make no further kiosk."""
    with acting(settings, given) as hand:
        end_rollout(hand.connection, hand.central.clock, given.provisioning)
    words = f"provisioning {given.provisioning} is ended; the kiosks that it made stay"
    tell(given, {"provisioning": given.provisioning, "state": "ended"}, words)
    return 0


def _write_new(path: Path, content: bytes) -> None:
    """As `write_new`; KioskRefused: it exists or cannot be written."""
    try:
        write_new(path, content)
    except OSError as error:
        raise KioskRefused(f"{path}: {error.strerror}") from error
