import os
import socket
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.wire.watchdog import Watchdog

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="systemd is Linux's")


@pytest.fixture
def manager() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(2)
        yield listening


def hear(manager: socket.socket, watchdog: Watchdog) -> list[bytes]:
    watchdog.ready()
    watchdog.alive()
    watchdog.stopping()
    return [manager.recv(100) for _ in range(3)]


def test_systemd_hears_when_we_are_ready_alive_and_stopping(manager: socket.socket, tmp_path: Path) -> None:
    manager.bind(str(tmp_path / "notify"))
    watchdog = Watchdog({"NOTIFY_SOCKET": str(tmp_path / "notify")})
    assert hear(manager, watchdog) == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]
    watchdog.close()
    watchdog.close()
    watchdog.alive()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has abstract sockets")
def test_a_socket_without_a_file_is_found_too(manager: socket.socket) -> None:
    name = f"hailong-{uuid.uuid4()}"
    manager.bind(f"\0{name}")
    watchdog = Watchdog({"NOTIFY_SOCKET": f"@{name}"})
    assert hear(manager, watchdog) == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]
    watchdog.close()


def test_a_keeper_of_our_own_hears_the_same_at_a_port_of_this_machine() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as keeper:
        keeper.settimeout(2)
        keeper.bind(("127.0.0.1", 0))
        watchdog = Watchdog({"NOTIFY_SOCKET": f"127.0.0.1:{keeper.getsockname()[1]}"})
        assert hear(keeper, watchdog) == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]
        watchdog.close()


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "127.0.0.1:",
        "127.0.0.1:70000",
        "/nowhere/at/all",
        "vsock:2:1234",
        "x" * 300,
        "/" + "x" * 300,
    ],
)
def test_without_systemd_nothing_happens(name: str | None) -> None:
    watchdog = Watchdog({} if name is None else {"NOTIFY_SOCKET": name})
    watchdog.ready()
    watchdog.alive()
    watchdog.stopping()
    watchdog.close()
    assert watchdog.beat_seconds is None


def test_a_manager_that_does_not_read_never_holds_the_screen_up(
    manager: socket.socket, tmp_path: Path
) -> None:
    manager.bind(str(tmp_path / "notify"))
    watchdog = Watchdog({"NOTIFY_SOCKET": str(tmp_path / "notify")})
    began = time.perf_counter()
    for _ in range(2_000):
        watchdog.alive()
    assert time.perf_counter() - began < 1
    watchdog.close()


@pytest.mark.parametrize(
    ("usec", "pid", "seconds"),
    [
        ("30000000", None, 15),
        ("30000000", "own", 15),
        ("30000000", "1", None),
        ("soon", None, None),
        ("0", None, None),
    ],
)
def test_the_beat_is_twice_as_fast_as_the_unit_asks(
    usec: str, pid: str | None, seconds: float | None
) -> None:
    named = {} if pid is None else {"WATCHDOG_PID": str(os.getpid()) if pid == "own" else pid}
    assert Watchdog({"WATCHDOG_USEC": usec, **named}).beat_seconds == seconds
