"""Every route × every role, against a table written by hand."""

import re
from collections.abc import Iterator

import pytest

from sync.central.accounts.power import Power
from sync.central.accounts.roles import load_roles
from sync.central.accounts.routing import Guarded, Half, Public
from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.attribution.office import Proposal
from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from sync.central.reports.going import draft
from sync.central.reports.periods import load_form
from tests.central.accounts.walking import ROLES, TABLE, Walker, expected, outcome, people_routes
from tests.central.attribution.shift import proposed
from tests.central.cases.site import a_case
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.people import sign_in
from tests.central.world import OFFICIAL, QUESTIONS, UNIT, World

ROWS = TABLE["routes"]


@pytest.fixture(scope="module", name="walker")
def a_walker(tmp_path_factory: pytest.TempPathFactory, door: Door) -> Iterator[Walker]:
    folder = tmp_path_factory.mktemp("routes")
    engine = open_engine(f"sqlite:///{folder / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
    world = World(engine, folder / "province", door)
    sign_in(engine, world.clock.wall_ms(), ("administrator", ""), name="Another administrator")
    other = sign_in(engine, world.clock.wall_ms(), ("auditor", ""), name="Somebody else")
    places = {"unit": UNIT, "official": OFFICIAL, "id": QUESTIONS, "account": other.account}
    kiosk = Desk(world).kiosk
    with writing(engine) as connection:
        draft(connection, load_form(), "2026-H2", world.clock.wall_ms())
        raise_alarm(connection, Kind.SILENT, kiosk, world.clock.wall_ms())
    given = Proposal(kiosk, world.clock.now_ms - 60_000, world.clock.now_ms, OFFICIAL, None)
    places |= {
        "kiosk": kiosk,
        "number": "1",
        "attribution": proposed(world, given),
        "case": a_case(world),
        "report": "2026-H2",
        "kind": "json",
    }
    yield Walker(world, places)
    world.state.end()
    engine.dispose()


def test_every_route_has_a_row_and_every_row_a_route(walker: Walker) -> None:
    assert sorted(people_routes(walker.world)) == sorted(ROWS)


@pytest.mark.parametrize("key", ROWS)
def test_everybody_is_answered_as_the_table_says(walker: Walker, key: str) -> None:
    row = ROWS[key]
    walker.world.open()
    answered = {role: outcome(walker.ask(key, role), row) for role, _ in expected(row)}
    assert answered == dict(expected(row))


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_where_its_reader_may_not_go(walker: Walker, role: str) -> None:
    person = walker.person(role)
    found, waiting = set[str](), ["/account"]
    while waiting:
        path = waiting.pop()
        pattern = re.sub(r"[0-9a-f-]{32,}", "{id}", path)
        if pattern in found:
            continue
        found.add(pattern)
        answer = walker.world.call("GET", path, headers=person.headers)
        assert answer.status_code in (200, 303), path
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting += re.findall(r'<a [^>]*href="(/[^"?#]*)', answer.text)
    assert "/account" in found


def test_every_power_that_a_role_has_leads_somewhere(walker: Walker) -> None:
    opened = {
        (role, route.power)
        for key, route in people_routes(walker.world).items()
        if isinstance(route, Guarded)
        for role, answered in expected(ROWS[key])
        if answered == "ok"
    }
    had = {(key, power) for key, role in load_roles().all.items() for power in role.powers}
    assert {power for _, power in had - opened} == {Power.SEE_PEOPLE}  # a part of a unit's page


def test_each_route_is_of_a_kind_that_says_who_may_ask(walker: Walker) -> None:
    kinds = {Guarded: "ok", Half: "half", Public: "open"}
    for key, route in people_routes(walker.world).items():
        assert next(word for kind, word in kinds.items() if isinstance(route, kind)) in ROWS[key], key
