"""The one pure function from a moment of the pages of staff to what QML binds to."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import ceil
from typing import Final, Literal

from kiosk.ui.scene import in_language
from kiosk.ui.staff_scene import Figures, StaffScene, Wish
from sync.contract.desk_time import DESK

WRONG_CLOCK_MS: Final = 300_000
"""A clock that is so far off is a fault; what is written is dated right all the same."""
LAST_MS: Final = 32_503_680_000_000
"""The year 3000: what a broken clock says beyond it is no date."""
UNITS: Final = (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000))

Panel = Literal["status", "about", "tools", "touch"]


@dataclass(frozen=True)
class Open:
    """What of the staff page is open: its panel, and the wish that is asked about again."""

    panel: Panel = "status"
    asking: Wish | None = None


@dataclass(frozen=True)
class StaffProps:
    """Everything the pages of staff bind to. Nothing here is, holds or tells a digit of a PIN but how many.

    Numbers come as text in the page's language; `offset_unit` and the names in `contact`, `said`, `busy`,
    `asking` are put into words by QML. `room_days`: -1 is unknown. `afar_…`: what the central server set for
    this kiosk alone, -1 and "" where it did not.
    """

    dots: int = 0
    checking: bool = False
    turned_away: bool = False
    free: int = 0
    wait: str = ""
    panel: str = "status"
    asking: str = ""
    busy: str = ""
    said: str = ""
    said_count: str = ""
    said_left: str = ""
    said_where: str = ""
    said_detail: str = ""
    known: bool = False
    unread: bool = False
    contact: str = ""
    contact_good: bool = False
    contact_since: str = ""
    pending: str = ""
    caught_up: bool = True
    heard: str = ""
    held: str = ""
    last: str = ""
    room_days: int = -1
    free_room: str = ""
    room_good: bool = True
    anchored: bool = False
    clock_good: bool = True
    offset: str = ""
    offset_unit: str = ""
    now: str = ""
    unit_name: str = ""
    kiosk: str = ""
    ledger: str = ""
    head: str = ""
    software: str = ""
    directory: str = ""
    not_come: str = ""
    afar_sound: str = ""
    afar_brightness: int = -1
    afar_keep_days: int = -1
    standing: str = "in_use"
    former_waiting: str = ""
    practising: bool = False
    practice_left: str = ""
    has_sound: bool = False
    sound_on: bool = False
    brightness: int = -1


LOW_ROOM_DAYS: Final = 30
LOW_ROOM_BYTES: Final = 512 * 1024**2


def derive_staff_props(scene: StaffScene, opened: Open, dots: int) -> StaffProps:
    """What is shown of `scene` with `opened` open and so many digits entered."""
    said, vi, found = scene.said, scene.language == "vi", scene.figures
    shown = StaffProps() if found is None else _figures(found, vi=vi)
    return replace(
        shown,
        dots=dots,
        checking=scene.checking,
        turned_away=scene.turned_away,
        free=scene.free,
        wait=clock_left(scene.wait_ms),
        panel=opened.panel,
        asking=opened.asking or "",
        busy=scene.busy or "",
        said="" if said is None else said.what,
        said_count="" if said is None else grouped(said.count, vi=vi),
        said_left="" if said is None else grouped(said.left, vi=vi),
        said_where="" if said is None else said.where,
        said_detail="" if said is None else said.detail,
        known=found is not None,
        unread=scene.unread,
        unit_name=in_language(scene.unit_name, scene.language),
        practising=scene.practice_left_ms is not None,
        practice_left=clock_left(scene.practice_left_ms or 0),
        has_sound=scene.sound is not None,
        sound_on=bool(scene.sound),
        brightness=-1 if scene.brightness is None else scene.brightness,
    )


def _figures(found: Figures, *, vi: bool) -> StaffProps:
    offset, unit = (None, "") if found.offset_ms is None else span(abs(found.offset_ms), vi=vi)
    room_good = found.free_bytes > LOW_ROOM_BYTES and (
        found.room_days is None or found.room_days > LOW_ROOM_DAYS
    )
    return StaffProps(
        contact=found.contact,
        contact_good=found.contact in {"delivered", "idle"},
        contact_since=moment(found.since_ms, found.now_ms),
        pending=grouped(found.last - found.settled, vi=vi),
        caught_up=found.last == found.settled,
        heard=moment(found.heard_ms, found.now_ms),
        held=grouped(found.settled, vi=vi),
        last=grouped(found.last, vi=vi),
        room_days=-1 if found.room_days is None else found.room_days,
        free_room=bytes_text(found.free_bytes, vi=vi),
        room_good=room_good,
        anchored=found.offset_ms is not None,
        clock_good=found.offset_ms is not None and abs(found.offset_ms) < WRONG_CLOCK_MS,
        offset=offset or "",
        offset_unit=unit,
        now=_date(found.now_ms, "%H:%M %d/%m/%Y"),
        kiosk=found.kiosk,
        ledger=found.ledger[:8],
        head=found.head[:12],
        software=found.software,
        directory=str(found.directory),
        not_come=found.not_come,
        afar_sound={None: "", True: "on", False: "off"}[found.afar.sound],
        afar_brightness=-1 if found.afar.brightness is None else found.afar.brightness,
        afar_keep_days=-1 if found.afar.keep_days is None else found.afar.keep_days,
        standing=found.standing,
        former_waiting=grouped(found.former_waiting, vi=vi) if found.former_waiting else "",
    )


def grouped(number: int, *, vi: bool) -> str:
    """1234567 as 1.234.567, in English 1,234,567."""
    text = f"{number:,}"
    return text.replace(",", ".") if vi else text


def span(ms: int, *, vi: bool) -> tuple[str, str]:
    """A length of time in its largest unit: day, hour, minute, or second with one decimal."""
    for unit, size in UNITS:
        if ms >= size:
            return grouped(ms // size, vi=vi), unit
    return _decimal(ms / 1000, vi=vi), "second"


def bytes_text(count: int, *, vi: bool) -> str:
    """Free room as a person says it."""
    if count >= 1024**3:
        return f"{_decimal(count / 1024**3, vi=vi)} GB"
    return f"{count // 1024**2} MB"


def clock_left(ms: int) -> str:
    """Minutes and seconds that are left, such as 0:28; nothing where none are."""
    seconds = ceil(ms / 1000)
    return f"{seconds // 60}:{seconds % 60:02}" if seconds > 0 else ""


def moment(ms: int | None, now_ms: int) -> str:
    """A time of day in Viet Nam, with its date where that is not today's; of another year the date alone."""
    if ms is None:
        return ""
    today = _date(now_ms, "%d/%m/%Y")
    day, year = _date(ms, "%d/%m/%Y"), today[-4:]
    if day == today:
        return _date(ms, "%H:%M")
    return _date(ms, "%H:%M %d/%m" if day.endswith(year) else "%d/%m/%Y")


def _date(ms: int, form: str) -> str:
    if not 0 <= ms < LAST_MS:
        return "–"
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(DESK).strftime(form)


def _decimal(number: float, *, vi: bool) -> str:
    text = f"{number:.1f}"
    return text.replace(".", ",") if vi else text
