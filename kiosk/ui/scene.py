"""What the application hands over to be shown: frozen, complete, in the directory's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from unicodedata import normalize

from kiosk.typing import Style
from kiosk.visit import Visit

Words = Mapping[str, str]


def in_language(words: Words, language: str) -> str:
    """The words (NFC) in `language`, in Vietnamese where those are missing, else nothing."""
    return normalize("NFC", words.get(language) or words.get("vi") or "")


@dataclass(frozen=True)
class OfficialCard:
    """Somebody who may have served, at counter `counter_no`; `photo_url` is a `file:` or base64 `data:` URL.

    `counter` is the counter's name; where there is none (0), what stands in its place, such as a title.
    """

    official: str
    name: str
    counter_no: int
    counter: Words
    photo_url: str | None = None


@dataclass(frozen=True)
class ReceiptCard:
    """The receipt of this visit's rating: what the QR says, and the code under it."""

    url: str
    code: str


@dataclass(frozen=True)
class QuestionCard:
    """A question of the questionnaire; `choices` are names and words, in the order they are shown."""

    question: str
    kind: Literal["choice", "reasons", "comment"]
    text: Words
    choices: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Opening:
    """When the office opens next, on the desk's own clock, and how many days from today that is."""

    at: datetime
    days: int


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One moment of the screen.

    `officials` are all of the desk, in the order they are shown; words carry at least "vi". `score_text`
    asks for the score, `levels` are the words of each score that can be touched. `questions` stand on the
    page now: one, or several with two choices each. `texts` are the directory's; the screen uses "caption",
    the line above Attract's question. `notices` are what Attract tells in turn, by kind
    (`kiosk.ui.notices.KINDS`). `tone_style`: hoà or hòa, when it is typed. `comment_days`: how long a comment
    is kept; None: for as long as the province sets nothing. `now_ms` is on the visit's clock.
    """

    visit: Visit
    unit_name: Words
    officials: tuple[OfficialCard, ...] = ()
    score_text: Words = field(default_factory=dict)
    levels: Mapping[int, Words] = field(default_factory=dict)
    questions: tuple[QuestionCard, ...] = ()
    receipt: ReceiptCard | None = None
    opens: Opening | None = None
    texts: Mapping[str, Words] = field(default_factory=dict)
    notices: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    tone_style: Style = "modern"
    hotline: str | None = None
    kiosk_label: str = ""
    paper_form: bool = False
    comment_days: int | None = None
    may_read_aloud: bool = False
    reading_aloud: bool = False
    now_ms: int
