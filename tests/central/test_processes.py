"""Two real processes on one PostgreSQL, behind one address: what decides is in neither's memory."""

import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.cli import main
from sync.contract.encoding import write_json
from sync.contract.http_signature import headers_for
from sync.contract.keys import public_bytes, sign
from sync.contract.ledger import encode_line, link, opening
from sync.contract.segment import build_segment
from tests.agent.certificates import Authority
from tests.central.desk import NONCE, SEAL_KEY
from tests.central.postgres import PostgresServer
from tests.central.test_serving import Running, serving, until
from tests.central.world import QUESTIONS, UNIT, small_province, write_province

ADDRESS = "http://127.0.0.1:9"
BOOT = str(uuid.uuid4())
LINES = 12
CALLERS = itertools.count(1)
CLUSTER = Path(__file__).parents[2] / "build_spec" / "cluster" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
AROUND = """
daemon off; pid nginx.pid; worker_processes 1; error_log error.log;
events { worker_connections 64; }
http {
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
CONF
}
"""


class Ledger:
    """A kiosk with a ledger of its own, whose every request goes to the next of the processes."""

    def __init__(self, code: str, kiosk: str, places: Iterator[str]) -> None:
        self.code, self.kiosk, self.places = code, kiosk, places
        self.caller = f"203.0.113.{next(CALLERS)}"
        self.key = Ed25519PrivateKey.generate()
        self.name = str(uuid.uuid4())
        self.lines = [encode_line(1, "ledger.opened", 0, BOOT, 1, {})]
        self.lines += [
            encode_line(seq, "rating.given", 0, BOOT, seq, a_rating()) for seq in range(2, LINES + 1)
        ]
        self.heads = list(itertools.accumulate(self.lines, link, initial=opening(self.name)))

    def call(self, method: str, path: str, body: bytes = b"") -> httpx.Response:
        url = next(self.places) + path
        headers = headers_for(self.key, method, url, body, int(time.time()))
        headers["X-Forwarded-For"] = self.caller
        return httpx.request(method, url, content=body, headers=headers, timeout=60, verify=False)

    def enrol(self) -> httpx.Response:
        request = {
            "code": self.code,
            "public_key": public_bytes(self.key).hex(),
            "seal_key": SEAL_KEY,
            "name": "",
        }
        return self.call("POST", "/api/v1/enrolments", write_json(request))

    def deliver(self, first: int, last: int) -> httpx.Response:
        body = build_segment(
            kiosk=self.kiosk,
            ledger=self.name,
            first=first,
            before=self.heads[first - 1],
            lines=self.lines[first - 1 : last],
            blobs=(),
            sign=lambda message: sign(self.key, message),
        )
        return self.call("POST", f"/api/v1/ledgers/{self.name}/segments?nonce={NONCE}", body)

    def held(self) -> tuple[int, str]:
        told = json.loads(
            self.call("GET", f"/api/v1/ledgers/{self.name}?nonce={NONCE}").content.split(b"\n")[0]
        )
        return told["held"], told["head"]


def a_rating() -> dict[str, object]:
    asked = {"id": QUESTIONS, "version": 1}
    return {"rating": str(uuid.uuid4()), "unit": UNIT, "score": 5, "via": "touch", "questionnaire": asked}


@pytest.fixture(scope="module")
def settings(
    postgres: PostgresServer, migrated_postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Data and database of a province, as the environment names them."""
    folder, name = tmp_path_factory.mktemp("processes"), postgres.create(migrated_postgres)
    told = {"DATA": str(folder / "data"), "DATABASE": postgres.url(name), "ADDRESS": ADDRESS}
    os.environ.update({f"HAILONG_CENTRAL_{key}": value for key, value in told.items()})
    try:
        assert main(["directory", "load", str(write_province(folder / "province", small_province()))]) == 0
        yield folder
    finally:
        for key in told:
            del os.environ[f"HAILONG_CENTRAL_{key}"]
        postgres.drop(name)


@pytest.fixture(scope="module")
def both(settings: Path) -> Iterator[list[Running]]:
    flags = ("--processes", "2", "--proxy", "127.0.0.1")
    with ExitStack() as stack:
        yield [stack.enter_context(serving(*flags)) for _ in range(2)]


@pytest.fixture
def places(both: list[Running]) -> Iterator[str]:
    return itertools.cycle(one.address for one in both)


def added(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    capsys.readouterr()
    assert main(["kiosk", "add", "--unit", UNIT, "--name", "Sảnh", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["address"] == ADDRESS
    return told["code"], told["kiosk"]


def test_two_processes_count_each_line_once_whichever_takes_it(
    places: Iterator[str], capsys: pytest.CaptureFixture[str]
) -> None:
    kiosks = [Ledger(*added(capsys), places) for _ in range(3)]
    with ThreadPoolExecutor(6) as threads:
        enrolled = [threads.submit(kiosk.enrol) for kiosk in kiosks for _ in range(2)]
        assert {done.result().status_code for done in enrolled} == {201}
        for last in range(3, LINES + 1, 3):
            sent = [threads.submit(kiosk.deliver, last - 2, last) for kiosk in kiosks for _ in range(3)]
            assert {done.result().status_code for done in sent} == {200}
    for kiosk in kiosks:
        for _ in range(2):
            assert kiosk.held() == (LINES, kiosk.heads[LINES].hex())
    capsys.readouterr()
    assert main(["verify", "--json"]) == 0
    proof = json.loads(capsys.readouterr().out)
    assert (proof["ratings"], proof["differences"]) == (3 * (LINES - 1), [])


def test_a_code_that_two_devices_use_at_once_binds_one_of_them(
    places: Iterator[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, kiosk = added(capsys)
    devices = [Ledger(code, kiosk, places) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = [done.status_code for done in threads.map(Ledger.enrol, devices)]
    assert sorted(answers) == [201, 410, 410, 410]


def test_wrong_codes_are_slowed_down_by_both_together_as_by_one(places: Iterator[str]) -> None:
    stranger = Ledger("0" * 16, str(uuid.uuid4()), places)
    answers = [stranger.enrol().status_code for _ in range(8)]
    assert sorted(answers) == [410] * 4 + [429] * 4


@pytest.fixture
def nginx(both: list[Running], tmp_path: Path) -> Iterator[str]:
    """The cluster's own nginx.conf before both processes; only addresses and places are the test's."""
    if NGINX is None:
        pytest.skip("nginx is not on this machine")
    Authority().serving(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        door = f"127.0.0.1:{free.getsockname()[1]}"
    ports = itertools.cycle(one.address.rpartition(":")[2] for one in both)
    conf = CLUSTER.read_text("utf-8").replace("listen 443 ssl", f"listen {door} ssl")
    conf = re.sub(r"10\.20\.0\.2[12]:\d+", lambda _: f"127.0.0.1:{next(ports)}", conf)
    conf = conf.replace("/etc/nginx/hailong.crt", "server.pem").replace(
        "/etc/nginx/hailong.key", "server.pem"
    )
    (tmp_path / "nginx.conf").write_text(AROUND.replace("CONF", conf), "utf-8")
    command = [NGINX, "-p", str(tmp_path), "-c", "nginx.conf", "-e", "error.log"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=60, check=False)
    assert (tried.returncode, "[warn]" in tried.stderr) == (0, False), tried.stderr
    with subprocess.Popen(command, cwd=tmp_path) as process:
        try:
            yield f"https://{door}"
        finally:
            process.terminate()


def test_behind_the_clusters_nginx_a_kiosk_enrols_and_delivers_and_a_browser_signs_in(
    nginx: str, capsys: pytest.CaptureFixture[str]
) -> None:
    until(lambda: not isinstance(tried(nginx), httpx.ConnectError))
    kiosk = Ledger(*added(capsys), itertools.repeat(nginx))
    assert kiosk.enrol().status_code == 201
    assert kiosk.deliver(1, LINES).status_code == 200
    assert kiosk.held()[0] == LINES
    page = httpx.get(f"{nginx}/sign-in", verify=False)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")


def tried(address: str) -> httpx.Response | httpx.ConnectError:
    try:
        return httpx.get(f"{address}/healthz", verify=False, timeout=60)
    except httpx.ConnectError as error:
        return error


def test_a_process_that_lost_its_twin_goes_on_alone(
    both: list[Running], capsys: pytest.CaptureFixture[str]
) -> None:
    code, kiosk = added(capsys)
    alone = Ledger(code, kiosk, itertools.cycle([both[1].address]))
    assert alone.enrol().status_code == 201
    both[0].process.kill()
    both[0].process.wait(60)
    assert alone.deliver(1, LINES).status_code == 200
    assert alone.held()[0] == LINES
