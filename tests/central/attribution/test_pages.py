"""Supervisors, officials and heads of unit at their pages."""

import re

import pytest

from tests.central.attribution.shift import a_shift, by_official, with_colleague
from tests.central.desk import Desk
from tests.central.figures.test_publishing import next_day
from tests.central.people import Person, sign_in
from tests.central.world import COLLEAGUE, OFFICIAL, OTHER_UNIT, UNIT, World

HERE = f"{OFFICIAL}/{UNIT}"
CONTESTED = {"place": HERE, "day": "2026-11-23", "from": "10:14", "until": "10:16"}
OWN = "/own-results/attribution"


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite: the pages are the same on each engine."""
    return sqlite_url


@pytest.fixture
def rated(world: World, desk: Desk) -> World:
    """Forty ratings of an official, published, and a day later."""
    with_colleague(world)
    next_day(world, 0)
    a_shift(world, desk, [4, 5] * 20)
    desk.deliver()
    next_day(world)
    return world


def somebody(world: World, name: str, *grants: tuple[str, str]) -> Person:
    return sign_in(world.engine, world.clock.now_ms, *grants, name=name)


def page(world: World, person: Person, path: str) -> str:
    answer = world.call("GET", path, headers=person.headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def acts(world: World) -> list[str]:
    seen = ("person_viewed", "role_granted")
    return [act for (act,) in world.query("SELECT act FROM audit ORDER BY seq") if act not in seen]


def test_what_an_official_contests_is_proposed_by_one_approved_by_another_and_answered(
    rated: World, desk: Desk
) -> None:
    hoa = somebody(rated, "Hoa", ("official", OFFICIAL))
    minh = somebody(rated, "Minh", ("supervisor", ""))
    mai = somebody(rated, "Mai", ("supervisor", ""))
    both = somebody(rated, "Bình", ("supervisor", ""), ("official", COLLEAGUE))
    sent = rated.send(hoa, f"{OWN}/contest", **CONTESTED, contest="Anh Bình ngồi thay")
    assert sent.status_code == 303, sent.text
    assert "Anh Bình ngồi thay" in page(rated, hoa, OWN)
    found = re.search(r"/attribution/([0-9a-f-]{36})", page(rated, minh, "/attribution"))
    assert found
    here = f"/attribution/{found[1]}"
    given = {"kiosk": desk.kiosk, "since": "2026-11-23T10:14", "until": "2026-11-23T10:16"}
    whom = {"named": OFFICIAL, "official": COLLEAGUE, "why": "Lịch họp đúng như vậy"}
    assert rated.send(both, here, act="propose", **given, **whom).status_code == 422
    assert rated.send(minh, here, act="propose", **given, **whom).status_code == 303
    asked = page(rated, mai, here)
    assert "Số phiếu sẽ chuyển" in asked
    assert "Dưới 10 phiếu" in asked
    for who in (minh, both):
        assert 'value="approve"' not in page(rated, who, here)
        assert rated.send(who, here, act="approve").status_code == 422
    assert rated.send(mai, here, act="approve").status_code == 303
    assert rated.send(mai, here, act="approve").status_code == 422
    assert {whom: len(scores) for whom, scores in by_official(rated).items()} == {OFFICIAL: 38, COLLEAGUE: 2}
    own = page(rated, hoa, OWN)
    assert "đã duyệt" in own
    assert "Lịch họp đúng như vậy" in own
    assert acts(rated) == ["attribution_contested", "attribution_proposed", "attribution_approved"]
    assert rated.verify().differences == []


def test_an_official_is_told_no_number_and_no_figure_moves_before_ten_new_ratings(
    rated: World, desk: Desk
) -> None:
    hoa = somebody(rated, "Hoa", ("official", OFFICIAL))
    before = page(rated, hoa, "/own-results").partition("<main")[2]
    empty = CONTESTED | {"from": "03:00", "until": "03:01"}
    one, other = (
        rated.send(hoa, f"{OWN}/contest", **span, contest="Không phải tôi") for span in (CONTESTED, empty)
    )
    assert (one.status_code, one.headers["location"]) == (other.status_code, other.headers["location"])
    minh, mai = (somebody(rated, name, ("supervisor", "")) for name in ("Minh", "Mai"))
    proposal = {
        "kiosk": desk.kiosk, "since": "2026-11-23T10:14", "until": "2026-11-23T10:16",
        "named": OFFICIAL, "official": "desk", "why": "đăng nhập nhầm",
    }  # fmt: skip
    made = rated.send(minh, f"/units/{UNIT}/attribution", **proposal)
    assert rated.send(mai, made.headers["location"], act="approve").status_code == 303
    next_day(rated)
    hoa = somebody(rated, "Hoa", ("official", OFFICIAL))
    assert page(rated, hoa, "/own-results").partition("<main")[2] == before
    own = page(rated, hoa, OWN)
    assert "Số phiếu" not in own
    approved = own[own.index("đã duyệt") :].partition("</section>")[0]
    assert "23/11/2026" in approved
    assert "10:14" not in approved


def test_a_reply_stands_beside_the_figures_until_its_official_takes_it_back(rated: World) -> None:
    hoa = somebody(rated, "Hoa", ("official", OFFICIAL))
    binh = somebody(rated, "Bình", ("official", COLLEAGUE))
    head = somebody(rated, "Thủ trưởng", ("head_of_unit", UNIT))
    mai = somebody(rated, "Mai", ("supervisor", ""))
    assert rated.send(hoa, f"{OWN}/reply", place=HERE, reply="Quầy chỉ có một người").status_code == 303
    assert rated.send(hoa, f"{OWN}/reply", place=HERE, reply="Nay đã đủ người").status_code == 303
    waiting = {"place": f"{COLLEAGUE}/{UNIT}", "reply": "Tôi chưa có số liệu"}
    assert rated.send(binh, f"{OWN}/reply", **waiting).status_code == 303
    for person in (head, mai, hoa):
        path = "/own-results" if person is hoa else f"/units/{UNIT}"
        assert "Nay đã đủ người" in page(rated, person, path)
        assert "Quầy chỉ có một người" not in page(rated, person, path)
    assert "chưa có số liệu" not in page(rated, head, f"/units/{UNIT}")
    assert "chưa có số liệu" in page(rated, mai, f"/units/{UNIT}")
    (statement,) = rated.query(
        f"SELECT statement FROM statements WHERE official = '{OFFICIAL}' AND text <> ''"
    )
    assert rated.send(binh, f"{OWN}/erase", statement=statement[0]).status_code == 422
    assert rated.send(hoa, f"{OWN}/erase", statement=statement[0]).status_code == 303
    assert "Nay đã đủ người" not in page(rated, head, f"/units/{UNIT}")
    assert acts(rated)[-1] == "statement_erased"


REFUSED = [
    ("contest", CONTESTED | {"contest": ""}, "Vui lòng viết vài lời."),
    ("contest", CONTESTED | {"until": "10:14", "contest": "x"}, "Thời gian chưa đúng"),
    ("contest", CONTESTED | {"day": "2031-01-01", "contest": "x"}, "Thời gian chưa đúng"),
    ("contest", CONTESTED | {"day": "hôm qua", "contest": "x"}, "Thời gian chưa đúng"),
    ("contest", CONTESTED | {"place": f"{COLLEAGUE}/{UNIT}", "contest": "x"}, "Không phải việc"),
    ("contest", CONTESTED | {"place": f"{OFFICIAL}/{OTHER_UNIT}", "contest": "x"}, "Không phải việc"),
    ("reply", {"place": HERE, "reply": "Ông ấy số 0912345678"}, "số điện thoại"),
    ("reply", {"place": HERE, "reply": "x" * 1_001}, "Quá dài"),
    ("reply", {"place": f"{COLLEAGUE}/{UNIT}", "reply": "x"}, "Không phải việc"),
]


def test_what_an_official_cannot_say_is_refused_in_words_and_kept_to_be_put_right(rated: World) -> None:
    hoa = somebody(rated, "Hoa", ("official", OFFICIAL))
    for path, fields, said in REFUSED:
        answer = rated.send(hoa, f"{OWN}/{path}", **fields)
        assert (answer.status_code, said in answer.text) == (422, True), said
        assert fields[path] in answer.text
    assert rated.query("SELECT count(*) FROM statements") == [(0,)]
    assert rated.query("SELECT count(*) FROM attributions") == [(0,)]


def test_an_official_takes_back_what_they_contest_and_nobody_elses(rated: World) -> None:
    hoa, binh = (
        somebody(rated, "Hoa", ("official", OFFICIAL)),
        somebody(rated, "Bình", ("official", COLLEAGUE)),
    )
    rated.send(hoa, f"{OWN}/contest", **CONTESTED, contest="Không phải tôi")
    ((name,),) = rated.query("SELECT attribution FROM attributions")
    assert "Không phải tôi" not in page(rated, binh, OWN)
    assert rated.send(binh, f"{OWN}/withdraw", attribution=name).status_code == 422
    assert rated.send(hoa, f"{OWN}/withdraw", attribution=name).status_code == 303
    assert rated.send(hoa, f"{OWN}/withdraw", attribution=name).status_code == 422
    assert rated.query("SELECT state FROM attributions") == [("withdrawn",)]


def test_twenty_that_wait_are_enough(rated: World) -> None:
    hoa = somebody(rated, "Hoa", ("official", OFFICIAL))
    sent = [rated.send(hoa, f"{OWN}/contest", **CONTESTED, contest="x").status_code for _ in range(21)]
    assert sent == [303] * 20 + [422]
