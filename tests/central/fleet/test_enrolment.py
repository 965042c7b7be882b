import json
import re
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.fleet.adding import KioskRefused, Place, add_kiosk
from sync.central.fleet.codes import VALID_MS
from sync.contract.encoding import grouped, write_json
from sync.contract.enrolment import EnrolmentLink
from sync.contract.http_signature import headers_for
from sync.contract.keys import public_bytes
from sync.contract.problems import Code
from sync.contract.receipt import Provisioning
from sync.contract.signed import open_document
from tests.central.desk import NONCE, SEAL_KEY, Desk, refusal
from tests.central.figures.tables import ROLLUPS
from tests.central.world import ADDRESS, COUNTER, OTHER_COUNTER, UNIT, World

PATH = "/api/v1/enrolments"


@pytest.fixture
def link(world: World) -> EnrolmentLink:
    return added(world)


def added(world: World, **other: Any) -> EnrolmentLink:
    place = Place(UNIT, None, "choose", "Sảnh")._replace(**other)
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        return add_kiosk(connection, world.identity, world.clock, site, place).link


def enrol(world: World, key: Ed25519PrivateKey, code: str, /, **other: Any) -> httpx.Response:
    request = {"code": code, "public_key": public_bytes(key).hex(), "seal_key": SEAL_KEY, "name": "máy 1"}
    return world.signed_call(key, "POST", PATH, write_json(request | other))


def test_a_link_carries_the_address_a_code_of_80_bits_and_the_keys_fingerprint(
    world: World, link: EnrolmentLink
) -> None:
    assert link.text() == f"{ADDRESS}#{link.code}.{world.identity.fingerprint}"
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{16}", link.code)
    assert grouped(link.code) == "-".join(re.findall("....", link.code))
    assert EnrolmentLink.parse(link.text()) == link


def test_a_code_binds_a_key_and_answers_with_the_directory(world: World, link: EnrolmentLink) -> None:
    key = Ed25519PrivateKey.generate()
    answer = enrol(world, key, grouped(link.code).lower())
    assert answer.status_code == 201
    directory = json.loads(open_document("directory", answer.content, [world.identity.public]))
    assert world.query("SELECT kiosk, state, public_key, device FROM kiosks") == [
        (directory["kiosk"], "enrolled", public_bytes(key).hex(), "máy 1")
    ]
    ((raw,),) = world.query("SELECT raw FROM lines WHERE ledger_no = 1 ORDER BY seq DESC LIMIT 1")
    assert json.loads(bytes(raw))["kind"] == "kiosk.enrolled"


def test_a_lost_answer_to_an_enrolment_is_given_again(world: World, link: EnrolmentLink) -> None:
    key = Ed25519PrivateKey.generate()
    first = enrol(world, key, link.code)
    world.clock.now_ms += VALID_MS * 2
    again = enrol(world, key, link.code)
    assert (again.status_code, again.content) == (201, first.content)


def test_a_code_that_was_used_expired_or_never_was_is_spent(world: World, link: EnrolmentLink) -> None:
    assert enrol(world, Ed25519PrivateKey.generate(), link.code).status_code == 201
    refusal(enrol(world, Ed25519PrivateKey.generate(), link.code), Code.CODE_SPENT)
    refusal(enrol(world, Ed25519PrivateKey.generate(), "0" * 16), Code.CODE_SPENT)
    refusal(enrol(world, Ed25519PrivateKey.generate(), "not a code"), Code.CODE_SPENT)
    late = added(world)
    world.clock.now_ms += VALID_MS
    refusal(enrol(world, Ed25519PrivateKey.generate(), late.code), Code.CODE_SPENT)
    assert world.query("SELECT count(*) FROM kiosks WHERE state = 'enrolled'") == [(1,)]


def test_a_code_works_until_its_last_moment(world: World, link: EnrolmentLink) -> None:
    world.clock.now_ms += VALID_MS - 1
    assert enrol(world, Ed25519PrivateKey.generate(), link.code).status_code == 201


def test_five_wrong_codes_in_a_minute_close_the_door_for_the_rest_of_it(
    world: World, link: EnrolmentLink
) -> None:
    key = Ed25519PrivateKey.generate()
    for _ in range(5):
        refusal(enrol(world, key, "0" * 16), Code.CODE_SPENT)
        world.clock.now_ms += 10_000
    answer = enrol(world, key, link.code)
    refusal(answer, Code.SLOW_DOWN)
    assert answer.headers["retry-after"] == "10"
    world.clock.now_ms += 10_000
    assert enrol(world, key, link.code).status_code == 201


def test_behind_the_named_proxy_callers_are_slowed_down_apart(world: World, link: EnrolmentLink) -> None:
    key = Ed25519PrivateKey.generate()

    def through_the_proxy(code: str, caller: str) -> httpx.Response:
        body = {"code": code, "public_key": public_bytes(key).hex(), "seal_key": SEAL_KEY, "name": "máy 1"}
        raw, created = write_json(body), world.clock.wall_ms() // 1000
        headers = headers_for(key, "POST", ADDRESS + PATH, raw, created)
        return world.call("POST", PATH, raw, headers | {"X-Forwarded-For": caller})

    for _ in range(5):
        refusal(through_the_proxy("0" * 16, "203.0.113.7"), Code.CODE_SPENT)
    refusal(through_the_proxy(link.code, "203.0.113.8"), Code.SLOW_DOWN)  # nobody named a proxy: one caller
    settings = msgspec.structs.replace(world.settings, proxy=(ip_network("127.0.0.1"),))
    world.state = replace(world.state, settings=settings)
    world.open()
    for _ in range(5):
        refusal(through_the_proxy("0" * 16, "203.0.113.7"), Code.CODE_SPENT)
    refusal(through_the_proxy(link.code, "203.0.113.7"), Code.SLOW_DOWN)
    assert through_the_proxy(link.code, "203.0.113.8").status_code == 201


def test_a_request_not_signed_by_the_key_it_names_is_refused(world: World, link: EnrolmentLink) -> None:
    stranger = public_bytes(Ed25519PrivateKey.generate()).hex()
    refusal(enrol(world, Ed25519PrivateKey.generate(), link.code, public_key=stranger), Code.SIGNATURE)
    refusal(world.call("POST", PATH, b"{}"), Code.SIGNATURE)


def told(world: World, answer: httpx.Response) -> dict[str, Any]:
    """The directory in an answer."""
    assert answer.status_code == 201, answer.text
    directory: dict[str, Any] = json.loads(
        open_document("directory", answer.content, [world.identity.public])
    )
    return directory


def test_a_key_that_comes_with_a_new_code_is_its_own_kiosk_at_the_new_place(
    world: World, link: EnrolmentLink
) -> None:
    key = Ed25519PrivateKey.generate()
    kiosk = told(world, enrol(world, key, link.code))["kiosk"]
    code = added(world, attribution="fixed", counter=COUNTER, name="Quầy 1").code
    moved = told(world, enrol(world, key, code))
    assert (moved["kiosk"], moved["version"], moved["policies"]["counter"]) == (kiosk, 2, COUNTER)
    assert told(world, enrol(world, key, code)) == moved
    assert told(world, enrol(world, key, link.code)) == moved
    assert world.query("SELECT kiosk, name, state FROM kiosks") == [(kiosk, "Quầy 1", "enrolled")]
    refusal(enrol(world, Ed25519PrivateKey.generate(), code), Code.CODE_SPENT)
    assert world.verify().differences == []


def test_a_kiosk_that_the_server_forgot_keeps_its_id_and_its_ledger(world: World) -> None:
    desk = Desk(world)
    desk.open()
    desk.rate(5)
    desk.deliver()
    for table in (
        *ROLLUPS,
        "receipts",
        "ratings",
        "needs_attention",
        "lines",
        "signed_heads",
        "ledgers",
    ):
        where = f"WHERE ledger_no IN (SELECT ledger_no FROM ledgers WHERE kiosk = '{desk.kiosk}')"
        world.execute(f"DELETE FROM {table} {'' if table in ROLLUPS else where}")
    for table in ("directories", "enrolment_codes", "kiosks"):
        world.execute(f"DELETE FROM {table}")
    refusal(desk.send(desk.segment()), Code.UNKNOWN_KIOSK)
    code = added(world).code
    again = {"kiosk": desk.kiosk, "directory": 7}
    refusal(enrol(world, desk.private, "0" * 16, **again), Code.CODE_SPENT)
    directory = told(world, enrol(world, desk.private, code, **again))
    assert (directory["kiosk"], directory["version"]) == (desk.kiosk, 8)
    assert world.query("SELECT kiosk, state FROM kiosks") == [(desk.kiosk, "enrolled")]
    assert desk.deliver().held == 2
    assert world.verify().differences == []
    refusal(enrol(world, Ed25519PrivateKey.generate(), code), Code.CODE_SPENT)


def test_a_kiosk_that_the_server_knows_needs_no_code_and_spends_none(world: World) -> None:
    desk, link = Desk(world), added(world)
    again = {"kiosk": desk.kiosk, "directory": 1}
    assert told(world, enrol(world, desk.private, link.code, **again))["kiosk"] == desk.kiosk
    assert told(world, enrol(world, desk.private, "0" * 16, **again))["version"] == 1
    assert told(world, enrol(world, Ed25519PrivateKey.generate(), link.code))["kiosk"] != desk.kiosk


def test_a_kiosk_awaited_under_its_own_id_spends_the_code_that_was_made_for_it(world: World) -> None:
    desk = Desk(world)
    world.execute("UPDATE kiosks SET state = 'awaited', public_key = NULL, seal_key = NULL")
    world.execute("UPDATE enrolment_codes SET used_by = NULL")
    code = added(world).code
    assert told(world, enrol(world, desk.private, code, kiosk=desk.kiosk))["kiosk"] == desk.kiosk
    refusal(enrol(world, Ed25519PrivateKey.generate(), desk.code), Code.CODE_SPENT)
    assert world.query("SELECT count(*) FROM kiosks") == [(1,)]


def test_an_id_has_one_key_and_a_key_one_id_for_life(world: World, link: EnrolmentLink) -> None:
    desk, other = Desk(world), Desk(world)
    refusal(enrol(world, desk.private, link.code, kiosk=other.kiosk), Code.NOT_YOURS)
    refusal(enrol(world, Ed25519PrivateKey.generate(), link.code, kiosk=desk.kiosk), Code.NOT_YOURS)
    server = world.identity.server_id
    refusal(enrol(world, Ed25519PrivateKey.generate(), link.code, kiosk=server), Code.NOT_YOURS)
    assert enrol(world, Ed25519PrivateKey.generate(), link.code).status_code == 201


def test_a_kiosk_whose_counter_is_gone_is_enrolled_with_the_last_directory_it_could_work_with(
    world: World,
) -> None:
    code = added(world, attribution="fixed", counter=COUNTER).code
    world.execute("UPDATE counters SET active = 0")
    assert told(world, enrol(world, Ed25519PrivateKey.generate(), code))["version"] == 1


@pytest.mark.parametrize("member", [{"seal_key": "x"}, {"code": 7}, {"name": None}])
def test_a_malformed_request_is_named(world: World, link: EnrolmentLink, member: dict[str, Any]) -> None:
    answer = enrol(world, Ed25519PrivateKey.generate(), link.code, **member)
    assert next(iter(member)) in refusal(answer, Code.REQUEST)["title"]


def test_a_name_keeps_nothing_that_a_database_refuses(world: World, link: EnrolmentLink) -> None:
    assert enrol(world, Ed25519PrivateKey.generate(), link.code, name="a\0b\nc").status_code == 201
    assert world.query("SELECT device FROM kiosks") == [("abc",)]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({"unit": "x"}, f"--unit: x is not among the units, which are for example\n(.*\n)?  {UNIT}"),
        ({"name": " "}, "--name"),
        ({"name": "a\nb"}, "--name"),
        ({"attribution": "fixed"}, "--counter: .* name it"),
        ({"attribution": "fixed", "counter": OTHER_COUNTER}, "--counter: .* no counter of that unit"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(world: World, place: dict[str, Any], message: str) -> None:
    with pytest.raises(KioskRefused, match=message):
        added(world, **place)


def test_a_fixed_kiosk_stands_at_its_counter(world: World) -> None:
    link = added(world, attribution="fixed", counter=COUNTER)
    answer = enrol(world, Ed25519PrivateKey.generate(), link.code)
    directory = json.loads(open_document("directory", answer.content, [world.identity.public]))
    assert (directory["policies"]["attribution"], directory["policies"]["counter"]) == ("fixed", COUNTER)


def test_provisioning_and_time_are_signed_and_echo_the_nonce(world: World) -> None:
    answer = world.call("GET", f"/api/v1/provisioning?nonce={NONCE}")
    raw = open_document("provisioning", answer.content, [world.identity.public])
    told = msgspec.json.decode(raw, type=Provisioning)
    assert (told.server, told.key) == (world.identity.server_id, world.identity.public.hex())
    assert (told.nonce, told.time, told.ca) == (NONCE, world.clock.now_ms, None)
    refusal(world.call("GET", "/api/v1/provisioning"), Code.REQUEST)
    refusal(world.call("GET", "/api/v1/time?nonce=" + "Z" * 32), Code.REQUEST)


def test_a_kiosk_that_enrolled_may_ask_and_a_stranger_may_not(desk: Desk) -> None:
    assert desk.call("GET", "/api/v1/directory").status_code == 200
    desk.private = Ed25519PrivateKey.generate()
    refusal(desk.call("GET", "/api/v1/directory"), Code.UNKNOWN_KIOSK)
