"""The one pure function from a scene to what QML binds to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from unicodedata import normalize

from kiosk.ui.cards import Tile, WidthOf, cards_of
from kiosk.ui.grid import notice_room
from kiosk.ui.notices import Notice, notice_now, notices_of, wrapped
from kiosk.ui.offers import offers_of
from kiosk.ui.questions import Choice, Level, Row, choices_of, least_lines, levels_of, rows_of
from kiosk.ui.scene import OfficialCard, Scene, in_language
from kiosk.ui.screen import Screen
from kiosk.visit import RESTING, TIMINGS, Page, RatingGiven, Visit

DRIFT_U = ((0, 0), (2, 0), (4, 0), (4, 2), (4, 4), (2, 4), (0, 4), (0, 2))
DRIFT_MS = 60_000


@dataclass(frozen=True)
class Props:
    """Everything the pages bind to; sizes in pixels. The defaults are a blank screen."""

    language: str = "vi"
    page: str = ""
    other_language: str = "en"
    other_language_name: str = ""
    language_count: int = 0
    unit_name: str = ""
    caption: str = ""
    drift_x: int = 0
    drift_y: int = 0
    desk_known: bool = False
    notice_kind: str = ""
    notice: str = ""
    rates_whole_desk: bool = False
    person: str = ""
    person_counter_no: int = 0
    person_counter: str = ""
    person_photo: str = ""
    tiles: tuple[Tile, ...] = ()
    cards_top: int = 0
    page_no: int = 0
    has_next_page: bool = False
    others_next: bool = False
    has_previous_page: bool = False
    score_text: str = ""
    levels: tuple[Level, ...] = ()
    level_words: str = ""
    step: int = 0
    question: str = ""
    rows: tuple[Row, ...] = ()
    choices: tuple[Choice, ...] = ()
    choice_words: str = ""
    least_lines: int = 0
    committing: bool = False
    practising: bool = False
    unreadable: bool = False
    called: bool = False
    may_invite: bool = False
    invited: bool = False
    signed_on: str = ""
    signed_off: str = ""
    opens_days: int = -1
    opens_date: str = ""
    opens_hour: int = 0
    opens_minute: int = 0
    receipt_url: str = ""
    receipt_code: str = ""
    seconds_left: int = 0
    seconds_total: int = 1
    hotline: str = ""
    paper_form: bool = False
    comment_days: int = 0
    kiosk_label: str = ""
    may_read_aloud: bool = False
    reading_aloud: bool = False


def derive_props(scene: Scene, screen: Screen, width_of: WidthOf, languages: Mapping[str, str]) -> Props:
    """What `screen` shows of `scene`; `languages` are codes and own names, the first the fallback."""
    visit, look = scene.visit, scene.visit.look
    codes = list(languages)
    language = look.language if look.language in codes else codes[0]
    other = codes[(codes.index(language) + 1) % len(codes)]
    large = look.large_text
    resting = visit.page in RESTING
    known = resting and visit.desk.attribution == "fixed"
    official = visit.served_by if known else visit.official
    offers = offers_of(scene, screen)
    page_no = min(visit.page_no, len(offers) - 1)
    offer = offers[page_no]
    chosen_here = visit.page is Page.OFFICIALS or (resting and not known)
    on_page = offer.officials if chosen_here else ()
    person = _card(scene, official)
    signed_on, signed_off = _signed(scene)
    levels = levels_of(scene.levels, language, broken=not screen.portrait)
    choices = choices_of(scene.questions, visit, language)
    still = resting or visit.page is Page.PAUSED
    drift = DRIFT_U[scene.now_ms // DRIFT_MS % len(DRIFT_U)] if still else DRIFT_U[0]
    notice = _notice(scene, screen, width_of, language) if visit.page is Page.ATTRACT else Notice("")
    return Props(
        page=visit.page.value,
        language=language,
        other_language="" if other == language else other,
        other_language_name=languages[other],
        language_count=len(languages),
        unit_name=in_language(scene.unit_name, language),
        caption=in_language(scene.texts.get("caption", {}), language),
        drift_x=screen.px(drift[0]),
        drift_y=screen.px(drift[1]),
        desk_known=known,
        notice_kind=notice.kind,
        notice=notice.text,
        rates_whole_desk=visit.whole_desk or (known and person is None),
        person="" if person is None else normalize("NFC", person.name),
        person_counter_no=0 if person is None else person.counter_no,
        person_counter="" if person is None else in_language(person.counter, language),
        person_photo="" if person is None else person.photo_url or "",
        tiles=cards_of(on_page, offer.grid, screen, width_of, language=language, large=large),
        cards_top=screen.px(offer.grid.top_u),
        page_no=page_no,
        has_next_page=page_no + 1 < len(offers),
        others_next=offer.others_next,
        has_previous_page=page_no > 0,
        score_text=in_language(scene.score_text, language),
        levels=levels,
        level_words="\n".join(level.words for level in levels),
        step=visit.step,
        question=in_language(scene.questions[0].text, language) if len(scene.questions) == 1 else "",
        rows=rows_of(scene.questions, language),
        choices=choices,
        choice_words="\n".join(choice.words for choice in choices),
        least_lines=least_lines(len(scene.questions), len(choices)),
        committing=visit.committing is not None,
        practising=visit.practising,
        unreadable=visit.unreadable,
        called=visit.via == "call" and _is_unrated(visit),
        may_invite=_is_unrated(visit),
        invited=visit.invited,
        signed_on=signed_on,
        signed_off=signed_off,
        opens_days=-1 if scene.opens is None else scene.opens.days,
        opens_date="" if scene.opens is None else scene.opens.at.date().isoformat(),
        opens_hour=0 if scene.opens is None else scene.opens.at.hour,
        opens_minute=0 if scene.opens is None else scene.opens.at.minute,
        receipt_url="" if scene.receipt is None else scene.receipt.url,
        receipt_code="" if scene.receipt is None else scene.receipt.code,
        seconds_left=_seconds_left(visit.deadline_ms, scene.now_ms),
        seconds_total=visit.desk.patience * _seconds_of(visit.page),
        hotline=scene.hotline or "",
        paper_form=scene.paper_form,
        comment_days=scene.comment_days or 0,
        kiosk_label=scene.kiosk_label,
        may_read_aloud=scene.may_read_aloud,
        reading_aloud=scene.reading_aloud,
    )


def _card(scene: Scene, official: str | None) -> OfficialCard | None:
    return next((card for card in scene.officials if card.official == official), None)


def _signed(scene: Scene) -> tuple[str, str]:
    notice = scene.visit.standing.notice
    card = None if notice is None else _card(scene, notice.official)
    if notice is None or card is None or scene.visit.page not in RESTING:
        return "", ""
    name = normalize("NFC", card.name)
    return (name, "") if notice.on else ("", name)


def _notice(scene: Scene, screen: Screen, width_of: WidthOf, language: str) -> Notice:
    room = notice_room(screen, large=scene.visit.look.large_text)

    def lines_of(text: str) -> tuple[str, ...]:
        return wrapped(text, lambda line: width_of(line, room.size_u), room.width_u * screen.px_per_u)

    told = notices_of(scene, language, lambda text: len(lines_of(text)) <= room.lines)
    notice = notice_now(told, scene.now_ms)
    return replace(notice, text="\n".join(lines_of(notice.text)))


def _is_unrated(visit: Visit) -> bool:
    return visit.score is None or isinstance(visit.committing, RatingGiven)


def _seconds_left(deadline_ms: int | None, now_ms: int) -> int:
    return 0 if deadline_ms is None else max(0, ceil((deadline_ms - now_ms) / 1000))


def _seconds_of(page: Page) -> int:
    match page:
        case Page.STILL_THERE:
            return TIMINGS.still_there_ms // 1000
        case Page.THANKS:
            return TIMINGS.thanks_ms // 1000
        case _:
            return TIMINGS.page_ms // 1000
