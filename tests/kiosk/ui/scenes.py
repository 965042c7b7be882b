"""Scenes of the demo's first unit."""

import json
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


def card(official: dict[str, Any]) -> OfficialCard:
    """An official of the province as the application hands it over."""
    counter = COUNTERS[official["counters"][0]]
    name = counter["name"]
    photo = official["photo"]
    return OfficialCard(
        official["official"],
        official["name"],
        {
            "vi": f"Quầy {counter['number']} · {name['vi']}",
            "en": f"Counter {counter['number']} · {name['en']}",
        },
        None if photo is None else (DEMO / photo).as_uri(),
    )


CARDS = tuple(card(official) for official in PROVINCE["officials"] if official["unit"] == UNIT["unit"])


def visit_at(page: Page, look: Look = PLAIN, **others: Any) -> Visit:
    """A visit that has reached `page`, the first official chosen where somebody is."""
    visit = replace(begin(Desk(), NOW_MS), page=page, look=look, deadline_ms=NOW_MS + 15_000)
    if page not in {Page.ATTRACT, Page.OFFICIALS, Page.PAUSED}:
        visit = replace(visit, official=CARDS[0].official)
    return replace(visit, **others)


def scene_at(page: Page, look: Look = PLAIN, **others: Any) -> Scene:
    """What the application shows of that visit."""
    return Scene(
        visit=visit_at(page, look, **others),
        unit_name=UNIT["name"],
        officials=CARDS,
        receipt=RECEIPT if page is Page.THANKS else None,
        texts=PROVINCE["texts"],
        hotline=PROVINCE["policies"]["hotline"],
        kiosk_label="KB-07 · Sảnh tầng 1",
        paper_form=True,
        now_ms=NOW_MS,
    )
