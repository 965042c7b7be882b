"""Records come in any order and may come late: what was counted without them is counted again with them."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from sync.central.database.engine import writing
from sync.central.database.tables import ledgers, province_keys
from sync.central.provinces.records import apply_records, quarantined_from
from sync.contract.ledger import encode_line
from tests.central.postgres import PostgresServer
from tests.central.world import World

PROVINCE, KIOSK, LEDGER, UNIT = (str(uuid.uuid4()) for _ in range(4))


@pytest.fixture
def url(postgres: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    name = postgres.create(migrated_postgres)
    yield postgres.url(name)
    postgres.drop(name)


def said(world: World, *told: tuple[str, dict[str, Any]]) -> None:
    raw = [encode_line(1, kind, 0, PROVINCE, 1, body) for kind, body in told]
    with writing(world.engine) as connection:
        apply_records(connection, PROVINCE, raw, 1)


def test_a_ledger_that_is_not_here_yet_begins_as_it_was_last_told(world: World) -> None:
    revoked = {"kiosk": KIOSK, "by": "Minh", "why": "x", "ledgers": [{"ledger": LEDGER, "held": 4}]}
    said(world, ("kiosk.revoked", revoked))
    with writing(world.engine) as connection:
        assert quarantined_from(connection, PROVINCE, LEDGER, KIOSK) == 5
        assert quarantined_from(connection, PROVINCE, str(uuid.uuid4()), KIOSK) == 1
        assert quarantined_from(connection, PROVINCE, LEDGER, str(uuid.uuid4())) == 5
        assert quarantined_from(connection, str(uuid.uuid4()), LEDGER, KIOSK) is None
        assert connection.execute(select(ledgers.c.ledger).where(ledgers.c.ledger == LEDGER)).first() is None
    said(world, ("quarantine.released", {"kiosk": KIOSK, "ledger": LEDGER, "last": 9}))
    with writing(world.engine) as connection:
        assert quarantined_from(connection, PROVINCE, LEDGER, KIOSK) == 10


def test_keys_are_believed_while_the_own_ledger_says_so(world: World) -> None:
    one, next_one = "11" * 32, "22" * 32
    said(world, ("keys.announced", {"key": next_one, "addresses": []}))
    said(world, ("keys.switched", {"key": next_one, "former": one}))
    assert world.query("SELECT key, until_ms FROM province_keys ORDER BY key") == [
        (one, None),
        (next_one, None),
    ]
    said(world, ("keys.retired", {"key": one}))
    with writing(world.engine) as connection:
        ended = select(province_keys.c.key).where(province_keys.c.until_ms.is_not(None))
        assert connection.execute(ended).scalars().all() == [one]


def test_a_line_that_says_nonsense_is_kept_and_changes_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    said(
        world,
        ("kiosk.recorded", {"kiosk": "x"}),
        ("kiosk.revoked", {"kiosk": KIOSK}),
        ("questionnaire.recorded", {"questionnaire": {"id": UNIT, "version": 1, "questions": []}}),
        ("keys.announced", {}),
        ("unit.recorded", {"unit": UNIT, "vi": "Xã", "en": "Commune"}),
    )
    assert len(caplog.messages) == 3
    assert world.query("SELECT name_vi FROM units WHERE province IS NOT NULL") == [(f"Xã ({PROVINCE})",)]
    assert world.query("SELECT count(*) FROM province_quarantines") == [(0,)]
