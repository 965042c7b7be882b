"""What a visit's facts become in the ledger."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.app.drafting import Drafted, InHand, draft
from kiosk.app.posting import Posting
from kiosk.visit import (
    CallLapsed,
    CallMade,
    Desk,
    DutyBegan,
    DutyEnded,
    Fact,
    InvitationMade,
    KioskPaused,
    KioskResumed,
    Page,
    PracticeBegan,
    PracticeEnded,
    RatingChanged,
    RatingDetailed,
    RatingGiven,
    StaffEntered,
    StaffLeft,
    StaffRefused,
    VisitAbandoned,
)
from sync.contract.directory import Directory, judge
from sync.contract.ledger import encode_line
from sync.contract.plain_line import read_plain_line
from sync.contract.rating import judge_given
from sync.contract.seal import unseal
from sync.contract.segment import digest

UNIT, COUNTER, OTHER_COUNTER, LAN, BINH, FORM, RATING = (
    f"00000000-0000-4000-8000-{number:012}" for number in range(1, 8)
)


LEDGER = "10000000-0000-4000-8000-000000000001"
SERVER_SEAL, SUPERVISORS_SEAL = X25519PrivateKey.generate(), X25519PrivateKey.generate()


def public(private: X25519PrivateKey) -> str:
    return private.public_key().public_bytes_raw().hex()


YES_NO = [{"choice": "yes", "text": {"vi": "Có"}}, {"choice": "no", "text": {"vi": "Không"}}]
REASONS = [
    {"choice": "waiting", "text": {"vi": "Phải chờ lâu"}},
    {"choice": "nothing", "text": {"vi": "Không có điều gì"}, "alone": True},
]
QUESTIONS = (
    {"question": "polite", "kind": "choice", "text": {"vi": "Lịch sự?"}, "choices": YES_NO},
    {
        "question": "harassed",
        "kind": "choice",
        "text": {"vi": "Phiền hà?"},
        "choices": YES_NO,
        "sealed": True,
    },
    {"question": "improve", "kind": "reasons", "text": {"vi": "Cần cải thiện?"}, "choices": REASONS},
    {"question": "comment", "kind": "comment", "text": {"vi": "Góp ý?"}},
)


def posting(
    questions: tuple[dict[str, Any], ...] = (),
    *,
    supervisors: X25519PrivateKey | None = None,
    **policies: Any,
) -> Posting:
    directory = {
        "hailong": 1,
        "server": UNIT,
        "kiosk": UNIT,
        "version": 1,
        "published": 0,
        "key": "0" * 64,
        "addresses": ["https://hailong.example"],
        "public_address": "https://hailong.example",
        "seal_keys": {
            "server": public(SERVER_SEAL),
            "supervisors": public(supervisors) if supervisors else None,
        },
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
                    },
                    *questions,
                ],
            }
        ],
        "texts": {},
        "policies": {"unit": UNIT} | policies,
    }
    made = msgspec.convert(directory, Directory)
    judge(made)
    return Posting(made)


IN_HAND = InHand(LEDGER, RATING, 17, ((3, 9),))


def body_of(fact: Fact, here: Posting | None = None) -> dict[str, Any]:
    drafted = draft(fact, here or posting(), IN_HAND)
    assert drafted is not None
    return drafted.body


def test_a_rating_names_the_official_the_counter_and_the_questionnaire_it_answered() -> None:
    given = judge_given(body_of(RatingGiven(LAN, None, 4)))
    assert (given.rating, given.unit, given.official, given.counter) == (RATING, UNIT, LAN, COUNTER)
    assert (given.score, given.questionnaire.id, given.questionnaire.version) == (4, FORM, 3)
    assert (given.via, given.stage, given.practice) == ("touch", None, False)


def test_a_rating_of_the_whole_desk_names_nobody() -> None:
    body = body_of(RatingGiven(None, None, 1))
    assert body["official"] is None
    assert "counter" not in body


def test_a_called_rating_says_so_and_its_dossier_is_readable_to_the_server_only() -> None:
    fact = RatingGiven(LAN, COUNTER, 4, "call", "H29-251124-0001", "returned", practice=True)
    drafted = draft(fact, posting(), IN_HAND)
    assert drafted is not None
    given = judge_given(drafted.body)
    assert (given.via, given.stage, given.practice) == ("call", "returned", True)
    assert b"251124" not in msgspec.json.encode(drafted.body) + drafted.blobs[0]
    assert given.attached == {"dossier": digest(drafted.blobs[0])}
    assert unseal(drafted.blobs[0], SERVER_SEAL, "dossier", LEDGER, RATING) == b"H29-251124-0001"


def test_a_dossier_that_was_rated_before_is_said_to_be_and_by_nothing_that_a_code_is_guessed_by() -> None:
    fact = RatingGiven(LAN, COUNTER, 4, "scan", "H29-251124-0001", "returned")
    drafted = draft(fact, posting(), replace(IN_HAND, repeated=True))
    assert drafted is not None
    assert judge_given(drafted.body).repeated
    assert drafted.body.keys() - {"repeated"} == body_of(fact).keys()


@pytest.mark.parametrize(
    "fact",
    [
        RatingGiven(None, None, 1),
        RatingGiven(LAN, None, 4),
        RatingGiven(LAN, COUNTER, 4, "call", "H29-251124-0001", "returned", practice=True),
        RatingDetailed(),
        RatingDetailed((("polite", "yes"), ("harassed", "no")), ("waiting",), "Chờ lâu quá"),
    ],
)
def test_whatever_a_citizen_says_is_written_to_be_read_at_a_glance(fact: Fact) -> None:
    here = posting(QUESTIONS, supervisors=SUPERVISORS_SEAL)
    drafted = draft(fact, here, replace(IN_HAND, repeated=True))
    assert drafted is not None
    assert read_plain_line(encode_line(7, drafted.kind, 1, LEDGER, 5, drafted.body)) is not None


def test_a_change_names_the_line_of_its_rating() -> None:
    assert draft(RatingChanged(2), posting(), IN_HAND) == Drafted("rating.changed", {"of": 17, "score": 2})
    with pytest.raises(ValueError, match="in no line"):
        draft(RatingChanged(2), posting(), InHand(LEDGER))


def test_answers_stand_in_the_line_and_what_may_have_to_be_erased_does_not() -> None:
    here = posting(QUESTIONS, supervisors=SUPERVISORS_SEAL)
    fact = RatingDetailed((("polite", "yes"), ("harassed", "yes")), ("waiting",), "Xin thêm ghế.")
    drafted = draft(fact, here, IN_HAND)
    assert drafted is not None
    attached = drafted.body.pop("attached")
    assert drafted.kind == "rating.detailed"
    assert drafted.body == {"of": 17, "answers": {"polite": "yes"}, "reasons": ["waiting"]}
    opened = [
        unseal(blob, SUPERVISORS_SEAL, name, LEDGER, RATING)
        for name, blob in zip(attached, drafted.blobs, strict=True)
    ]
    assert dict(zip(attached, opened, strict=True)) == {
        "comment": "Xin thêm ghế.".encode(),
        "answers": b'{"harassed":"yes"}',
    }
    assert list(attached.values()) == [digest(blob) for blob in drafted.blobs]


def test_what_must_be_sealed_is_not_asked_where_nobody_could_open_it() -> None:
    assert [asked.question for asked in posting(QUESTIONS).form.asked] == ["polite", "improve"]
    asked = posting(QUESTIONS, supervisors=SUPERVISORS_SEAL).form.asked
    assert [one.question for one in asked] == ["polite", "harassed", "improve", "comment"]
    assert asked[2].alone == ("nothing",)
    with pytest.raises(ValueError, match="nobody to seal for"):
        draft(RatingDetailed(comment="x"), posting(), IN_HAND)


@pytest.mark.parametrize(
    ("fact", "kind", "body"),
    [
        (VisitAbandoned(Page.SCORE), "visit.abandoned", {"page": "score"}),
        (KioskPaused("disk_full"), "kiosk.paused", {"why": "disk_full"}),
        (KioskResumed(), "kiosk.resumed", {}),
        (PracticeBegan(), "practice.began", {}),
        (PracticeEnded(), "practice.ended", {}),
        (StaffEntered(LAN), "staff.entered", {"staff": LAN}),
        (StaffRefused(), "staff.refused", {}),
        (StaffLeft(), "staff.left", {}),
        (CallMade(4, COUNTER, LAN), "call.made", {"counter": COUNTER, "via": "call", "official": LAN}),
        (CallMade(4, COUNTER, None), "call.made", {"counter": COUNTER, "via": "call"}),
        (CallLapsed(3), "call.lapsed", {"of": 9}),
        (DutyBegan(LAN, OTHER_COUNTER), "duty.began", {"official": LAN, "counter": OTHER_COUNTER}),
        (DutyEnded(LAN, None), "duty.ended", {"official": LAN, "counter": COUNTER}),
        (
            InvitationMade(LAN, None),
            "invitation.made",
            {"invitation": RATING, "unit": UNIT, "official": LAN, "counter": COUNTER},
        ),
    ],
)
def test_other_facts_are_lines_of_their_own_kind(fact: Fact, kind: str, body: dict[str, Any]) -> None:
    assert draft(fact, posting(), IN_HAND) == Drafted(kind, body)


def test_a_call_that_is_in_no_line_cannot_lapse_in_one() -> None:
    assert draft(CallLapsed(4), posting(), IN_HAND) is None


def test_officials_stand_in_the_order_of_their_counters() -> None:
    here = posting()
    assert [official.name for official in here.officials_by_counter()] == ["Trần Bình", "Lê Thị Lan"]
    place = here.place_of(here.officials_by_counter()[1])
    assert place == (2, {"vi": "Hộ tịch", "en": "Civil status"})


def test_a_fixed_kiosk_rates_who_alone_serves_at_its_counter() -> None:
    assert posting(attribution="fixed", counter=COUNTER).desk == Desk("fixed", LAN, COUNTER)
    assert posting().desk == Desk("choose", None, None)
