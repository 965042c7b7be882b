"""Ledgers are read for cases: once for each rating, whenever and however its lines count."""

import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import insert, select

from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.database.tables import blobs, ledgers, server
from sync.central.erasure.erasing import erase
from sync.central.erasure.retention import forget_before
from sync.central.fleet.canaries import give_canary, plan_canary
from sync.central.fleet.retiring import revoke_kiosk
from sync.central.keys.own_ledger import append
from sync.central.quarantine.releasing import release
from sync.central.quarantine.waiting import propose
from sync.contract.seal import seal
from sync.contract.segment import digest
from sync.contract.token import receipt_code
from tests.central.cases.site import NEXT_WORKING, SUMMARY, Complaints
from tests.central.world import UNIT, World

DAY = "2026-11-23"


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; `test_cases_engines.py` tells it on both engines."""
    return sqlite_url


def test_each_rating_opens_one_case_however_often_ledgers_are_read(world: World) -> None:
    site = Complaints(world)
    both = site.rate(1, comment="Chờ lâu", reasons=("waiting",))
    site.rate(5)
    site.rate(1)
    site.rate(1, comment="thử máy", practice=True)
    assert (site.find(), site.find()) == (1, 0)
    assert site.case(both).rules == '["comment","low_rating"]'
    later = site.rate(2, reasons=("attitude",))
    assert site.find() == 1
    assert site.case(later).due == "2026-11-27", "three working days; the 24th is a public holiday"
    assert world.verify().differences == []


def test_what_is_taken_back_changed_or_a_planned_proof_is_no_case_any_more(world: World) -> None:
    site = Complaints(world)
    world.clock.now_ms += 120_000
    with writing(world.engine) as connection:
        plan = plan_canary(connection, world.identity, world.clock, site.desk.kiosk, DAY, "Lê Thị Mai")
    world.clock.now_ms += 60_000
    site.desk.up += 180_000
    proof = site.rate(1, reasons=("waiting",))
    changed = site.rate(1, reasons=("waiting",))
    withdrawn = site.rate(2, comment="nhầm")
    assert site.find() == 3
    first = len(site.desk.lines) + 1
    seqs = {one: site.case(one).seq for one in (changed, withdrawn)}
    site.desk.append("rating.changed", {"of": seqs[changed], "score": 4})
    site.desk.append("rating.withdrawn", {"of": seqs[withdrawn]})
    site.desk.deliver(first)
    with writing(world.engine) as connection:
        give_canary(connection, world.identity, world.clock, plan.canary, receipt_code(proof), "Lê Thị Mai")
    assert site.find() == 0
    assert {site.case(one).state for one in (proof, changed, withdrawn)} == {"closed"}


def test_lines_of_a_revoked_kiosk_open_cases_once_they_are_released(world: World) -> None:
    site = Complaints(world)
    with writing(world.engine) as connection:
        where = site_of(connection, world.settings)
        revoke_kiosk(connection, world.identity, world.clock, where, site.desk.kiosk, "Mai", "mất cắp")
    rating = site.rate(1, reasons=("waiting",))
    assert site.find() == 0
    with writing(world.engine) as connection:
        propose(connection, world.identity, world.clock, site.desk.ledger, "Minh", "thật")
        release(connection, world.identity, world.clock, site.desk.ledger, "Mai")
    assert site.find() == 1
    assert site.case(rating).state == "new"


def test_what_is_written_on_a_phone_waits_for_its_rating_and_joins_its_case(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    rating, first = str(uuid.uuid4()), len(site.desk.lines) + 1
    site.desk.rate(2, rating=rating)
    _by_phone(site, rating, "Tôi viết thêm ở nhà")
    assert site.find() == 0, "the kiosk has not delivered"
    site.desk.deliver(first)
    assert site.find() == 1
    assert "Tôi viết thêm ở nhà" in site.open(rating).text
    assert site.act(rating, "assign", SUMMARY, unit=UNIT).status_code == 303
    assert site.act(rating, "close", "Đã rõ").status_code == 303
    _by_phone(site, rating, "Tôi viết thêm lần nữa")
    site.find()
    assert site.case(rating).state == "new", "there is something to read"
    assert "Tôi viết thêm lần nữa" in site.open(rating).text
    assert site.act(rating, "assign", SUMMARY, unit=UNIT).status_code == 303
    body = {"kiosk": site.desk.kiosk, "ledger": site.desk.ledger, "rating": rating}
    with writing(world.engine) as connection:
        append(connection, world.identity, world.clock, "phone.withdrawn", body)
    site.find()
    case = site.case(rating)
    assert (case.state, case.assigned, case.summary) == ("new", None, None), "no unit reads it any more"
    assert site.act(rating, "assign", SUMMARY, unit=UNIT).status_code == 422


def test_an_erased_comment_takes_its_summary_along_and_the_chain_still_holds(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    site.others(9)
    rating = site.assigned()
    site.on(NEXT_WORKING)
    assert site.hand_over() == 1
    outside = world.folder / "outside"
    erase(world.engine, world.identity, world.clock, outside, rating, "Mai", "người dân yêu cầu")
    assert site.case(rating).summary is None
    assert "đã được xóa" in site.see(f"/cases/{site.case(rating).code}", site.head).text
    site.unlock()
    assert "đã được xóa theo quy định" in site.open(rating).text
    assert world.verify().differences == []


def test_what_was_kept_long_enough_goes_with_its_summary(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    rating = site.assigned()
    with writing(world.engine) as connection:
        assert forget_before(connection, world.identity, world.clock, world.clock.wall_ms() + 1) == 1
    assert site.case(rating).summary is None
    assert "đã được xóa theo quy định" in site.open(rating).text
    assert world.verify().differences == []


def test_a_text_sealed_to_an_older_key_opens_with_it_and_to_a_lost_one_says_so(world: World) -> None:
    site = Complaints(world)
    old = site.rate(2, comment="Ý kiến cũ")
    site.find()
    site.unlock()
    lost, site.private = site.private, X25519PrivateKey.generate()
    site.publish_key(site.private)
    new = site.rate(2, comment="Ý kiến mới")
    site.find()
    assert "Ý kiến cũ" in site.open(old).text
    assert "niêm phong bằng khóa giám sát khác" in site.open(new).text
    site.unlock()
    assert "Ý kiến mới" in site.open(new).text
    assert "niêm phong bằng khóa giám sát khác" in site.open(old).text
    assert lost is not site.private


def test_what_is_rated_and_taken_back_on_a_phone_before_the_kiosk_delivers_goes_to_no_unit(
    world: World,
) -> None:
    site = Complaints(world)
    site.unlock()
    rating, first = str(uuid.uuid4()), len(site.desk.lines) + 1
    site.desk.rate(2, rating=rating)
    _by_phone(site, rating, '{"harassed":"yes"}', "phone.rated", "answers")
    body = {"kiosk": site.desk.kiosk, "ledger": site.desk.ledger, "rating": rating}
    with writing(world.engine) as connection:
        append(connection, world.identity, world.clock, "phone.withdrawn", body)
    site.find()
    assert "niêm phong chưa mở" not in site.see("/cases").text, "its rating is not here"
    site.desk.deliver(first)
    site.find()
    world.send(site.supervisor, "/cases/sealed-answers")
    site.find()
    assert site.case(rating).rules == '["harassment","withdrawn"]'


def _by_phone(
    site: Complaints, rating: str, said: str, kind: str = "phone.commented", name: str = "comment"
) -> None:
    world, public = site.world, site.private.public_key().public_bytes_raw()
    sealed = seal(name, site.desk.ledger, rating, said.encode(), public)
    body = {
        "comment": str(uuid.uuid4()),
        "kiosk": site.desk.kiosk,
        "ledger": site.desk.ledger,
        "rating": rating,
        "attached": {name: digest(sealed)},
    }
    with writing(world.engine) as connection:
        append(connection, world.identity, world.clock, kind, body)
        own = select(ledgers.c.ledger_no).join(server, server.c.ledger == ledgers.c.ledger)
        row = {
            "ledger_no": connection.execute(own).scalar_one(),
            "digest": digest(sealed),
            "sealed": sealed,
            "received_ms": world.clock.wall_ms(),
        }
        connection.execute(insert(blobs).values(row))
