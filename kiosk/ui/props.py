"""The one pure function from a scene to what QML binds to."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from kiosk.ui.grid import Grid, officials_grid, side_margin_u
from kiosk.ui.names import wrap_name
from kiosk.ui.scene import OfficialCard, Scene, Words
from kiosk.ui.screen import Screen
from kiosk.ui.tokens import type_u
from kiosk.visit import TIMINGS, Page

WidthOf = Callable[[str, int, bool], float]
"""How wide a text stands at a size, both in u; True: in the strong weight."""
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
DRIFT_U = (0, 2, 4, 2)
DRIFT_MS = 60_000
BADGE_PHOTO_U = 104


@dataclass(frozen=True)
class Tile:
    """An official's card as it is drawn; `name` holds its line break."""

    official: str
    full_name: str
    name: str
    counter: str
    photo: str


@dataclass(frozen=True)
class Props:
    """Everything the pages bind to; sizes in pixels. The defaults are a blank screen."""

    page: str = ""
    language: str = "vi"
    other_language: str = "en"
    other_language_name: str = ""
    large_text: bool = False
    high_contrast: bool = False
    unit_name: str = ""
    caption: str = ""
    drift: int = 0
    rates_whole_desk: bool = False
    person: str = ""
    person_full_name: str = ""
    person_counter: str = ""
    person_photo: str = ""
    tiles: tuple[Tile, ...] = ()
    columns: int = 3
    cards_top: int = 0
    card_width: int = 0
    card_height: int = 0
    photo_width: int = 0
    has_next_page: bool = False
    has_previous_page: bool = False
    committing: bool = False
    correcting: bool = False
    receipt_url: str = ""
    receipt_code: str = ""
    seconds_left: int = 0
    seconds_total: int = 1
    hotline: str = ""
    paper_form: bool = False
    kiosk_label: str = ""


def derive_props(scene: Scene, screen: Screen, width_of: WidthOf, languages: tuple[str, ...]) -> Props:
    """What `screen` shows of `scene`; `languages` can be chosen, the first is the fallback."""
    visit, look = scene.visit, scene.visit.look
    language = look.language if look.language in languages else languages[0]
    other = languages[(languages.index(language) + 1) % len(languages)]
    grid = officials_grid(screen, len(scene.officials), large=look.large_text)
    pages = max(1, ceil(len(scene.officials) / grid.capacity))
    page_no = min(visit.page_no, pages - 1)
    on_page = scene.officials[page_no * grid.capacity : (page_no + 1) * grid.capacity]
    person = next((card for card in scene.officials if card.official == visit.official), None)
    size = type_u("body", large=look.large_text)
    return Props(
        page=visit.page.value,
        language=language,
        other_language=other,
        other_language_name=LANGUAGE_NAMES.get(other, other),
        large_text=look.large_text,
        high_contrast=look.high_contrast,
        unit_name=in_language(scene.unit_name, language),
        caption=in_language(scene.texts.get("caption", {}), language),
        drift=screen.px(DRIFT_U[scene.now_ms // DRIFT_MS % len(DRIFT_U)]),
        rates_whole_desk=visit.whole_desk,
        person="" if person is None else _person_name(person, screen, width_of, size),
        person_full_name="" if person is None else person.name,
        person_counter="" if person is None else in_language(person.counter_text, language),
        person_photo="" if person is None else person.photo_url or "",
        tiles=tuple(_tile(card, grid, width_of, language, size) for card in on_page),
        columns=grid.columns,
        cards_top=screen.px(grid.top_u),
        card_width=int(grid.card_u[0] * screen.px_per_u),
        card_height=int(grid.card_u[1] * screen.px_per_u),
        photo_width=int(grid.photo_u * screen.px_per_u),
        has_next_page=page_no + 1 < pages,
        has_previous_page=page_no > 0,
        committing=visit.committing is not None,
        correcting=visit.correcting,
        receipt_url="" if scene.receipt is None else scene.receipt.url,
        receipt_code="" if scene.receipt is None else scene.receipt.code,
        seconds_left=_seconds_left(visit.deadline_ms, scene.now_ms),
        seconds_total=_seconds_of(visit.page),
        hotline=scene.hotline or "",
        paper_form=scene.paper_form,
        kiosk_label=scene.kiosk_label,
    )


def in_language(words: Words, language: str) -> str:
    """The words in `language`, in Vietnamese where those are missing, else nothing."""
    return words.get(language) or words.get("vi") or ""


def _tile(card: OfficialCard, grid: Grid, width_of: WidthOf, language: str, size: int) -> Tile:
    lines = wrap_name(card.name, lambda text: width_of(text, size, False) <= grid.name_u)
    counter = in_language(card.counter_text, language)
    return Tile(card.official, card.name, "\n".join(lines), counter, card.photo_url or "")


def _person_name(card: OfficialCard, screen: Screen, width_of: WidthOf, size: int) -> str:
    room = screen.width_u - 2 * side_margin_u(screen) - (0 if screen.portrait else BADGE_PHOTO_U)
    return "\n".join(wrap_name(card.name, lambda text: width_of(text, size, True) <= room))


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
