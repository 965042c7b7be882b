"""A world whose requests are watched, and a log that is read."""

import io
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sync.central.keys.identity import FILE_NAME, Kept, replace_kept
from sync.central.watch.logs import start_log
from sync.central.watch.requests import Watched
from tests.central.world import World


def watch(world: World, *, addresses: bool = False) -> None:
    """Let the door's application be watched, and its keys lie where a server's do."""
    assert world.door.app is not None
    world.door.app = Watched(world.door.app, world.state, addresses=addresses)
    keys = world.folder / "keys"
    keys.mkdir(exist_ok=True)
    identity = world.identity
    mine = (identity.private.private_bytes_raw().hex(), identity.seal_private.private_bytes_raw().hex())
    replace_kept(keys / FILE_NAME, Kept(identity.server_id, *mine))


def calm(world: World) -> None:
    """Wait until every request was answered and told of: who asked has its answer a moment earlier."""
    ends = time.monotonic() + 30
    while world.state.stopping.under_way:
        assert time.monotonic() < ends, "a request never ends"
        time.sleep(0.001)


@contextmanager
def logged(
    world: World, monkeypatch: pytest.MonkeyPatch, form: str = "json", level: str = "debug"
) -> Iterator[io.StringIO]:
    """All that the log says meanwhile."""
    root, ours = logging.getLogger(), logging.getLogger("sync")
    before = (root.handlers[:], root.level, ours.level)
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    start_log(form, level)
    try:
        yield said
        calm(world)
    finally:
        root.handlers[:], root.level = before[0], before[1]
        ours.setLevel(before[2])
        logging.captureWarnings(capture=False)
