"""Counters of one process; several processes are scraped one by one."""

from collections.abc import Sequence
from typing import Final

import msgspec
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from sync.contract.problems import Code
from sync.contract.version import SOFTWARE

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT"})
_KNOWN: Final = frozenset(map(str, Code))


class _Line(msgspec.Struct):
    kind: str = ""


class Meters:
    """What is counted; safe from any thread."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        registry = self.registry
        self._segments = Counter(
            "hailong_segments_accepted", "Segments whose lines are held", registry=registry
        )
        self._lines = Counter("hailong_lines_accepted", "Lines that were new here", registry=registry)
        self._ratings = Counter("hailong_ratings_accepted", "Ratings in these lines", registry=registry)
        told = "Requests that were refused, by the code that the caller was told"
        self._refusals = Counter("hailong_refusals", told, ["code"], registry=registry)
        told = "How long answers took, by the pattern of the address"
        labels = ["method", "route", "status"]
        self._requests = Histogram(
            "hailong_request_seconds", told, labels, buckets=_BUCKETS, registry=registry
        )
        self._under_way = Gauge("hailong_requests_under_way", "Requests not answered yet", registry=registry)
        build = Gauge("hailong_build_info", "The version at work", ["version"], registry=registry)
        build.labels(SOFTWARE).set(1)
        ProcessCollector(registry=registry)

    def took(self, lines: Sequence[bytes]) -> None:
        """A segment was accepted; `lines` are those that were new."""
        self._segments.inc()
        self._lines.inc(len(lines))
        self._ratings.inc(sum(_kind(line) == "rating.given" for line in lines))

    def began(self) -> None:
        """A request came."""
        self._under_way.inc()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is '' where no pattern fits."""
        self._under_way.dec()
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route or "none", f"{status // 100}xx").observe(seconds)

    def refused(self, code: str) -> None:
        """Something was refused with this code."""
        self._refusals.labels(code if code in _KNOWN else "other").inc()


def _kind(line: bytes) -> str:
    try:
        return msgspec.json.decode(line, type=_Line).kind
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
