import re
import string
import unicodedata
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from sync.central.web.languages import LANGUAGES
from sync.central.web.words import Voice, load_words

ROOT = Path(__file__).parents[3]
SLICES = (
    "sync.central.web",
    "sync.central.accounts",
    "sync.central.attribution",
    "sync.central.cases",
    "sync.central.comments",
    "sync.central.directory",
    "sync.central.fleet",
    "sync.central.quarantine",
    "sync.central.results",
    "sync.central.public",
    "sync.central.phone",
    "sync.central.feed",
    "sync.central.reports",
)
MADE_BY_TEMPLATES = (
    "score_",
    "language_",
    "kind_",
    "field_",
    "policy_",
    "text_",
    "weekday_",
    "of_",
    "difference_",
    *("attribution_", "command_", "condition_", "kept_", "outcome_", "proof_", "reason_"),
    *("funnel_", "pooled_", "column_", "grant_", "method_", "marked_", "files_", "file_", "report_is_"),
    *("act_", "event_", "notice_", "password_", "state_", "text_", "title_", "unit_state_", "view_"),
    *("trend_", "compared_", "verdict_", "pilot_"),
    *("alert_", "provision_state_", "release_state_", "ring_", "said_", "update_"),
)
MADE_BY_CODE = ("section_", "act_", "detail_", "value_")


@pytest.mark.parametrize("package", SLICES)
def test_every_word_is_there_in_every_language(package: str) -> None:
    for key, texts in load_words(package).items():
        assert tuple(texts) == LANGUAGES, key
        assert all(text == text.strip() and text for text in texts.values()), key


@pytest.mark.parametrize("package", SLICES)
def test_languages_leave_the_same_places_to_fill(package: str) -> None:
    for key, texts in load_words(package).items():
        places = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts.values()
        ]
        assert all(one == other for one, other in pairwise(places)), key


@pytest.mark.parametrize("package", SLICES)
def test_words_are_composed_and_keep_the_per_cent_sign_beside_its_number(package: str) -> None:
    for key, texts in load_words(package).items():
        for text in texts.values():
            assert unicodedata.is_normalized("NFC", text), key
            assert not re.search(r"\d %", text), key


@pytest.mark.parametrize("package", SLICES)
def test_no_word_is_left_over_and_none_is_missing(package: str) -> None:
    room = Path(str(resources.files(package)))
    files = [*(room / "templates").iterdir(), *room.rglob("*.py")]
    templates = "".join(path.read_text(encoding="utf-8") for path in files)
    own, shared = load_words(package), load_words("sync.central.web")
    for key in own:
        assert (
            f'"{key}"' in templates
            or f"'{key}'" in templates
            or key.startswith((*MADE_BY_TEMPLATES, *MADE_BY_CODE))
        ), key
    for key in re.findall(r"""say\(["'](\w+)["']\)""", templates):
        assert key in own or key in shared


def test_an_unknown_word_is_an_error_and_not_an_empty_page() -> None:
    with pytest.raises(KeyError):
        Voice("vi", load_words("sync.central.web")).say("no_such_word")


def test_a_name_without_english_is_shown_in_vietnamese() -> None:
    english = Voice("en", {})
    assert english.pick({"vi": "Phường An Bình", "en": ""}) == "Phường An Bình"
    assert english.pick({"vi": "Phường An Bình", "en": "An Bình Ward"}) == "An Bình Ward"
    assert english.pick({}) == ""


def test_who_reads_what_citizens_write_has_one_name() -> None:
    kiosk = [ROOT / "assets" / "i18n" / "en.ts", ROOT / "assets" / "sounds" / "sentences.toml"]
    told = [word["vi"] for package in SLICES for word in load_words(package).values()]
    said = " ".join([*told, *(file.read_text("utf-8") for file in kiosk)]).lower()
    assert re.findall(r"(?:ban|cơ quan|đoàn) giám sát", said) == []
    assert said.count("người giám sát") > len(kiosk)
