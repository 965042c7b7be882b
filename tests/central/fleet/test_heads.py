import json
import re
from typing import Any

from sqlalchemy import select

from sync.central.database.engine import writing
from sync.central.database.tables import ledgers
from sync.central.keys.published import end_key, keep_key
from sync.contract.keys import key_name
from tests.central.desk import Desk
from tests.central.people import Person
from tests.central.world import OTHER_UNIT, World

FORMER = "cd" * 32


def page(world: World, person: Person, query: str = "") -> str:
    answer = world.call("GET", f"/fleet/ledgers{query}", headers=person.headers)
    assert answer.status_code == 200
    return answer.text


def exported(world: World, person: Person) -> dict[str, Any]:
    answer = world.call("GET", "/fleet/ledgers.json", headers=person.headers)
    assert answer.status_code == 200
    told: dict[str, Any] = json.loads(answer.content)
    return told


def test_an_auditor_sees_the_head_that_a_kiosk_has(world: World) -> None:
    desk = Desk(world)
    desk.open()
    desk.rate(4)
    desk.deliver()
    auditor = world.sign_in(("auditor", ""))
    assert desk.heads[2].hex() in page(world, auditor)
    [told] = [one for one in exported(world, auditor)["ledgers"] if one["ledger"] == desk.ledger]
    assert told["held"] == 2
    assert told["head"] == desk.heads[2].hex()
    assert told["kiosk"] == desk.kiosk


def test_what_was_noted_down_is_found_again_when_the_ledger_has_grown(world: World) -> None:
    desk = Desk(world)
    desk.open()
    for score in (1, 5, 3):
        desk.rate(score)
    desk.deliver()
    auditor = world.sign_in(("auditor", ""))
    shown = page(world, auditor, f"?search={desk.ledger[:8]}&seq=2")
    assert desk.heads[2].hex() in shown
    assert desk.heads[3].hex() not in shown
    assert "máy chủ không có dòng này" in page(world, auditor, f"?search={desk.ledger[:8]}&seq=9")


def test_ledgers_are_found_by_unit_without_accents_and_by_id(world: World) -> None:
    here, there = Desk(world), Desk(world, OTHER_UNIT)
    for desk in (here, there):
        desk.open()
        desk.deliver()
    auditor = world.sign_in(("auditor", ""))
    for search, found, other in (
        ("phuong+an+binh", here, there),
        ("huong+mai", there, here),
        (there.ledger[:13].upper(), there, here),
    ):
        shown = page(world, auditor, f"?search={search}")
        assert found.ledger in shown
        assert other.ledger not in shown
    assert "Không có sổ nào như vậy" in page(world, auditor, "?search=%25")


def test_more_ledgers_than_a_page_holds_are_all_reached(world: World) -> None:
    with writing(world.engine) as connection:
        row = connection.execute(select(ledgers)).one()._asdict()
        del row["ledger_no"]
        connection.execute(ledgers.insert(), [row | {"ledger": f"former-{place:02}"} for place in range(60)])
    auditor = world.sign_in(("auditor", ""))
    first = page(world, auditor)
    after = first.partition("after=")[2].partition("&")[0].partition('"')[0]
    assert after.isdecimal()
    second = page(world, auditor, f"?after={after}")
    shown = [set(re.findall(r"former-\d\d", text)) for text in (first, second)]
    assert not shown[0] & shown[1]
    assert len(shown[0] | shown[1]) == 60
    assert len(exported(world, auditor)["ledgers"]) == 61


def test_keys_that_sign_no_more_stand_there_with_their_end(world: World) -> None:
    with writing(world.engine) as connection:
        keep_key(connection, FORMER, world.clock.wall_ms() - 1_000)
        end_key(connection, FORMER, world.clock.wall_ms())
    auditor = world.sign_in(("auditor", ""))
    shown = page(world, auditor)
    assert key_name(world.identity.public) in shown
    assert key_name(bytes.fromhex(FORMER)) in shown
    keys = {one["key"]: one["until_ms"] for one in exported(world, auditor)["signing_keys"]}
    assert keys == {world.identity.public.hex(): None, FORMER: world.clock.wall_ms()}
