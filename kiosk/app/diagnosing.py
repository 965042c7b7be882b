"""What a technician far away may know of this kiosk: counts, versions, settings, errors by code.

No name, score, comment, PIN's hash or token: everything here is written out by hand, nothing is passed on.
"""

import platform
import shutil
from collections.abc import Iterable
from typing import Any, Final

from kiosk.app.calling import last_contact
from kiosk.app.comfort import SOUND, set_from_afar
from kiosk.app.finding import Finding
from kiosk.app.looking import days_left
from kiosk.app.opening import Kiosk
from kiosk.app.release_judged import Place
from kiosk.app.release_told import releases_told
from kiosk.store import growth, reserve_bytes
from sync.contract.commands import DIAGNOSTICS_BYTES
from sync.contract.directory import Directory
from sync.contract.encoding import write_json
from sync.contract.version import SOFTWARE

LAST_LINES: Final = 20


def diagnostics_of(
    kiosk: Kiosk, directory: Directory, faults: Iterable[str], place: Place, looked: Iterable[Finding] = ()
) -> bytes:
    """How the kiosk stands, JSON; waits for the store. Of what was `looked` at it tells figures, no words.

    Raises:
        StoreFailed: the store cannot tell.
    """
    told = _told(kiosk, directory, tuple(faults))
    told["release"] = releases_told(place, directory.releases, kiosk.time.now_ms())
    told["looked_at"] = [{"what": one.what, "good": one.good, **one.figures} for one in looked]
    while len(raw := write_json(told)) > DIAGNOSTICS_BYTES:
        logged = told["faults"]["logged"]
        told["faults"]["logged"] = logged[len(logged) // 2 + 1 :]
    return raw


def _told(kiosk: Kiosk, directory: Directory, faults: tuple[str, ...]) -> dict[str, Any]:
    position, contact = kiosk.store.position(), last_contact(kiosk) or {}
    grown = kiosk.store.submit(growth).result()
    free_bytes, policies = shutil.disk_usage(kiosk.folder).free, directory.policies
    afar = set_from_afar(policies)
    return {
        "hailong": 1,
        "kiosk": directory.kiosk,
        "at_ms": kiosk.time.now_ms(),
        "up_ms": kiosk.clock.up_ms(),
        "software": {
            "hailong": SOFTWARE,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()} {platform.machine()}"[:96],
        },
        "ledger": {
            "last": position.last.seq,
            "settled": position.settled.seq,
            "former": [
                {"reason": one.reason, "lines": one.lines, "waiting": one.waiting}
                for one in kiosk.store.formers()[-LAST_LINES:]
            ],
        },
        "directory": {
            "version": directory.version,
            "standing": directory.standing,
            "officials": len(directory.officials),
            "staff": len(directory.staff),
        },
        "settings": {
            "attribution": policies.attribution,
            "keep_days": policies.keep_days,
            "sound": policies.sound,
            "sound_by_staff": kiosk.store.get_setting(SOUND) or None,
            "brightness": policies.brightness,
            "set_from_afar": {
                "sound": afar.sound,
                "brightness": afar.brightness,
                "keep_days": afar.keep_days,
            },
        },
        "contact": {
            "code": contact.get("code"),
            "since_ms": contact.get("since_ms"),
            "heard_ms": contact.get("heard_ms"),
            "not_come": (contact.get("not_come") or {}).get("code"),
        },
        "clock": {"offset_ms": kiosk.time.offset_ms()},
        "room": {
            "free_bytes": free_bytes,
            "reserve_bytes": reserve_bytes(kiosk.folder),
            "days": days_left(grown, free_bytes),
        },
        "faults": {
            "lines": [
                {"at_ms": line.at, "kind": line.kind, "code": _word(line.body.get("what"))}
                for line in kiosk.store.lines_about("fault")[-LAST_LINES:]
            ],
            "pauses": [
                {"at_ms": line.at, "code": _word(line.body.get("why"))}
                for line in kiosk.store.lines_about("kiosk")[-LAST_LINES:]
                if line.kind == "kiosk.paused"
            ],
            "logged": list(faults),
        },
    }


def _word(value: object) -> str:
    """A code, which is one short word; what is not is left out."""
    fits = (
        isinstance(value, str) and value.isascii() and value.replace("_", "").isalnum() and len(value) <= 32
    )
    return str(value) if fits else "other"
