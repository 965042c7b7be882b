from collections.abc import Mapping
from dataclasses import replace
from itertools import count, pairwise
from typing import Any
from unicodedata import normalize

import pytest

from kiosk.ui.grid import MOST_CARDS
from kiosk.ui.props import Props, derive_props
from kiosk.ui.scene import Scene
from kiosk.ui.screen import Screen
from kiosk.visit import Desk, Look, Notice, Page, RatingChanged, RatingGiven, ScoreTouched, Standing, advance
from tests.kiosk.ui.scenes import (
    CALLED,
    CARDS,
    DESK,
    NOW_MS,
    PRACTISING,
    RECEIPT,
    fixed_scene_at,
    long_scene_at,
    scene_at,
)
from tests.kiosk.ui.stage import SCREENS

BOTH = {"vi": "Tiếng Việt", "en": "English"}
REFERENCE = Screen(*SCREENS["1280x800"])


def props(scene: Scene, languages: Mapping[str, str] = BOTH, screen: Screen = REFERENCE) -> Props:
    return derive_props(scene, screen, lambda text, size: len(text) * size / 2, languages)


def test_words_of_the_directory_come_in_the_language_that_was_chosen() -> None:
    in_english = props(scene_at(Page.SCORE, Look("en")))
    assert in_english.unit_name == "An Bình Ward Public Administration Service Centre"
    assert (in_english.person_counter_no, in_english.person_counter) == (1, "Civil status")
    assert in_english.caption == "Just finished at the counter?"
    assert props(scene_at(Page.SCORE)).person_counter == "Hộ tịch"


def test_words_that_were_not_translated_stay_vietnamese() -> None:
    scene = replace(scene_at(Page.ATTRACT, Look("en")), unit_name={"vi": "Phường An Bình"}, texts={})
    assert (props(scene).unit_name, props(scene).caption) == ("Phường An Bình", "")


@pytest.mark.parametrize(
    ("look", "languages", "language", "other", "other_name"),
    [
        ("vi", BOTH, "vi", "en", "English"),
        ("en", BOTH, "en", "vi", "Tiếng Việt"),
        ("en", {**BOTH, "ko": "한국어"}, "en", "ko", "한국어"),
        ("ko", BOTH, "vi", "en", "English"),
        ("vi", {"vi": "Tiếng Việt"}, "vi", "", "Tiếng Việt"),
    ],
)
def test_the_language_button_offers_the_next_one(
    look: str, languages: dict[str, str], language: str, other: str, other_name: str
) -> None:
    shown = props(scene_at(Page.SCORE, Look(look)), languages)
    assert (shown.language, shown.other_language, shown.other_language_name) == (language, other, other_name)


def test_marks_that_came_apart_are_shown_as_one_letter() -> None:
    apart = replace(CARDS[0], name=normalize("NFD", CARDS[0].name), counter={"vi": normalize("NFD", "Hòa")})
    scene = replace(scene_at(Page.SCORE), officials=(apart,), unit_name={"vi": normalize("NFD", "Hòa")})
    shown = props(scene)
    assert (shown.person, shown.person_counter, shown.unit_name) == (CARDS[0].name, "Hòa", "Hòa")
    offered = props(replace(scene_at(Page.OFFICIALS), officials=(apart,)))
    assert offered.tiles[0].full_name == CARDS[0].name


def test_a_whole_desk_is_rated_without_a_person() -> None:
    shown = props(scene_at(Page.SCORE, official=None, whole_desk=True))
    assert (shown.rates_whole_desk, shown.person, shown.person_photo) == (True, "", "")


def test_somebody_the_directory_no_longer_knows_leaves_no_name() -> None:
    shown = props(scene_at(Page.SCORE, official="gone"))
    assert (shown.rates_whole_desk, shown.person, shown.person_counter) == (False, "", "")


@pytest.mark.parametrize(
    ("page", "deadline_ms", "left", "total"),
    [
        (Page.THANKS, NOW_MS + 20_000, 20, 20),
        (Page.THANKS, NOW_MS + 19_001, 20, 20),
        (Page.THANKS, NOW_MS + 1, 1, 20),
        (Page.STILL_THERE, NOW_MS, 0, 20),
        (Page.STILL_THERE, NOW_MS - 900, 0, 20),
        (Page.SCORE, NOW_MS + 30_000, 30, 45),
        (Page.ATTRACT, None, 0, 45),
    ],
)
def test_seconds_left_are_whole_begun_ones(
    page: Page, deadline_ms: int | None, left: int, total: int
) -> None:
    shown = props(scene_at(page, deadline_ms=deadline_ms))
    assert (shown.seconds_left, shown.seconds_total) == (left, total)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("page", [Page.ATTRACT, Page.OFFICIALS])
@pytest.mark.parametrize("count", [0, 1, 5, 12, 14, 40])
def test_turning_the_pages_forward_meets_every_official_once(
    screen: str, large: bool, page: Page, count: int
) -> None:
    look, met, page_no = Look(large_text=large), [], 0
    while True:
        scene = replace(long_scene_at(page, max(1, count), look, page_no=page_no))
        shown = props(replace(scene, officials=scene.officials[:count]), screen=Screen(*SCREENS[screen]))
        met += [tile.official for tile in shown.tiles]
        assert shown.has_previous_page == (page_no > 0)
        if not shown.has_next_page:
            break
        page_no += 1
    assert met == [official.official for official in scene.officials[:count]]


def test_a_page_that_is_gone_is_the_last_one() -> None:
    shown = props(scene_at(Page.OFFICIALS, page_no=9))
    assert [tile.full_name for tile in shown.tiles] == [card.name for card in CARDS[12:]]
    assert (shown.has_previous_page, shown.has_next_page) == (True, False)


def test_nothing_that_is_shown_tells_the_score() -> None:
    def after(score: int) -> Props:
        visit, _ = advance(
            replace(scene_at(Page.SCORE).visit, guard_until_ms=0), ScoreTouched(score, at_ms=NOW_MS)
        )
        return props(replace(scene_at(Page.SCORE), visit=visit))

    assert after(1) == after(5)
    assert after(1).committing
    given = RatingGiven(None, None, 1)
    thanks = scene_at(Page.THANKS, score=1)
    assert props(thanks) == props(scene_at(Page.THANKS, score=5))
    assert props(scene_at(Page.THANKS, score=1, committing=given)).committing


def test_the_receipt_is_shown_as_it_was_minted() -> None:
    shown = props(scene_at(Page.THANKS))
    assert (shown.receipt_url, shown.receipt_code) == (RECEIPT.url, RECEIPT.code)
    assert props(scene_at(Page.SCORE)).receipt_url == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"hotline": None}, {"hotline": ""}),
        ({"paper_form": False}, {"paper_form": False}),
        ({"kiosk_label": ""}, {"kiosk_label": ""}),
        ({"comment_days": None}, {"comment_days": 0}),
    ],
)
def test_what_a_unit_does_not_have_is_empty(given: dict[str, Any], expected: dict[str, Any]) -> None:
    shown = props(replace(scene_at(Page.PAUSED), **given))
    assert {name: getattr(shown, name) for name in expected} == expected


@pytest.mark.parametrize("page", [Page.ATTRACT, Page.OUT_OF_HOURS, Page.PAUSED])
def test_what_stands_still_moves_a_little_every_minute_and_comes_back(page: Page) -> None:
    shown = [props(replace(scene_at(page), now_ms=minute * 60_000)) for minute in range(9)]
    places = [(moment.drift_x, moment.drift_y) for moment in shown]
    assert (places[0], places[8]) == ((0, 0), (0, 0))
    assert len(set(places)) == 8
    assert all(abs(x - a) + abs(y - b) == 2 for (x, y), (a, b) in pairwise(places))


def test_a_page_somebody_is_touching_does_not_move() -> None:
    shown = props(replace(scene_at(Page.SCORE), now_ms=4 * 60_000))
    assert (shown.drift_x, shown.drift_y) == (0, 0)


def test_attract_of_a_shared_kiosk_shows_the_officials_and_of_a_fixed_one_whom_to_rate() -> None:
    shared = props(scene_at(Page.ATTRACT))
    assert (shared.desk_known, len(shared.tiles), shared.has_next_page) == (False, 12, True)
    fixed = props(fixed_scene_at())
    assert (fixed.desk_known, fixed.person, fixed.rates_whole_desk) == (True, CARDS[0].name, False)
    assert fixed.may_invite
    desk = props(fixed_scene_at(official=None))
    assert (desk.desk_known, desk.person, desk.rates_whole_desk) == (True, "", True)


def test_a_fixed_desk_shows_whom_it_is_about() -> None:
    desk = Desk("fixed", CARDS[3].official)
    shown = props(scene_at(Page.SCORE, desk=desk, official=CARDS[3].official))
    assert shown.person == CARDS[3].name


def test_the_phone_is_offered_until_something_is_rated_and_written() -> None:
    given = RatingGiven(None, None, 3)
    changed = RatingChanged(4)
    assert props(scene_at(Page.SCORE)).may_invite
    assert props(scene_at(Page.SCORE, score=3, committing=given)).may_invite
    assert not props(scene_at(Page.SCORE, score=3, correcting=True)).may_invite
    assert not props(scene_at(Page.SCORE, score=4, committing=changed)).may_invite


def test_a_call_is_known_as_one_until_something_is_rated() -> None:
    assert props(scene_at(Page.SCORE, **CALLED)).called
    assert not props(scene_at(Page.SCORE)).called
    assert not props(scene_at(Page.SCORE, score=3, correcting=True, **CALLED)).called


def test_practice_and_a_code_nobody_could_read_are_told() -> None:
    shown = props(scene_at(Page.SCORE, unreadable=True, **PRACTISING))
    assert (shown.practising, shown.unreadable) == (True, True)
    plain = props(scene_at(Page.SCORE))
    assert (plain.practising, plain.unreadable) == (False, False)


def test_when_the_office_opens_is_told_by_day_and_time() -> None:
    shown = props(scene_at(Page.OUT_OF_HOURS))
    assert (shown.opens_days, shown.opens_date) == (3, "2026-11-30")
    assert (shown.opens_hour, shown.opens_minute) == (7, 30)
    assert props(scene_at(Page.ATTRACT)).opens_days == -1


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("signed_on", [1, 2, 5, 12, 13])
@pytest.mark.parametrize("page", [Page.ATTRACT, Page.OFFICIALS])
def test_a_shared_kiosk_offers_those_on_duty_first_and_then_everybody_else(
    screen: str, signed_on: int, page: Page
) -> None:
    here = tuple(card.official for card in CARDS[-signed_on:])
    offered: list[str] = []
    for page_no in count():
        shown = props(scene_at(page, present=here, page_no=page_no), screen=Screen(*SCREENS[screen]))
        offered += [tile.official for tile in shown.tiles]
        assert len({tile.official in here for tile in shown.tiles}) == 1
        assert len(shown.tiles) <= MOST_CARDS
        assert shown.others_next == (tuple(offered) == here)
        assert shown.has_previous_page == (page_no > 0)
        if not shown.has_next_page:
            break
    assert offered == [*here, *(card.official for card in CARDS[:-signed_on])]


def test_the_few_on_duty_have_the_large_cards_of_few() -> None:
    few = props(scene_at(Page.OFFICIALS, present=(CARDS[0].official, CARDS[1].official)))
    many = props(scene_at(Page.OFFICIALS, present=(CARDS[0].official, CARDS[1].official), page_no=1))
    assert min(tile.card_height for tile in few.tiles) > 2 * max(tile.card_height for tile in many.tiles)
    beyond = props(scene_at(Page.OFFICIALS, present=(CARDS[0].official,), page_no=99))
    assert (beyond.has_next_page, beyond.page_no) == (False, 2)


def test_where_all_or_none_are_on_duty_nobody_is_another() -> None:
    everybody = tuple(card.official for card in CARDS)
    shown = props(scene_at(Page.OFFICIALS, present=everybody))
    assert (len(shown.tiles), shown.has_next_page, shown.others_next) == (MOST_CARDS, True, False)
    for nobody in ((), ("somebody who left",)):
        first = props(scene_at(Page.OFFICIALS, present=nobody))
        assert (len(first.tiles), first.has_next_page, first.others_next) == (MOST_CARDS, True, False)


def test_a_called_citizen_at_a_fixed_kiosk_can_name_anybody() -> None:
    fixed = replace(DESK, attribution="fixed")
    shown = props(scene_at(Page.OFFICIALS, desk=fixed, present=(CARDS[0].official,), **CALLED))
    assert (len(shown.tiles), shown.has_next_page) == (MOST_CARDS, True)


def test_a_called_official_is_named_whether_on_duty_or_not() -> None:
    shown = props(scene_at(Page.SCORE, present=(CARDS[1].official,), **CALLED))
    assert shown.person == CARDS[0].name


@pytest.mark.parametrize(("on", "told"), [(True, (CARDS[0].name, "")), (False, ("", CARDS[0].name))])
def test_an_official_reads_the_own_name_on_the_resting_page_only(on: bool, told: tuple[str, str]) -> None:
    noticed = Standing(notice=Notice(CARDS[0].official, on, NOW_MS + 1))
    shown = props(scene_at(Page.ATTRACT, standing=noticed))
    assert (shown.signed_on, shown.signed_off) == told
    shown = props(scene_at(Page.SCORE, standing=noticed))
    assert (shown.signed_on, shown.signed_off) == ("", "")
