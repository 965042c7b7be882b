from sync.central.accounts.audit import By
from sync.central.accounts.links import HOUR_MS, Purpose, make_link
from sync.central.accounts.managing import Desk, find
from sync.central.accounts.roles import load_roles
from sync.central.database.engine import writing
from tests.central.accounts.browser import PASSWORD, Browser, invited
from tests.central.world import World


def test_a_link_is_good_once_and_for_its_time(world: World, browser: Browser) -> None:
    link = invited(world, "minh", ("supervisor", ""))
    browser.open(link)
    held = browser.page
    browser.submit("", new_password=PASSWORD, again=PASSWORD)
    second = Browser(world, page=held)
    assert (
        second.submit("", new_password="another long sentence", again="another long sentence").status_code
        == 404
    )
    late = invited(world, "lan", ("supervisor", ""))
    world.clock.now_ms += 3 * 24 * HOUR_MS
    assert browser.open(late).status_code == 404


def test_looking_at_a_link_does_not_spend_it(world: World, browser: Browser) -> None:
    link = invited(world, "minh", ("supervisor", ""))
    for _ in range(3):
        assert browser.open(link).status_code == 200
    assert link.rpartition("/")[2] not in str(world.query("SELECT * FROM links"))


def test_a_newer_link_ends_the_earlier_one_and_a_disabled_account_has_none(
    world: World, browser: Browser
) -> None:
    first = invited(world, "minh", ("supervisor", ""))
    with writing(world.engine) as connection:
        desk = Desk(connection, world.clock, By("", "a test"), load_roles())
        second = desk.invite(find(connection, "minh").account)
    assert browser.open(first).status_code == 404
    assert browser.open(second).status_code == 200
    with writing(world.engine) as connection:
        desk = Desk(connection, world.clock, By("", "a test"), load_roles())
        desk.disable(find(connection, "minh").account)
    assert browser.open(second).status_code == 404


def test_a_visit_signs_in_at_once_and_is_written_down(world: World, browser: Browser) -> None:
    invited(world, "minh", ("supervisor", ""))
    with writing(world.engine) as connection:
        account = find(connection, "minh").account
        link = make_link(connection, account, Purpose.VISIT, world.clock.wall_ms() + HOUR_MS)
    browser.open(link)
    held = browser.page
    assert browser.submit("").request.url.path == "/"
    assert Browser(world, page=held).submit("").status_code == 404
    assert world.query("SELECT count(*) FROM audit WHERE act = 'signed_in'") == [(1,)]
