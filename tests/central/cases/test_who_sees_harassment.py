"""Harassment is the supervisors' alone: every role at every route of cases, in every state.

Some states no act leads to any more; a server may hold such a case from before.
"""

import pytest
from sqlalchemy import update

from sync.central.cases.states import State
from sync.central.database.engine import writing
from sync.central.database.tables import cases
from tests.central.accounts.walking import EVERYBODY, HALF, ROLES, Walker
from tests.central.cases.site import ANSWER, SUMMARY, TODAY, Complaints
from tests.central.world import UNIT, World

HANDED = {
    "assigned": UNIT,
    "batch": str(TODAY),
    "summary": SUMMARY,
    "answer": ANSWER,
    "published": str(TODAY),
}


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite."""
    return sqlite_url


def test_in_no_state_does_anybody_but_a_supervisor_see_or_answer_a_case_of_harassment(
    world: World,
) -> None:
    site = Complaints(world)
    site.unlock()
    rating = site.rate(4, harassed="yes")
    site.find()
    world.send(site.supervisor, "/cases/sealed-answers")
    code = site.case(rating).code
    walker = Walker(world, {"case": code})
    for state in State:
        with writing(world.engine) as connection:
            connection.execute(update(cases).where(cases.c.code == code).values(state=state, **HANDED))
        for role in EVERYBODY:
            assert (state, role, _may_see(walker, role, code)) == (state, role, role == "supervisor")
        assert SUMMARY not in world.call("GET", "/answers").text, state


def _may_see(walker: Walker, role: str, code: str) -> bool:
    """Whether anything of the case reaches this role, where it may ask at all."""
    shown = walker.ask("GET /cases/{case}", role)
    answered = walker.ask("POST /cases/{case}/answer", role)
    if role == "nobody" or role in HALF:
        assert {shown.status_code, answered.status_code} == {303}, "asked to sign in"
        return False
    assert role in ROLES
    assert shown.status_code in (200, 403, 404)
    assert answered.status_code in (403, 404), "whoever supervises answers by other means"
    told = walker.ask("GET /cases", role).text + walker.ask("GET /", role).text
    assert (shown.status_code == 200) == (SUMMARY in shown.text)
    return shown.status_code == 200 or code in told or SUMMARY in told
