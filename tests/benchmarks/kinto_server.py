"""Kinto, the store of JSON records that Mozilla's clients sync with, in an environment of its own.

Its lock is build_spec/locks/kinto.txt; nothing of it is installed beside this project's own libraries.
"""

import base64
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.journeys.programs import end

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "build_spec" / "locks" / "kinto.txt"
HOME = ROOT / "build" / "kinto"
BATCH = 500
PATIENCE_SECONDS = 60
SETTINGS = """
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
threads = 4
[app:main]
use = egg:kinto
kinto.bucket_create_principals = system.Authenticated
kinto.batch_max_requests = {batch}
kinto.userid_hmac_secret = only-for-this-test
multiauth.policies = basicauth
multiauth.policy.basicauth.use = kinto.core.authentication.BasicAuthAuthenticationPolicy
kinto.storage_backend = kinto.core.storage.postgresql
kinto.storage_url = {database}
kinto.permission_backend = kinto.core.permission.postgresql
kinto.permission_url = {database}
kinto.cache_backend = kinto.core.cache.memory
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = ERROR
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(message)s
"""
WHO = {"Authorization": "Basic " + base64.b64encode(b"bench:mark").decode()}
RECORDS = "/v1/buckets/feedback/collections/ratings/records"


def installed() -> Path:
    """The folder of its programs; installed as locked if it is not there yet."""
    stamp = HOME / ".installed"
    if not stamp.is_file() or stamp.read_bytes() != LOCK.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)
        pip = [
            str(HOME / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--no-deps",
        ]
        subprocess.run([*pip, "-r", str(LOCK)], check=True, stdout=sys.stderr)
        stamp.write_bytes(LOCK.read_bytes())
    return HOME / "bin"


@contextmanager
def kinto(folder: Path, database: str) -> Iterator[httpx.Client]:
    """A server whose records are in this PostgreSQL (an address for psycopg2), with an empty collection."""
    programs = installed()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = folder / "kinto.ini"
    settings.write_text(SETTINGS.format(port=port, database=database, batch=BATCH), "utf-8")
    quiet = os.environ | {"PYTHONWARNINGS": "ignore"}
    told: dict[str, Any] = {"env": quiet, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([str(programs / "kinto"), "migrate", "--ini", str(settings)], check=True, **told)
    server = subprocess.Popen([str(programs / "pserve"), str(settings)], text=True, **told)
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers=WHO, timeout=60, trust_env=False
        ) as client:
            _wait(client)
            for path in ("/v1/buckets/feedback", "/v1/buckets/feedback/collections/ratings"):
                assert client.put(path).status_code == 201
            yield client
    finally:
        end(server)


def batch_of(records: list[dict[str, object]]) -> bytes:
    """A request for its batch endpoint that creates these records."""
    requests = [{"method": "POST", "path": RECORDS, "body": {"data": record}} for record in records]
    return json.dumps({"requests": requests}).encode()


def post_batch(client: httpx.Client, body: bytes) -> None:
    """Send it; every record must have been created."""
    answer = client.post("/v1/batch", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    assert all(one["status"] == 201 for one in answer.json()["responses"]), answer.text[:500]


def _wait(client: httpx.Client) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            if client.get("/v1/__heartbeat__").status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < until, "Kinto does not answer"
        time.sleep(0.1)
