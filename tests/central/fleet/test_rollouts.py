"""One provisioning file makes many machines kiosks of a unit, so many and until a day."""

import json
import uuid
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.directory.one_kiosk import OwnSettings
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.retiring import replace_kiosk, retire_kiosk
from sync.central.fleet.rollouts import DAY_MS, Made, end_rollout, list_rollouts, make_rollout
from sync.contract.problems import Code
from sync.contract.rollout import read_rollout
from tests.central.desk import Desk, refusal
from tests.central.fleet.test_enrolment import added, enrol, told
from tests.central.world import UNIT, World

DAYS = 3


def made(
    world: World, count: int = 3, days: int = DAYS, unit: str = UNIT, settings: OwnSettings | None = None
) -> Made:
    with writing(world.engine) as connection:
        site, own = site_of(connection, world.settings), settings or OwnSettings()
        return make_rollout(connection, world.identity, world.clock, site, unit, count, days, own)


def stand(world: World) -> list[tuple[int, int, str]]:
    with reading(world.engine) as connection:
        return [(one.taken, one.most, one.state) for one in list_rollouts(connection, world.clock.wall_ms())]


def comes(world: World, file: Made, key: Ed25519PrivateKey | None = None, **other: Any) -> httpx.Response:
    return enrol(world, key or Ed25519PrivateKey.generate(), file.told.code, **other)


def test_the_file_is_signed_by_the_key_that_it_names_and_its_code_is_kept_nowhere(world: World) -> None:
    file = made(world)
    assert read_rollout(file.document) == file.told
    assert file.told.key == world.identity.public.hex()
    assert (file.told.unit, file.told.name["vi"], file.told.count) == (UNIT, "Phường An Bình", 3)
    assert file.link.text() == f"{file.told.addresses[0]}#{file.told.code}.{world.identity.fingerprint}"
    assert file.told.code not in str(world.query("SELECT * FROM rollouts"))


def test_two_machines_become_two_kiosks_and_one_that_comes_again_stays_the_same(world: World) -> None:
    file, key = made(world), Ed25519PrivateKey.generate()
    first = told(world, comes(world, file, key))
    other = told(world, comes(world, file))
    assert first["kiosk"] != other["kiosk"]
    assert first["policies"]["unit"] == other["policies"]["unit"] == UNIT
    again = {"kiosk": first["kiosk"], "directory": first["version"]}
    assert told(world, comes(world, file, key))["kiosk"] == first["kiosk"]
    assert told(world, comes(world, file, key, **again))["kiosk"] == first["kiosk"]
    names = world.query("SELECT name, state FROM kiosks ORDER BY name")
    assert names == [("Máy dùng chung 1", "enrolled"), ("Máy dùng chung 2", "enrolled")]
    assert stand(world) == [(2, 3, "open")]
    (raw,) = world.query("SELECT raw FROM lines WHERE ledger_no = 1 ORDER BY seq DESC LIMIT 1")[0]
    assert json.loads(bytes(raw))["body"]["rollout"] == file.rollout
    assert world.verify().differences == []


def test_each_kiosk_begins_with_the_files_settings(world: World) -> None:
    file = made(world, settings=OwnSettings(sound=False, brightness=60))
    policies = told(world, comes(world, file))["policies"]
    assert (policies["sound"], policies["brightness"]) == (False, 60)


def test_a_file_that_is_used_up_expired_or_ended_says_which_and_keeps_whom_it_made(world: World) -> None:
    key = Ed25519PrivateKey.generate()
    small, late, over = made(world, count=1), made(world), made(world)
    kiosk = told(world, comes(world, small, key))["kiosk"]
    for _ in range(6):
        refusal(comes(world, small), Code.CODE_USED_UP)
    world.clock.now_ms += DAYS * DAY_MS - 1
    assert comes(world, late).status_code == 201, "until its last moment, and no refusal counted as a guess"
    world.clock.now_ms += 1
    refusal(comes(world, late), Code.CODE_EXPIRED)
    with writing(world.engine) as connection:
        end_rollout(connection, world.clock, over.rollout)
    refusal(comes(world, over), Code.CODE_ENDED)
    assert told(world, comes(world, small, key))["kiosk"] == kiosk
    assert sorted(state for *_, state in stand(world)) == ["ended", "expired", "expired"]
    with pytest.raises(KioskRefused, match="ended already"), writing(world.engine) as connection:
        end_rollout(connection, world.clock, over.rollout)
    with pytest.raises(KioskRefused, match="no provisioning file"), writing(world.engine) as connection:
        end_rollout(connection, world.clock, str(uuid.uuid4()))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"count": 0}, "--count"),
        ({"count": 501}, "--count"),
        ({"days": 91}, "--days"),
        ({"unit": "x"}, "--unit"),
    ],
)
def test_a_file_for_no_unit_too_many_kiosks_or_too_long_is_refused(
    world: World, wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(KioskRefused, match=message):
        made(world, **wrong)


def test_a_unit_that_was_closed_gets_no_kiosk_and_the_file_loses_none(world: World) -> None:
    file = made(world)
    world.execute(f"UPDATE units SET active = 0 WHERE unit = '{UNIT}'")
    refusal(comes(world, file), Code.ABSENT)
    assert stand(world) == [(0, 3, "open")]


def test_a_kiosk_that_the_server_forgot_comes_back_under_its_own_id(world: World) -> None:
    file, own = made(world), str(uuid.uuid4())
    assert told(world, comes(world, file, kiosk=own, directory=7))["kiosk"] == own
    assert world.query("SELECT kiosk, state FROM kiosks") == [(own, "enrolled")]
    refusal(comes(world, file, kiosk=own), Code.NOT_YOURS)


def test_a_machine_cannot_take_the_place_of_another_kiosk_by_a_file(world: World) -> None:
    single = added(world)
    kiosk = told(world, enrol(world, Ed25519PrivateKey.generate(), single.code))["kiosk"]
    refusal(comes(world, made(world), kiosk=kiosk), Code.NOT_YOURS)


def test_a_replaced_kiosk_is_not_taken_back_into_use_by_its_file(world: World) -> None:
    file, key = made(world), Ed25519PrivateKey.generate()
    kiosk = told(world, comes(world, file, key))["kiosk"]
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        new = replace_kiosk(connection, world.identity, world.clock, site, kiosk, "Trần Văn Minh")
    assert told(world, comes(world, file, key))["standing"] == "replaced"
    device = told(world, enrol(world, Ed25519PrivateKey.generate(), new.link.code))
    assert (device["kiosk"], device["policies"]["unit"]) == (new.kiosk, UNIT)


def test_a_kiosk_that_a_provisioned_machine_replaces_leaves_the_units_history_whole(
    world: World, desk: Desk
) -> None:
    desk.open()
    desk.anchor()
    desk.rate(5)
    desk.rate(1)
    desk.deliver()
    before = world.query("SELECT unit, sum(n) FROM unit_days GROUP BY unit")
    new = told(world, comes(world, made(world)))["kiosk"]
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        retire_kiosk(
            connection, world.identity, world.clock, site, desk.kiosk, "Minh", "máy hỏng", force=True
        )
    assert new != desk.kiosk
    assert world.query("SELECT unit, sum(n) FROM unit_days GROUP BY unit") == before
    assert world.verify().differences == []
