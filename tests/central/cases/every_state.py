"""A case in every state in which one can stand, and what may happen to it there."""

from collections.abc import Callable, Iterable

from sync.central.api.site import site_of
from sync.central.attribution.office import Proposal
from sync.central.cases.opening import add_rules
from sync.central.database.engine import writing
from sync.central.erasure.erasing import erase
from sync.central.fleet.retiring import revoke_kiosk
from sync.contract.token import Purpose
from tests.central.attribution.shift import corrected, with_colleague
from tests.central.cases.site import NEXT_WORKING, Complaints
from tests.central.phone.phone import Phone
from tests.central.world import COLLEAGUE, OFFICIAL

STANDS = ("new", "waits", "handed", "answered", "reviewed", "decided", "published", "closed")
"""The states; two have two ways to stand: `waits` and `handed` are assigned, `decided` is reviewed."""
STATES = {"waits": "assigned", "handed": "assigned", "decided": "reviewed"}
DECIDED = "Trưởng phòng đã làm việc với công chức."


def in_every_state(site: Complaints) -> dict[str, str]:
    """{how it stands: its rating}."""
    site.unlock()
    site.others(20)
    found = {stands: site.assigned() for stands in ("handed", "answered", "reviewed", "published", "closed")}
    site.on(NEXT_WORKING)
    site.unlock()
    assert site.hand_over() == len(found)
    for stands in ("answered", "reviewed", "published"):
        assert site.answer(found[stands]).status_code == 303
    for stands, *acts in (("reviewed", "accept"), ("published", "accept", "publish"), ("closed", "close")):
        for act in acts:
            assert site.act(found[stands], act, "Đã rõ").status_code == 303
    found |= {"waits": site.assigned(), "new": site.rate(2, comment="Chờ lâu"), "decided": site.assigned()}
    site.find()
    assert site.open(found["new"]).status_code == 200
    assert site.act(found["decided"], "decide", DECIDED).status_code == 303
    assert {one: site.case(found[one]).state for one in STANDS} == {
        one: STATES.get(one, one) for one in STANDS
    }
    return found


def phone_of(site: Complaints, rating: str) -> Phone:
    """The phone of whoever rated."""
    return Phone(site.desk, Purpose.RATING, rating)


def comment(site: Complaints, ratings: Iterable[str]) -> None:
    """Citizens write more on their phones."""
    for rating in ratings:
        assert phone_of(site, rating).comment("Sau hôm đó họ đòi tôi 500 nghìn").status_code == 303


def take_back(site: Complaints, ratings: Iterable[str]) -> None:
    """Citizens take back what they wrote."""
    for rating in ratings:
        assert phone_of(site, rating).withdraw().status_code == 303


def fit(name: str) -> Callable[[Complaints, Iterable[str]], None]:
    """Another rule turns out to fit."""

    def fitting(site: Complaints, ratings: Iterable[str]) -> None:
        with writing(site.world.engine) as connection:
            for rating in ratings:
                add_rules(connection, site.finder, site.case(rating), [name])

    return fitting


def withdraw_at_the_kiosk(site: Complaints, ratings: Iterable[str]) -> None:
    """The lines by which ratings are withdrawn arrive late."""
    first = len(site.desk.lines) + 1
    for rating in ratings:
        site.desk.append("rating.withdrawn", {"of": site.case(rating).seq})
    site.desk.deliver(first)


def erase_all(site: Complaints, ratings: Iterable[str]) -> None:
    """All that was written is erased."""
    world, outside = site.world, site.world.folder / "outside"
    for rating in ratings:
        erase(world.engine, world.identity, world.clock, outside, rating, "Mai", "người dân yêu cầu")


def revoke(site: Complaints, _ratings: Iterable[str]) -> None:
    """The kiosk is revoked: what it brings from now on is quarantined."""
    world = site.world
    with writing(world.engine) as connection:
        where = site_of(connection, world.settings)
        revoke_kiosk(connection, world.identity, world.clock, where, site.desk.kiosk, "Mai", "mất cắp")


def correct(site: Complaints, _ratings: Iterable[str]) -> None:
    """Another official was meant by all ratings of these days."""
    with_colleague(site.world)
    now_ms = site.world.clock.wall_ms()
    whole = Proposal(site.desk.kiosk, now_ms - 5 * 86_400_000, now_ms - 3_600_000, OFFICIAL, COLLEAGUE)
    corrected(site.world, whole)
