"""A kill at a named point, in this process: nothing after it happens, and what was open is reopened."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

POINTS: Final = {
    "delivery.after_send": "sync.agent.delivery",
    "delivery.before_settle": "sync.agent.delivery",
    "salvage.after_send": "sync.agent.salvaging",
    "salvage.after_mark": "sync.agent.salvaging",
    "ingest.before_commit": "sync.central.ingest.segments",
    "ingest.after_commit": "sync.central.ingest.segments",
    "pull.before_settle": "sync.agent.pull_desk",
    "settle.after_mark": "sync.agent.settling",
    "settle.after_line": "sync.agent.settling",
    "stick.before_rename": "sync.wire.stick",
    "stick.after_rename": "sync.wire.stick",
}


class Killed(BaseException):
    """The power is gone; no handler of an error may catch it."""


class Fate:
    """Kills once at the point that `at` names."""

    def __init__(self) -> None:
        self.at: str | None = None
        self.kills = 0

    @contextmanager
    def awaits(self, point: str | None) -> Iterator[None]:
        """Kill at `point` in here, if anything comes by."""
        self.at = point
        try:
            yield
        finally:
            self.at = None

    def pass_by(self, point: str) -> None:
        """Stands in for `crash_point`."""
        if point == self.at:
            self.at = None
            self.kills += 1
            raise Killed(point)


@contextmanager
def fated(fate: Fate) -> Iterator[None]:
    """Let `fate` decide at every point of the programs."""
    modules = {name: importlib.import_module(name) for name in set(POINTS.values())}
    before = {name: vars(module)["crash_point"] for name, module in modules.items()}
    for module in modules.values():
        vars(module)["crash_point"] = fate.pass_by
    try:
        yield
    finally:
        for name, module in modules.items():
            vars(module)["crash_point"] = before[name]
