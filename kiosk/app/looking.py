"""How the kiosk stands, looked at for the staff page; counts only."""

import shutil
from typing import Final

from kiosk.app.calling import last_contact
from kiosk.app.comfort import set_from_afar
from kiosk.app.opening import Kiosk
from kiosk.store import Growth
from kiosk.ui.staff_scene import Figures
from sync.contract.directory import Directory
from sync.contract.version import SOFTWARE

DAY_MS: Final = 86_400_000
RESERVE_BYTES: Final = 64 * 1024**2
"""Left to the rest of the machine."""
LONGEST_DAYS: Final = 3_650


def figures_of(kiosk: Kiosk, directory: Directory, growth: Growth) -> Figures:
    """As it stands now with `directory` in use; waits for the store, so never on the screen's thread.

    Raises:
        StoreFailed: the store cannot tell.
    """
    position, contact = kiosk.store.position(), last_contact(kiosk) or {}
    free_bytes = shutil.disk_usage(kiosk.folder).free
    return Figures(
        kiosk=directory.kiosk,
        ledger=position.ledger,
        last=position.last.seq,
        head=position.last.hex,
        settled=position.settled.seq,
        software=SOFTWARE,
        directory=directory.version,
        free_bytes=free_bytes,
        room_days=days_left(growth, free_bytes),
        now_ms=kiosk.time.now_ms(),
        offset_ms=kiosk.time.offset_ms(),
        contact=contact.get("code") or "",
        since_ms=contact.get("since_ms"),
        detail=contact.get("detail") or "",
        not_come=(contact.get("not_come") or {}).get("code") or "",
        heard_ms=contact.get("heard_ms"),
        afar=set_from_afar(directory.policies),
    )


def days_left(growth: Growth, free_bytes: int) -> int | None:
    """How many days the free room lasts as the ledger grows now; None while less than a day was seen."""
    if growth.span_ms < DAY_MS or growth.line_bytes * growth.lines <= 0:
        return None
    bytes_a_day = growth.line_bytes * growth.lines * DAY_MS / growth.span_ms
    return min(LONGEST_DAYS, int(max(0, free_bytes - RESERVE_BYTES) / bytes_a_day))
