"""What happens late, in every state: no word of a citizen is lost, and no unit reads what it must not."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import update

from sync.central.cases.noticing import What, due_notices
from sync.central.cases.rules import Rule
from sync.central.database.engine import reading, writing
from sync.central.database.tables import sealed_texts
from tests.central.cases.every_state import (
    comment,
    correct,
    erase_all,
    fit,
    in_every_state,
    phone_of,
    revoke,
    take_back,
    withdraw_at_the_kiosk,
)
from tests.central.cases.site import NEXT_WORKING, SUMMARY, Complaints
from tests.central.world import World

SEEN = {"handed", "answered", "reviewed", "published", "closed"}
"""What its unit has before anything happens."""
EVENTS: dict[str, tuple[Callable[[Complaints, Iterable[str]], None], set[str]]] = {
    "comment": (comment, {"handed", "answered", "published"}),
    "harassment": (fit("harassment"), set()),
    "corruption": (fit("corruption"), set()),
    "low_rating": (fit("low_rating"), {"handed", "answered"}),
    "taken_back": (take_back, set()),
    "withdrawn": (withdraw_at_the_kiosk, SEEN),
    "erased": (erase_all, SEEN),
    "quarantine": (revoke, SEEN),
    "correction": (correct, SEEN),
}
"""What happens, and what the unit has of all cases then."""
BECOMES = """
stands      new     waits     handed    answered  reviewed  decided   published  closed
comment     new     new       assigned  answered  new       new       published  new
harassment  new     new       new       new       new       new       new        new
corruption  new     new       new       new       new       new       new        new
low_rating  new     assigned  assigned  answered  new       new       new        new
taken_back  new     new       new       new       new       new       published  closed
withdrawn   closed  closed    assigned  answered  reviewed  reviewed  published  closed
erased      new     new       assigned  answered  reviewed  reviewed  published  closed
quarantine  new     assigned  assigned  answered  reviewed  reviewed  published  closed
correction  new     assigned  assigned  answered  reviewed  reviewed  published  closed
"""
"""Of what stands so, the state after it happens."""


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; `test_cases_engines.py` tells the story on both engines."""
    return sqlite_url


@pytest.fixture
def site(world: World) -> Complaints:
    """Of a province that has one more rule by which no unit deals with a case."""
    site = Complaints(world)
    corruption = Rule({"vi": "Tham nhũng"}, to_unit=False, days=5, answers={"bribed": ("yes",)})
    site.rules = msgspec.structs.replace(site.rules, rules={**site.rules.rules, "corruption": corruption})
    return site


@pytest.mark.parametrize("event", EVENTS)
def test_a_supervisor_looks_again_where_it_matters_and_the_unit_has_what_it_may(
    site: Complaints, event: str
) -> None:
    happens, seen = EVENTS[event]
    table = {name: states for name, *states in map(str.split, BECOMES.strip().splitlines())}
    ratings = in_every_state(site)
    happens(site, ratings.values())
    assert site.find() == 0
    cases = {one: site.case(ratings[one]) for one in table["stands"]}
    assert [one.state for one in cases.values()] == table[event]
    listed = site.see("/cases", site.head).text
    assert {stands for stands, one in cases.items() if one.code in listed} == seen
    shown = {one: site.see(f"/cases/{cases[one].code}", site.head).status_code for one in cases}
    assert shown == {one: 200 if one in seen else 404 for one in cases}
    assert site.find() == 0
    assert [site.case(ratings[one]).state for one in cases] == table[event], "once more changes nothing"


def test_what_is_taken_back_is_taken_from_its_unit_and_the_public_at_once(site: Complaints) -> None:
    ratings = in_every_state(site)
    site.assigned()
    assert SUMMARY in site.world.call("GET", "/answers").text
    take_back(site, ratings.values())
    codes = {one: site.case(rating).code for one, rating in ratings.items()}
    assert not [one for one, code in codes.items() if code in site.see("/cases", site.head).text]
    shown = {site.see(f"/cases/{code}", site.head).status_code for code in codes.values()}
    assert shown == {404}
    assert SUMMARY not in site.world.call("GET", "/answers").text
    assert site.answer(ratings["handed"]).status_code == 404
    site.others(20)
    site.on(NEXT_WORKING + timedelta(days=1))
    assert site.hand_over() == 1, "the one that nobody took back"
    refused = site.act(ratings["reviewed"], "publish")
    assert (refused.status_code, "vừa rút lại lời" in refused.text) == (422, True), "nothing has read it yet"


def test_nothing_is_judged_while_something_is_unread_and_the_pages_say_so(site: Complaints) -> None:
    ratings = in_every_state(site)
    comment(site, ratings.values())
    arriving = site.act(ratings["reviewed"], "publish")
    assert (arriving.status_code, "vừa viết thêm" in arriving.text) == (422, True), "nothing has read it yet"
    assert site.act(ratings["decided"], "publish").status_code == 422
    site.find()
    assert site.see("/cases").text.count("có điều chưa đọc") == len(ratings) - 1, "but for what is published"
    added = ("handed", "answered", "published")
    listed = site.see("/cases?state=unread").text
    assert {one for one in ratings if site.case(ratings[one]).code in listed} == set(added)
    assert "Viết thêm, chưa đọc <strong>3</strong>" in listed
    with reading(site.world.engine) as connection:
        told = [one for one in due_notices(connection, site.finder) if one.what is What.UNREAD]
    assert {(one.about.split()[1], one.unit) for one in told} == {
        (site.case(ratings[one]).code, None) for one in added
    }, "supervisors are told, and no unit"
    acts = {"new": ("decide", "close"), "handed": ("decide", "close"), "answered": ("accept", "return")}
    for stands, some in acts.items():
        for act in some:
            refused = site.act(ratings[stands], act, "Đã rõ")
            assert (refused.status_code, "Hãy mở và đọc hết" in refused.text) == (422, True), (stands, act)
    assert site.answer(ratings["handed"]).status_code == 303, "the unit learns nothing of it"
    assert "họ đòi tôi" in site.open(ratings["answered"]).text
    assert "có điều chưa đọc" not in site.see(f"/cases/{site.case(ratings['answered']).code}").text
    assert site.act(ratings["answered"], "accept").status_code == 303
    with writing(site.world.engine) as connection:
        its = sealed_texts.c.rating == ratings["answered"]
        connection.execute(update(sealed_texts).where(its).values(opened_ms=None))
    refused = site.act(ratings["answered"], "publish")
    assert (refused.status_code, site.case(ratings["answered"]).state) == (422, "reviewed")
    site.open(ratings["answered"])
    assert site.act(ratings["answered"], "publish").status_code == 303


def test_what_was_taken_back_or_erased_need_not_be_read_by_anybody(site: Complaints) -> None:
    taken, gone = (site.rate(2, comment="Chờ lâu") for _ in range(2))
    site.find()
    assert phone_of(site, taken).withdraw().status_code == 303
    erase_all(site, [gone])
    site.find()
    assert "có điều chưa đọc" not in site.see("/cases").text
    for rating in (taken, gone):
        assert site.act(rating, "close", "Người dân đã rút lời").status_code == 303


def test_sealed_answers_join_a_case_that_is_opened_later_and_outlive_one_that_lapses(
    site: Complaints,
) -> None:
    site.unlock()
    later, lapsed = site.rate(4, harassed="yes"), site.rate(1, harassed="yes", reasons=("waiting",))
    site.find()
    comment(site, [later])
    first = len(site.desk.lines) + 1
    site.desk.append("rating.changed", {"of": site.case(lapsed).seq, "score": 5})
    site.desk.deliver(first)
    site.find()
    assert site.case(lapsed).state == "closed"
    assert "harassed?" in site.open(later).text, "on the case's own page"
    assert site.case(later).rules == '["comment","harassment"]'
    site.world.send(site.supervisor, "/cases/sealed-answers")
    assert (site.case(lapsed).state, site.case(lapsed).rules) == ("new", '["low_rating","harassment"]')
