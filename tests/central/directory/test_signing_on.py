"""PINs and badges that people set on pages: who may, what kiosks are told, and that nobody reads them."""

import re
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from sync.central.database.engine import reading, writing
from sync.central.directory.load import load_province
from sync.central.directory.parts import written_parts
from sync.central.directory.province import read_province
from sync.contract.badge import badge_digest
from sync.contract.directory import Official, StaffMember
from tests.central.directory.site import OFFICIAL, REGION, WARD, Site, a_site
from tests.central.people import Person

PIN = {"pin": "482913", "pin_again": "482913"}
STAFF_PIN = {"staff_pin": "739164", "staff_pin_again": "739164"}
DAY = "2026-11-23"


@pytest.fixture(scope="module", name="site")
def a_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("directory")) as site:
        yield site


@pytest.fixture
def head(site: Site) -> Person:
    return site.world.sign_in(("head_of_unit", WARD))


def written(site: Site) -> tuple[Official, tuple[StaffMember, ...]]:
    """What the ward's kiosks would be told of the official, and of who opens their staff page."""
    with reading(site.world.engine) as connection:
        parts = written_parts(connection, WARD, DAY)
    return next(one.official for one in parts.officials if one.official.official == OFFICIAL), parts.staff


def acts(site: Site) -> list[tuple[str, str]]:
    return [
        (act, about)
        for act, about in site.world.query("SELECT act, about FROM audit ORDER BY seq")
        if "pin" in act or "badge" in act
    ]


def test_the_head_sets_and_removes_an_officials_pin_which_is_shown_nowhere(site: Site, head: Person) -> None:
    path, before = f"/sign-on/{WARD}/pin", acts(site)
    answer = site.world.send(head, path, official=OFFICIAL, **PIN)
    assert answer.status_code == 303
    phc = written(site)[0].pin
    assert phc is not None
    assert PasswordHasher().verify(phc, "482913")
    page = site.world.call("GET", f"/sign-on/{WARD}", headers=head.headers).text
    assert "482913" not in page
    assert phc not in page
    for typed, why in (
        ({"pin": "123456", "pin_again": "123456"}, "không dễ đoán"),
        ({"pin": "482913", "pin_again": "482914"}, "không giống nhau"),
        ({}, "Vui lòng điền mục này"),
    ):
        refused = site.world.send(head, path, official=OFFICIAL, **typed)
        assert (refused.status_code, why in refused.text) == (422, True)
        assert "48291" not in refused.text
    assert written(site)[0].pin == phc
    assert site.world.send(head, path, official=OFFICIAL, remove="1").status_code == 303
    assert written(site)[0].pin is None
    assert acts(site)[len(before) :] == [("pin_set", OFFICIAL), ("pin_removed", OFFICIAL)]


def test_a_badge_is_shown_once_to_print_and_its_digest_is_kept(site: Site, head: Person) -> None:
    before = acts(site)
    sheet = site.world.send(head, f"/sign-on/{WARD}/badges", official=OFFICIAL)
    assert sheet.status_code == 200
    assert sheet.headers["cache-control"] == "no-store"
    assert len(re.findall(r'<svg class="qr"', sheet.text)) == 1
    first = written(site)[0].badge
    assert first is not None
    assert first not in sheet.text
    site.world.send(head, f"/sign-on/{WARD}/badges", official=OFFICIAL)
    assert written(site)[0].badge not in (None, first, badge_digest(""))
    assert site.world.send(head, f"/sign-on/{WARD}/badges").status_code == 422
    assert acts(site)[len(before) :] == [("badge_made", OFFICIAL)] * 2


def test_a_staff_pin_holds_below_until_a_unit_has_its_own(site: Site) -> None:
    province = site.world.sign_in(("it_staff", REGION))
    before = acts(site)
    site.world.send(province, f"/sign-on/{WARD}/staff", remove="1")
    assert written(site)[1] == ()
    site.world.send(province, f"/sign-on/{REGION}/staff", **STAFF_PIN)
    (above,) = written(site)[1]
    assert PasswordHasher().verify(above.pin, "739164")
    site.world.send(province, f"/sign-on/{WARD}/staff", staff_pin="482913", staff_pin_again="482913")
    (own,) = written(site)[1]
    assert own.staff != above.staff
    assert "riêng của đơn vị" in site.world.call("GET", f"/sign-on/{WARD}", headers=province.headers).text
    site.world.send(province, f"/sign-on/{WARD}/staff", remove="1")
    assert written(site)[1] == (above,)
    told = ["staff_pin_removed", "staff_pin_set", "staff_pin_set", "staff_pin_removed"]
    assert [act for act, _ in acts(site)[len(before) :]] == told


def test_nobody_sets_the_pin_of_another_units_official(site: Site, head: Person) -> None:
    before = acts(site)
    stranger = site.world.query(f"SELECT official FROM officials WHERE unit <> '{WARD}'")[0][0]
    assert site.world.send(head, f"/sign-on/{WARD}/pin", official=stranger, **PIN).status_code == 404
    assert site.world.send(head, f"/sign-on/{WARD}/badges", official=stranger).status_code == 404
    assert site.world.send(head, f"/sign-on/{REGION}/staff", **STAFF_PIN).status_code == 404
    assert acts(site) == before


def test_a_province_that_is_loaded_again_keeps_what_pages_set(site: Site, head: Person) -> None:
    site.world.send(head, f"/sign-on/{WARD}/pin", official=OFFICIAL, **PIN)
    phc = written(site)[0].pin
    folder = read_province(site.world.folder.parent / "demo")
    with writing(site.world.engine) as connection:
        load_province(connection, folder, DAY)
    assert written(site)[0].pin == phc
