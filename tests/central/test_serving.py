"""The real process: its sockets, its signals, and a power cut on either side of a commit."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.contract.encoding import write_json
from sync.contract.http_signature import headers_for
from sync.contract.keys import public_bytes, sign
from sync.contract.ledger import encode_line, opening
from sync.contract.segment import build_segment
from tests.central.commands import Run
from tests.central.desk import NONCE, SEAL_KEY
from tests.central.world import QUESTIONS, UNIT, small_province, write_province

LEDGER, BOOT = "3f0c1c8e-0000-4000-8000-000000000001", "3f0c1c8e-0000-4000-8000-000000000002"


class Running(NamedTuple):
    """A server's process, and what it told when it began."""

    process: subprocess.Popen[str]
    address: str


@contextmanager
def serving(*flags: str, crash_at: str = "") -> Iterator[Running]:
    """A running server; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sync.central.cli", "serve", "--port", "0", "--json", *flags],
        env=os.environ | {"HAILONG_CRASH_AT": crash_at},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield Running(process, told["address"])
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(name="run")
def a_command_with_a_province(run: Run, tmp_path: Path) -> Run:
    assert run("directory", "load", str(write_province(tmp_path / "province", small_province())))[0] == 0
    return run


def signed(key: Ed25519PrivateKey, method: str, url: str, body: bytes = b"") -> httpx.Response:
    headers = headers_for(key, method, url, body, int(time.time()))
    return httpx.request(method, url, content=body, headers=headers, timeout=60)


def added(run: Run) -> dict[str, str]:
    code, said = run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh", "--json")
    assert code == 0
    told: dict[str, str] = json.loads(said)
    return told


def enrolled(run: Run, address: str) -> tuple[Ed25519PrivateKey, str]:
    told, key = added(run), Ed25519PrivateKey.generate()
    assert told["address"] == address
    request = {"code": told["code"], "public_key": public_bytes(key).hex(), "seal_key": SEAL_KEY, "name": ""}
    assert signed(key, "POST", f"{address}/api/v1/enrolments", write_json(request)).status_code == 201
    return key, told["kiosk"]


def segment(key: Ed25519PrivateKey, kiosk: str) -> bytes:
    rating = {"rating": BOOT, "unit": UNIT, "score": 5, "via": "touch"}
    rating["questionnaire"] = {"id": QUESTIONS, "version": 1}
    lines = [
        encode_line(1, "ledger.opened", 0, BOOT, 1, {}),
        encode_line(2, "rating.given", 0, BOOT, 2, rating),
    ]
    return build_segment(
        kiosk=kiosk,
        ledger=LEDGER,
        first=1,
        before=opening(LEDGER),
        lines=lines,
        blobs=(),
        sign=lambda message: sign(key, message),
    )


@pytest.mark.parametrize(("crash_at", "held"), [("ingest.before_commit", 0), ("ingest.after_commit", 2)])
def test_a_power_cut_around_the_commit_counts_a_segment_exactly_once(
    run: Run, crash_at: str, held: int
) -> None:
    with serving(crash_at=crash_at) as server:
        key, kiosk = enrolled(run, server.address)
        body = segment(key, kiosk)
        with pytest.raises(httpx.TransportError):
            signed(key, "POST", f"{server.address}/api/v1/ledgers/{LEDGER}/segments?nonce={NONCE}", body)
        assert server.process.wait(60) == -signal.SIGKILL
    with serving("--move-kiosks") as server:
        path = f"{server.address}/api/v1/ledgers/{LEDGER}"
        assert f'"held":{held},' in signed(key, "GET", path).text
        assert '"held":2,' in signed(key, "POST", f"{path}/segments?nonce={NONCE}", body).text
    code, said = run("verify", "--json")
    assert (code, json.loads(said)["ratings"]) == (0, 1)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_well_when_asked_and_answers_who_is_still_sending(
    run: Run, ending: signal.Signals
) -> None:
    with serving() as server:
        key, kiosk = enrolled(run, server.address)
        body = segment(key, kiosk)
        url = f"{server.address}/api/v1/ledgers/{LEDGER}/segments?nonce={NONCE}"
        headers = headers_for(key, "POST", url, body, int(time.time()))
        host, _, port = server.address.removeprefix("http://").partition(":")
        line = http.client.HTTPConnection(host, int(port), timeout=60)
        line.putrequest("POST", url.removeprefix(server.address))
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            line.putheader(name, value)
        line.endheaders(body[:10])
        assert httpx.get(f"{server.address}/api/v1/time?nonce={NONCE}").status_code == 200
        server.process.send_signal(ending)
        with pytest.raises(subprocess.TimeoutExpired):
            server.process.wait(0.5)
        line.send(body[10:])
        answer = line.getresponse()
        assert (answer.status, b'"held":2,' in answer.read()) == (200, True)
        line.close()
        assert server.process.wait(60) == 0
    assert run("verify")[0] == 0


def test_whoever_reads_the_address_can_rely_on_it_at_once(run: Run) -> None:
    with serving() as server:
        assert added(run)["address"] == server.address
        assert httpx.get(f"{server.address}/").headers["location"] == "/sign-in"


def test_no_answer_is_held_back_for_an_acknowledgement(run: Run) -> None:
    with serving() as server, httpx.Client(base_url=server.address) as kept_open:
        taken = [kept_open.get(f"/api/v1/time?nonce={NONCE}").elapsed.total_seconds() for _ in range(20)]
    assert median(taken) < 0.03  # the kernel's delayed acknowledgement is 0.04 s, from the second answer on


def test_a_second_address_is_published_to_kiosks(run: Run) -> None:
    with serving() as server:
        key, _kiosk = enrolled(run, server.address)
    with serving("--move-kiosks") as moved:
        directory = signed(key, "GET", f"{moved.address}/api/v1/directory").text
        assert f'"addresses":["{moved.address}"]' in directory
    assert moved.address != server.address


def test_a_trial_beside_the_service_leads_no_kiosk_away(run: Run, tmp_path: Path) -> None:
    with serving() as server:
        key, _kiosk = enrolled(run, server.address)
        before = signed(key, "GET", f"{server.address}/api/v1/directory").content
        code, said = run("serve", "--port", "0", "--json")
        assert (code, said.startswith(f"hailong-central: enrolled kiosks call {server.address}; ")) == (
            2,
            True,
        )
        assert "this would send them to http://127.0.0.1:" in said
        assert "--move-kiosks" in said
        elsewhere = ("--address", "https://typo.example")
        load = ("directory", "load", str(tmp_path / "province"))
        assert run(*load, *elsewhere)[0] == 2
        assert added(run)["address"] == server.address
        assert run(*load)[0] == 0
        assert signed(key, "GET", f"{server.address}/api/v1/directory").content == before
        assert run(*load, *elsewhere, "--move-kiosks")[0] == 0
        assert "https://typo.example" in signed(key, "GET", f"{server.address}/api/v1/directory").text


def test_a_kiosk_that_was_only_awaited_is_led_anywhere(run: Run) -> None:
    with serving():
        added(run)
    with serving() as server:
        assert added(run)["address"] == server.address


def test_a_command_beside_the_server_moves_no_kiosk(run: Run, tmp_path: Path) -> None:
    flags = ("--address", "https://c.example", "--public-address", "https://p.example")
    with serving(*flags):
        told = added(run)
        assert told["address"] == "https://c.example"
        said = run("directory", "load", str(tmp_path / "province"), "--json")[1]
        assert json.loads(said)["published"] == []
