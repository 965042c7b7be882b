"""Moments of the pages of staff: how it usually is, and what is hard to draw."""

from dataclasses import replace
from typing import Any

from kiosk.ui.staff_props import Panel
from kiosk.ui.staff_scene import Afar, Figures, Said, StaffScene, Wish
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import UNIT

NOON_MS = 1_795_582_800_000
"""25 November 2026, 12:00 in Viet Nam."""
AFAR = Afar(sound=False, brightness=60, keep_days=90)
FIGURES = Figures(
    kiosk="0b7d2c4e-5f60-4a8b-9c1d-2e3f4a5b6c7d",
    ledger="6f1e9a52-0000-4000-8000-000000000001",
    last=1_234,
    head="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    settled=1_231,
    software="0.1.0",
    directory=17,
    free_bytes=61 * 1024**3,
    room_days=412,
    now_ms=NOON_MS,
    offset_ms=-130,
    contact="delivered",
    since_ms=NOON_MS - 3_600_000,
    heard_ms=NOON_MS - 240_000,
)
LOST = replace(
    FIGURES,
    contact="unreachable.tls",
    since_ms=NOON_MS - 9 * 86_400_000,
    heard_ms=NOON_MS - 400 * 86_400_000,
    not_come="unreachable.tls",
    offset_ms=-400 * 86_400_000,
    last=1_234_567,
    settled=234_567,
    free_bytes=300 * 1024**2,
    room_days=3,
    standing="revoked",
    former_waiting=1_234,
)
NEW = replace(FIGURES, contact="", since_ms=None, heard_ms=None, offset_ms=None, room_days=None, settled=0)
CODES = (
    "",
    "delivered",
    "idle",
    "unreachable.dns",
    "unreachable.connection",
    "unreachable.tls",
    "unreachable.timeout",
    "unreachable.cut_off",
    "unreachable.server_error",
    "unreachable.address",
    "portal",
    "untrusted",
    "busy",
    "refused.clock",
    "refused.signature",
    "refused.unknown_kiosk",
    "refused.not_yours",
    "refused.version",
    "refused.framing",
    "refused.too_large",
    "refused.no_progress",
    "refused.gap",
    "forked",
)
PLACE = "/media/hailong/KINGSTON-64GB"
SAID = (
    Said("delivered", 1_003),
    Said("delivered", 500, left=12_345),
    Said("asked_to_wait", left=12_345),
    Said("not_delivered", left=12_345, detail="forked"),
    Said("exported", 12_345, left=25, where=PLACE),
    Said("no_stick"),
    Said("several_sticks"),
    Said("stick_full", where=PLACE),
    Said("stick_read_only", where=PLACE),
    Said("stick_failed", where=PLACE),
    Said("settled", 12_345, left=17),
    Said("no_receipt"),
    Said("settled_with_directory", 12_345, left=17, where="18"),
    Said("release_taken", where="0.2.0"),
    Said("receipt_refused", where="6f1e9a52-0000-4000-8000-0000-1.hailong.receipt", detail="unreadable"),
    Said("receipt_refused", detail="forked"),
    Said("practice_on"),
    Said("practice_off"),
    Said("sound_on"),
    Said("sound_off"),
    Said("sound_tested"),
    Said("sound_is_off"),
    Said("sound_missing"),
    Said("no_sound"),
    Said("brightness", 70),
    Said("light_refused"),
    Said("no_light"),
    Said("went_wrong"),
)
BUSY: tuple[Wish, ...] = ("deliver", "export", "settle")


def staff_scene_at(page: Page, language: str = "vi", **others: Any) -> StaffScene:
    """A moment of one of the two pages; on the staff page everything is well."""
    scene = StaffScene(
        page=page,
        language=language,
        unit_name=UNIT["name"],
        figures=FIGURES if page is Page.STAFF else None,
        sound=True,
        brightness=60,
    )
    return replace(scene, **others)


Moment = tuple[str, StaffScene, Panel, Wish | None, int]
"""A name for its picture; the panel and the question that are open; how many digits are entered."""


def hard_moments(look: Look) -> list[Moment]:
    """Everything else that the two pages can show; every answer in large text, where it is hardest."""
    language = look.language

    def pin(name: str, dots: int = 0, **others: Any) -> Moment:
        return (f"staff_pin-{name}", staff_scene_at(Page.STAFF_PIN, language, **others), "status", None, dots)

    def at(name: str, panel: Panel = "status", asking: Wish | None = None, **others: Any) -> Moment:
        return (f"staff-{name}", staff_scene_at(Page.STAFF, language, **others), panel, asking, 0)

    answers = [
        *(at(f"contact-{code or 'none'}", figures=replace(FIGURES, contact=code)) for code in CODES),
        *(at(f"said-{number}-{said.what}", said=said) for number, said in enumerate(SAID)),
    ]
    return [
        *(answers if look.large_text else ()),
        pin("three", 3),
        pin("eight", 8),
        pin("checking", checking=True),
        pin("wrong", turned_away=True, free=4),
        pin("wait", turned_away=True, free=0, wait_ms=28_000),
        pin("long_wait", turned_away=True, free=0, wait_ms=3_599_000),
        at("unknown", figures=None),
        at("unread", figures=None, unread=True),
        at("lost", figures=LOST),
        at(
            "new",
            figures=replace(
                FIGURES, contact="", since_ms=None, heard_ms=None, offset_ms=None, room_days=None
            ),
        ),
        *(at(f"busy-{wish}", busy=wish) for wish in BUSY),
        at("practice", practice_left_ms=599_000),
        at("about", "about"),
        at("about_afar", "about", figures=replace(FIGURES, afar=AFAR)),
        at("about_lost", "about", figures=replace(LOST, afar=AFAR), practice_left_ms=61_000),
        at("about_revoked", "about", figures=LOST),
        at("about_replaced", "about", figures=replace(FIGURES, standing="replaced")),
        at("tools", "tools"),
        at("tools_bare", "tools", sound=None, brightness=None),
        at("restart", "tools", "restart"),
        at("leave", "tools", "leave_to_system"),
        at("touch", "touch"),
    ]
