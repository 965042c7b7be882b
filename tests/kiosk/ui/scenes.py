"""Scenes of the demo's first unit, and of a unit where everything is long."""

import json
import uuid
from dataclasses import replace
from typing import Any

from assets import FOLDER
from kiosk.ui.scene import OfficialCard, ReceiptCard, Scene
from kiosk.visit import Desk, Look, Page, Visit, begin

DEMO = FOLDER / "demo"
PROVINCE: dict[str, Any] = json.loads((DEMO / "province.json").read_text(encoding="utf-8"))
UNIT = PROVINCE["units"][0]
COUNTERS = {counter["counter"]: counter for counter in PROVINCE["counters"]}
TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 6
RECEIPT = ReceiptCard(f"HTTPS://PHANANH.BINHHA.GOV.VN/T/{TOKEN[:181]}", "7K3M-92QD-XV5H")
NOW_MS = 1_000_000
PLAIN = Look()
PAGES = (Page.ATTRACT, Page.OFFICIALS, Page.SCORE, Page.THANKS, Page.STILL_THERE, Page.PAUSED)
"""The pages that are drawn."""
LONG_UNIT = {
    "vi": "Trung tâm Phục vụ hành chính công phường Võ Thị Sáu – Xuân Hòa",
    "en": "Public Administration Service Centre of Võ Thị Sáu – Xuân Hòa Ward",
}
LONG_NAMES = (
    "Nguyễn Hoàng Phương Thảo Nguyên",
    "Công Tằng Tôn Nữ Thị Ngọc Quỳnh Anh",
    "Lê Ý",
    "Trương Nguyễn Khắc Hường",
    "Ấu Ỹ Ằng Ướt Ễnh",
    "Nguyễnthịphươngthảonguyên Trần",
)
LONG_COUNTER = {"vi": "Tiếp nhận hồ sơ đất đai, môi trường", "en": "Land and environment intake"}


def card(official: dict[str, Any]) -> OfficialCard:
    """An official of the province as the application hands it over."""
    counter = COUNTERS[official["counters"][0]]
    photo = official["photo"]
    return OfficialCard(
        official["official"],
        official["name"],
        counter_text(counter["number"], counter["name"]),
        None if photo is None else (DEMO / photo).as_uri(),
    )


def counter_text(number: int, name: dict[str, str]) -> dict[str, str]:
    """A counter's number and name, as the application writes them."""
    return {"vi": f"Quầy {number} · {name['vi']}", "en": f"Counter {number} · {name['en']}"}


CARDS = tuple(card(official) for official in PROVINCE["officials"] if official["unit"] == UNIT["unit"])


def people(count: int) -> tuple[OfficialCard, ...]:
    """So many officials with long names and counters."""
    return tuple(
        OfficialCard(
            str(uuid.UUID(int=number)),
            LONG_NAMES[number % len(LONG_NAMES)],
            counter_text(number + 1, LONG_COUNTER),
            CARDS[number % len(CARDS)].photo_url,
        )
        for number in range(count)
    )


def visit_at(page: Page, look: Look = PLAIN, **others: Any) -> Visit:
    """A visit that has reached `page`, the first official chosen where somebody is."""
    visit = replace(begin(Desk(), NOW_MS), page=page, look=look, deadline_ms=NOW_MS + 15_000)
    if page not in {Page.ATTRACT, Page.OFFICIALS, Page.PAUSED}:
        visit = replace(visit, official=CARDS[0].official)
    return replace(visit, **others)


def scene_at(page: Page, look: Look = PLAIN, **others: Any) -> Scene:
    """What the application shows of that visit."""
    return scene_of(visit_at(page, look, **others))


def scene_of(visit: Visit) -> Scene:
    """What the application shows of `visit` in the demo's first unit."""
    return Scene(
        visit=visit,
        unit_name=UNIT["name"],
        officials=CARDS,
        receipt=RECEIPT if visit.page is Page.THANKS else None,
        texts=PROVINCE["texts"],
        hotline=PROVINCE["policies"]["hotline"],
        kiosk_label="KB-07 · Sảnh tầng 1",
        paper_form=True,
        now_ms=NOW_MS,
    )


def long_scene_at(page: Page, count: int, look: Look = PLAIN, **others: Any) -> Scene:
    """The same where the unit's, the officials' and the counters' names are long."""
    officials = people(count)
    scene = scene_at(page, look, **{"official": officials[-1].official, **others})
    return replace(scene, unit_name=LONG_UNIT, officials=officials)
