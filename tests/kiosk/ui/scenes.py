"""Scenes of the demo's first unit, and of a unit where everything is long."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assets import FOLDER
from kiosk.ui.notices import KINDS
from kiosk.ui.scene import OfficialCard, Opening, QuestionCard, ReceiptCard, Scene
from kiosk.visit import ASKING, STAFF_PAGES, Asked, Call, Desk, Form, Look, Page, Standing, Visit, begin

DEMO = FOLDER / "demo"
PROVINCE: dict[str, Any] = json.loads((DEMO / "province.json").read_text(encoding="utf-8"))
UNIT = PROVINCE["units"][0]
COUNTERS = {counter["counter"]: counter for counter in PROVINCE["counters"]}
TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 6
RECEIPT = ReceiptCard(f"HTTPS://PHANANH.BINHHA.GOV.VN/T/{TOKEN[:181]}", "7K3M-92QD-XV5H")
NOW_MS = 1_000_000
PLAIN = Look()
PAGES = (
    Page.ATTRACT,
    Page.OUT_OF_HOURS,
    Page.OFFICIALS,
    Page.SCORE,
    Page.CRITERIA,
    Page.REASONS,
    Page.COMMENT,
    Page.THANKS,
    Page.STILL_THERE,
    Page.PAUSED,
    Page.STAFF_PIN,
    Page.STAFF,
)
"""The pages that are drawn."""
OPENS = Opening(datetime(2026, 11, 30, 7, 30), 3)  # noqa: DTZ001 (the desk's own clock)
CALLED: dict[str, Any] = {
    "via": "call",
    "call": Call(1, PROVINCE["counters"][0]["counter"], None, None, None, NOW_MS + 60_000),
}
PRACTISING: dict[str, Any] = {"standing": Standing(practice_until_ms=NOW_MS + 600_000)}
ANSWERS = (("polite", "yes"), ("clear", "yes"), ("on_time", "no"))
QUESTIONS: list[dict[str, Any]] = PROVINCE["questionnaires"][0]["questions"]
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
LONG_QUESTION = {
    "vi": "Ông/Bà có được hướng dẫn đầy đủ, rõ ràng về thành phần hồ sơ, thời hạn và lệ phí từ đầu không?",
    "en": "Were you told fully and clearly what papers to bring, how long it takes and what it will cost?",
}
LONG_ROW = {
    "vi": "Có bị gây phiền hà, sách nhiễu hoặc gợi ý đưa tiền, quà không?",
    "en": "Any harassment, obstruction, or hint for money or gifts?",
}
LONG_PAIR = ({"vi": "Có", "en": "Yes"}, {"vi": "Không nhớ rõ", "en": "I am not sure"})
LONG_CHOICES = (
    {"vi": "Phải bổ sung hồ sơ hai lần", "en": "I had to bring more papers"},
    {"vi": "Không", "en": "No"},
    {"vi": "Chưa đến hạn trả kết quả", "en": "The result is not due yet"},
)
LONG_LEVELS = {
    1: {"vi": "Hoàn toàn không hài lòng", "en": "Completely dissatisfied"},
    2: {"vi": "Chưa hài lòng", "en": "Not quite satisfied"},
    4: {"vi": "Hài lòng", "en": "Satisfied"},
    5: {"vi": "Hoàn toàn hài lòng", "en": "Completely satisfied"},
}
LONG_COUNTER = {"vi": "Tiếp nhận hồ sơ đất đai, môi trường", "en": "Land and environment intake"}


def card(official: dict[str, Any]) -> OfficialCard:
    """An official of the province as the application hands it over."""
    counter = COUNTERS[official["counters"][0]]
    photo = official["photo"]
    return OfficialCard(
        official["official"],
        official["name"],
        counter["number"],
        counter["name"],
        None if photo is None else (DEMO / photo).as_uri(),
    )


CARDS = tuple(card(official) for official in PROVINCE["officials"] if official["unit"] == UNIT["unit"])


def people(count: int) -> tuple[OfficialCard, ...]:
    """So many officials with long names and counters."""
    return tuple(
        OfficialCard(
            str(uuid.UUID(int=number)),
            LONG_NAMES[number % len(LONG_NAMES)],
            number + 1,
            LONG_COUNTER,
            CARDS[number % len(CARDS)].photo_url,
        )
        for number in range(count)
    )


LONG_FIRST = str(uuid.UUID(int=0))
"""The first of these."""


def asked(question: dict[str, Any]) -> Asked:
    """A question as a visit knows it."""
    choices = question.get("choices", [])
    return Asked(
        question["question"],
        question["kind"],
        tuple(choice["choice"] for choice in choices),
        alone=tuple(choice["choice"] for choice in choices if choice.get("alone")),
    )


FORM = Form(asked=tuple(asked(question) for question in QUESTIONS[1:]))
DESK = Desk(form=FORM)


def question_card(question: dict[str, Any]) -> QuestionCard:
    """A question as the application hands it over."""
    choices = tuple((choice["choice"], choice["text"]) for choice in question.get("choices", []))
    return QuestionCard(question["question"], question["kind"], question["text"], choices)


def visit_at(page: Page, look: Look = PLAIN, **others: Any) -> Visit:
    """A visit that has reached `page`, the first official chosen where somebody is."""
    visit = replace(begin(DESK, NOW_MS), page=page, look=look, deadline_ms=NOW_MS + 15_000)
    if page not in {Page.ATTRACT, Page.OUT_OF_HOURS, Page.OFFICIALS, Page.PAUSED, Page.STAFF_PIN, Page.STAFF}:
        visit = replace(visit, official=CARDS[0].official)
    if page is Page.CRITERIA:
        visit = replace(visit, score=4, answers=ANSWERS)
    if page is Page.REASONS:
        visit = replace(visit, score=4, answers=ANSWERS, step=1, reasons=("waiting", "papers"))
    if page is Page.COMMENT:
        visit = replace(visit, score=4, answers=ANSWERS, step=2)
    return replace(visit, **others)


def scene_at(page: Page, look: Look = PLAIN, **others: Any) -> Scene:
    """What the application shows of that visit."""
    return scene_of(visit_at(page, look, **others))


def asked_on(visit: Visit) -> list[dict[str, Any]]:
    """The demo's questions that stand on this visit's page."""
    if visit.page not in ASKING or visit.asked_all:
        return []
    names = {one.question for one in FORM.steps(visit.answers)[visit.step]}
    return [question for question in QUESTIONS if question["question"] in names]


def scene_of(visit: Visit) -> Scene:
    """What the application shows of `visit` in the demo's first unit."""
    return Scene(
        visit=visit,
        unit_name=UNIT["name"],
        officials=CARDS,
        score_text=QUESTIONS[0]["text"],
        levels={choice["score"]: choice["text"] for choice in QUESTIONS[0]["choices"]},
        questions=tuple(question_card(question) for question in asked_on(visit)),
        receipt=RECEIPT if visit.page is Page.THANKS else None,
        opens=OPENS if visit.page is Page.OUT_OF_HOURS else None,
        texts={"caption": PROVINCE["texts"]["caption"]},
        notices={kind: tuple(PROVINCE["texts"][kind]) for kind in KINDS},
        hotline=PROVINCE["policies"]["hotline"],
        kiosk_label="KB-07 · Sảnh tầng 1",
        paper_form=True,
        may_read_aloud=visit.page not in STAFF_PAGES,
        now_ms=NOW_MS,
    )


def long_scene_at(page: Page, count: int, look: Look = PLAIN, **others: Any) -> Scene:
    """The same where the unit's, the officials' and the counters' names are long."""
    officials = people(count)
    scene = scene_at(page, look, **{"official": officials[-1].official, **others})
    return replace(scene, unit_name=LONG_UNIT, officials=officials)


def fixed_scene_at(look: Look = PLAIN, official: str | None = CARDS[0].official, **others: Any) -> Scene:
    """Attract of a kiosk that stands at one counter."""
    return scene_at(Page.ATTRACT, look, desk=Desk("fixed", official, form=FORM), **others)


def few_levels_at(levels: Sequence[int], look: Look = PLAIN) -> Scene:
    """Faces of a questionnaire with fewer levels; four of them have many words."""
    scene = scene_at(Page.SCORE, look)
    words = LONG_LEVELS if len(levels) == 4 else scene.levels
    return replace(scene, levels={level: words[level] for level in levels})


def long_choices_at(page: Page, count: int, look: Look = PLAIN) -> Scene:
    """One question of many words with so many choices, the first and the last chosen."""
    names = tuple(str(number) for number in range(count))
    texts = [
        {language: f"{text} {number + 1}" for language, text in LONG_CHOICES[number % 3].items()}
        for number in range(count)
    ]
    card = QuestionCard("long", "choice", LONG_QUESTION, tuple(zip(names, texts, strict=True)))
    card = replace(card, kind="reasons") if page is Page.REASONS else card
    scene = scene_at(page, look, answers=(("long", "0"),), reasons=("0", names[-1]), step=0)
    return replace(scene, questions=(card,))


def long_rows_at(count: int, look: Look = PLAIN) -> Scene:
    """So many questions of many words with two choices each."""
    cards = tuple(
        QuestionCard(str(number), "choice", LONG_ROW, tuple(zip("ab", LONG_PAIR, strict=True)))
        for number in range(count)
    )
    scene = scene_at(Page.CRITERIA, look, answers=(("0", "a"), (str(count - 1), "b")))
    return replace(scene, questions=cards)
