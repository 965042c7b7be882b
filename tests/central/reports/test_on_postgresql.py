"""One story of a report on PostgreSQL: other tests tell theirs on SQLite."""

from collections.abc import Iterator

import pytest

from tests.central.desk import Desk
from tests.central.postgres import PostgresServer
from tests.central.reports.test_going import Owner, after_the_period, rate
from tests.central.world import UNIT, World


@pytest.fixture
def url(postgres: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    with postgres.database(migrated_postgres) as address:
        yield address


def test_a_report_is_frozen_signed_and_recomputed(world: World, desk: Desk) -> None:
    owner = Owner(world)
    owner.close(0)
    owner.close()
    desk.open()
    rate(desk, 12, 4)
    desk.deliver()
    owner.close()
    after_the_period(owner)
    owner.freeze()
    (unit,) = [one for one in owner.facts().units if one.unit == UNIT]
    assert unit.now.scores == {"4": 12}
    owner.sign()
    assert owner.verify().differences == []
    assert world.verify().differences == []
