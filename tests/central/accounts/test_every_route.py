"""Every route × every role, against a table written by hand."""

import re
from collections.abc import Iterator
from html import escape

import pytest

from sync.central.accounts.power import Power
from sync.central.accounts.roles import load_roles
from sync.central.accounts.routing import Guarded, Half, Public
from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.attribution.office import Proposal
from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from sync.central.figures.closing import Cell, Published
from sync.central.figures.closings import Closing, store
from sync.central.reports.going import draft
from sync.central.reports.periods import load_form
from sync.central.web.words import load_words
from tests.central.accounts.walking import ROLES, TABLE, Walker, expected, outcome, people_routes
from tests.central.attribution.shift import proposed
from tests.central.cases.site import a_case
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.people import sign_in
from tests.central.web.province import Province
from tests.central.world import OFFICIAL, OTHER_UNIT, QUESTIONS, UNIT, World

ROWS = TABLE["routes"]
WITHOUT_LINK = {"GET /account/second-factor"}
"""There is a link once somebody has an app for codes, which these here have not."""


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
    province = Province(engine)
    province.rate(UNIT, (10, 10, 10, 10, 60), OFFICIAL)
    shown = Cell({"1": 10, "2": 10, "3": 10, "4": 10, "5": 60})
    with writing(engine) as connection:
        store(connection, [Closing("2026-11-22", Published(UNIT, 1, {f"official:{OFFICIAL}": shown}))])
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
def test_links_lead_everywhere_that_a_reader_may_go_and_nowhere_else(walker: Walker, role: str) -> None:
    found = walked(walker, "/account", walker.person(role).headers)
    theirs = {key for key, row in ROWS.items() if "open" not in row and (role, "ok") in expected(row)}
    assert unreached(walker, theirs, found) <= WITHOUT_LINK | {
        f"GET /units/{{unit}}/officials.{kind}" for kind in ("csv", "json") if role == "survey_owner"
    }, "their exports of a unit's officials name nobody"


def test_links_lead_from_published_results_to_every_page_that_is_for_everybody(walker: Walker) -> None:
    found = walked(walker, "/public", {})
    for_all = {key for key, row in ROWS.items() if row.get("open") == 200}
    assert unreached(walker, for_all, found) == {"GET /sign-in", "GET /healthz", "GET /metrics"}


def walked(walker: Walker, begun: str, headers: dict[str, str]) -> set[str]:
    """The paths to which links lead from there, each of which is answered."""
    walker.world.open()
    found, waiting = set[str](), [begun]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        answer = walker.world.call("GET", path, headers=headers)
        assert answer.status_code in (200, 303), path
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting += re.findall(r'<a [^>]*href="(/[^"?#]*)', answer.text)
    return found


def unreached(walker: Walker, keys: set[str], found: set[str]) -> set[str]:
    """The pages among these routes to which none of these paths belongs."""
    routes = people_routes(walker.world)
    pages = (key for key in keys if key.startswith("GET "))
    return {key for key in pages if not any(routes[key].path_regex.match(path) for path in found)}


@pytest.mark.parametrize(
    "grant", [("head_of_unit", OTHER_UNIT), ("it_staff", OTHER_UNIT)], ids=lambda grant: str(grant[0])
)
def test_what_lies_outside_somebody_s_scope_is_answered_in_words_as_what_does_not_exist(
    walker: Walker, grant: tuple[str, str]
) -> None:
    person = sign_in(walker.world.engine, walker.world.clock.wall_ms(), grant)
    words = load_words("sync.central.accounts")
    told = {403: words["refused_power"], 404: words["absent"]}
    for key in (key for key, row in ROWS.items() if "ok" in row and key.startswith("GET ") and "{" in key):
        for language in ("vi", "en"):
            theirs, nothing = (
                walker.world.call("GET", f"{path}?lang={language}", headers=person.headers)
                for path in (walker.path(key), Walker(walker.world, {}).path(key))
            )
            assert (theirs.status_code, theirs.text) == (nothing.status_code, nothing.text), key
            assert escape(told[theirs.status_code][language]) in theirs.text, key


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
