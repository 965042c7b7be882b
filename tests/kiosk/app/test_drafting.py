"""What a visit's facts become in the ledger."""

from typing import Any

import msgspec
import pytest

from kiosk.app.drafting import draft
from kiosk.app.posting import Posting
from kiosk.visit import Desk, KioskPaused, KioskResumed, Page, RatingChanged, RatingGiven, VisitAbandoned
from sync.contract.directory import Directory, judge
from sync.contract.rating import judge_given

UNIT, COUNTER, OTHER_COUNTER, LAN, BINH, FORM, RATING = (
    f"00000000-0000-4000-8000-{number:012}" for number in range(1, 8)
)


def posting(**policies: Any) -> Posting:
    directory = {
        "hailong": 1,
        "server": UNIT,
        "kiosk": UNIT,
        "version": 1,
        "published": 0,
        "key": "0" * 64,
        "addresses": ["https://hailong.example"],
        "public_address": "https://hailong.example",
        "seal_keys": {"server": "0" * 64},
        "ledger": {"ledger": UNIT, "seq": 1, "head": "0" * 64, "signature": ""},
        "units": [{"unit": UNIT, "name": {"vi": "Phường An Bình", "en": "An Bình Ward"}}],
        "counters": [
            {"counter": COUNTER, "unit": UNIT, "number": 2, "name": {"vi": "Hộ tịch", "en": "Civil status"}},
            {"counter": OTHER_COUNTER, "unit": UNIT, "number": 1, "name": {"vi": "Đất đai", "en": "Land"}},
        ],
        "officials": [
            {"official": LAN, "name": "Lê Thị Lan", "title": {"vi": "Công chức"}, "counters": [COUNTER]},
            {
                "official": BINH,
                "name": "Trần Bình",
                "title": {"vi": "Công chức"},
                "counters": [OTHER_COUNTER],
            },
        ],
        "questionnaires": [
            {
                "id": FORM,
                "version": 3,
                "questions": [
                    {
                        "question": "score",
                        "kind": "score",
                        "text": {"vi": "Ông/Bà hài lòng ở mức nào?"},
                        "choices": [
                            {"choice": f"level_{score}", "text": {"vi": str(score)}, "score": score}
                            for score in range(1, 6)
                        ],
                    }
                ],
            }
        ],
        "texts": {},
        "policies": {"unit": UNIT} | policies,
    }
    made = msgspec.convert(directory, Directory)
    judge(made)
    return Posting(made)


def test_a_rating_names_the_official_the_counter_and_the_questionnaire_it_answered() -> None:
    kind, body = draft(RatingGiven(LAN, None, 4), posting(), RATING, None)
    given = judge_given(body)
    assert kind == "rating.given"
    assert (given.rating, given.unit, given.official, given.counter) == (RATING, UNIT, LAN, COUNTER)
    assert (given.score, given.questionnaire.id, given.questionnaire.version) == (4, FORM, 3)


def test_a_rating_of_the_whole_desk_names_nobody() -> None:
    _, body = draft(RatingGiven(None, None, 1), posting(), RATING, None)
    assert body["official"] is None
    assert "counter" not in body


def test_a_change_names_the_line_of_its_rating() -> None:
    assert draft(RatingChanged(2), posting(), RATING, 17) == ("rating.changed", {"of": 17, "score": 2})
    with pytest.raises(ValueError, match="without a rating"):
        draft(RatingChanged(2), posting(), RATING, None)


def test_other_facts_are_lines_of_their_own_kind() -> None:
    here = posting()
    assert draft(VisitAbandoned(Page.SCORE), here, "", None) == ("visit.abandoned", {"page": "score"})
    assert draft(KioskPaused("disk_full"), here, "", None) == ("kiosk.paused", {"why": "disk_full"})
    assert draft(KioskResumed(), here, "", None) == ("kiosk.resumed", {})


def test_officials_stand_in_the_order_of_their_counters() -> None:
    here = posting()
    assert [official.name for official in here.officials_by_counter()] == ["Trần Bình", "Lê Thị Lan"]
    assert here.counter_text(here.officials_by_counter()[1]) == {
        "vi": "Quầy 2 · Hộ tịch",
        "en": "Counter 2 · Civil status",
    }


def test_a_fixed_kiosk_rates_who_alone_serves_at_its_counter() -> None:
    assert posting(attribution="fixed", counter=COUNTER).desk == Desk("fixed", LAN, COUNTER)
    assert posting().desk == Desk("choose", None, None)
