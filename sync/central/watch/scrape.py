"""What a scrape is answered: this process's counters, its lanes and pool, and the database's figures."""

from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.ingest.admission import Admission
from sync.central.watch.aside import Aside, NoAnswer
from sync.central.watch.fleet_figures import read_figures

ANSWER_SECONDS: Final = 5.0


class Scrape:
    """Answers scrapes; the rest is told even where the database is not there."""

    def __init__(self, state: State, gate: Admission) -> None:
        self._state = state
        self._gate = gate
        self._aside = Aside(state.watching, self._figures)

    async def text(self) -> bytes:
        """Everything, in Prometheus' text form."""
        try:
            found = await self._aside.ask(ANSWER_SECONDS)
        except (NoAnswer, SQLAlchemyError):
            found = []
        up = GaugeMetricFamily("hailong_database_up", "Whether the database answered", value=bool(found))
        here = [up, *_lanes(self._gate), *_pool(self._state)]
        return generate_latest(_Together([*here, *found], self._state.meters.registry))

    def _figures(self) -> list[Metric]:
        with reading(self._state.engine) as connection:
            return read_figures(connection)


class _Together(Collector):
    def __init__(self, found: Iterable[Metric], registry: Collector) -> None:
        self._found = found
        self._registry = registry

    def collect(self) -> Iterable[Metric]:
        yield from self._registry.collect()
        yield from self._found


def _lanes(gate: Admission) -> Iterator[Metric]:
    inside = GaugeMetricFamily("hailong_lane_inside", "Deliveries inside a lane", labels=["lane"])
    places = GaugeMetricFamily("hailong_lane_places", "Places of a lane", labels=["lane"])
    waiting = GaugeMetricFamily(
        "hailong_lane_waiting", "Kiosks told to come at a later slot", labels=["lane"]
    )
    for name, lane in gate.lanes.items():
        inside.add_metric([name], lane.inside)
        places.add_metric([name], lane.places)
        waiting.add_metric([name], lane.waiting)
    inside.add_metric(["strangers"], gate.strangers)
    return iter((inside, places, waiting))


def _pool(state: State) -> Iterator[Metric]:
    pool = state.engine.pool
    if isinstance(pool, QueuePool):
        told = "Connections to the database, by what they do"
        gauge = GaugeMetricFamily("hailong_database_connections", told, labels=["state"])
        gauge.add_metric(["in_use"], pool.checkedout())
        gauge.add_metric(["idle"], pool.checkedin())
        yield gauge
        yield GaugeMetricFamily(
            "hailong_database_pool_size", "Connections that are kept open", value=pool.size()
        )
