"""The process as a service manager, a certificate's renewer and a newer or half-migrated database meet it."""

import http.client
import os
import signal
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import msgspec
import pytest

from sync.central.database.engine import open_engine, writing
from tests.agent.certificates import Authority
from tests.central.commands import Run
from tests.central.desk import NONCE
from tests.central.test_serving import until
from tests.faults.processes import PATIENCE_SECONDS, running

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="signals and systemd are not Windows'")


@contextmanager
def serving(folder: Path, *flags: str, **environment: str) -> Iterator[tuple[ForkServerProcess, int]]:
    """A running server in SQLite, and its port."""
    arguments = ("serve", "--json", "--port", "0", "--data", str(folder / "data"), *flags)
    with running("sync.central.cli", *arguments, **environment) as (process, line):
        told = msgspec.json.decode(line)
        yield process, int(told["address"].rpartition(":")[2])


def ended(process: ForkServerProcess) -> int | None:
    process.join(PATIENCE_SECONDS)
    return process.exitcode


def test_a_service_manager_hears_of_it_and_an_upload_that_never_ends_holds_up_no_stop(tmp_path: Path) -> None:
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.settimeout(PATIENCE_SECONDS)
    manager.bind(str(tmp_path / "notify"))
    watched = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "1000000", "WATCHDOG_PID": ""}
    with manager, serving(tmp_path, "--stop-seconds", "1", **watched) as (process, port):
        assert manager.recv(100) == b"READY=1"
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        line.putrequest("POST", f"/api/v1/ledgers/{NONCE}/segments")
        line.putheader("Content-Length", "1000")
        line.endheaders(b"begun")
        other = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        other.request("GET", "/healthz")
        assert other.getresponse().read() == b'{"alive":true}'
        os.kill(process.pid or 0, signal.SIGTERM)
        heard = list(iter(lambda: manager.recv(100), b"STOPPING=1"))
        assert ended(process) == 0
        assert set(heard) <= {b"WATCHDOG=1"}
        line.close()
        other.close()


def fingerprint(port: int, authority: Authority) -> bytes:
    """The certificate that a new connection is shown."""
    context = ssl.create_default_context(cadata=authority.pem)
    with (
        socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as line,
    ):
        found = line.getpeercert(binary_form=True)
    assert found is not None
    return found


def test_a_renewed_certificate_is_shown_and_no_connection_is_dropped(tmp_path: Path) -> None:
    authority, pem = Authority(), tmp_path / "server.pem"
    authority.serving(tmp_path)
    tls = ("--tls-certificate", str(pem), "--tls-key", str(pem))
    with serving(tmp_path, *tls, HAILONG_CENTRAL_LOG_LEVEL="error") as (process, port):
        context = ssl.create_default_context(cadata=authority.pem)
        kept = http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS, context=context)

        def answers() -> bool:
            kept.request("GET", "/healthz")
            return kept.getresponse().read() == b'{"alive":true}'

        assert answers()
        first, line = fingerprint(port, authority), kept.sock
        whole = pem.read_bytes()
        pem.write_bytes(b"half a certificate")
        os.kill(process.pid or 0, signal.SIGHUP)
        until(answers)
        assert fingerprint(port, authority) == first, "one that cannot be read changes nothing"
        pem.write_bytes(whole)
        authority.serving(tmp_path)
        os.kill(process.pid or 0, signal.SIGHUP)
        until(lambda: fingerprint(port, authority) != first)
        second = fingerprint(port, authority)
        authority.serving(tmp_path)
        until(lambda: answers() and fingerprint(port, authority) != second)  # it looks by itself, too
        assert answers()
        assert kept.sock is line, "the same connection all along"
        kept.close()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE alembic_version SET version_num = 'm9999_of_tomorrow'", "a newer version"),
        ("DELETE FROM alembic_version", "half-migrated"),
        ("DROP TABLE needs_attention", "half-migrated: the table needs_attention is missing"),
    ],
)
def test_a_database_of_no_shape_that_is_known_is_not_served(run: Run, url: str, harm: str, said: str) -> None:
    assert run("migrate")[0] == 0
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.exec_driver_sql(harm)
    engine.dispose()
    code, words = run("serve", "--port", "0")
    assert code == 4
    assert words.startswith("hailong-central: ")
    assert said in words
    assert len(words.splitlines()) == 1


def test_migrating_tells_how_far_it_is(run: Run, tmp_path: Path) -> None:
    names, *told = run("migrate", "--database", f"sqlite:///{tmp_path / 'new.sqlite'}")[1].splitlines()
    missing = names.split(", ")
    assert told == [f"{place} of {len(missing)}: {name}" for place, name in enumerate(missing, start=1)]
