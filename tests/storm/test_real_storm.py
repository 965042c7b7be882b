"""Five hundred real agents in four processes, one real server: everything is held exactly once."""

import json
import socket
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select

from sync.central.api.site import remember_site, site_of
from sync.central.database.engine import reading, writing
from sync.central.database.tables import kiosks, ledgers, lines
from sync.central.directory.load import load_province
from sync.central.directory.province import read_province
from sync.central.figures.verify import verify
from sync.central.fleet.adding import Place, add_kiosk
from sync.central.fleet.enrolment import enrol
from sync.central.opening import Central, open_central
from sync.central.settings import Settings, load_settings
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.keys import public_bytes
from tests.agent.certificates import Authority
from tests.central.desk import SEAL_KEY
from tests.central.world import UNIT, small_province, write_province

PROCESSES, AGENTS_EACH, BACKLOG, LIVE = 4, 125, 45, 3
ROOT = Path(__file__).parents[2]
ENOUGH_SECONDS = 900
"""Until the test gives up; on an idle machine of two processors it needs half a minute."""


@pytest.mark.timeout(3 * ENOUGH_SECONDS)
def test_five_hundred_agents_at_once_are_held_exactly_once(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{a_free_port()}"
    flags = {
        "data": str(tmp_path / "data"),
        "port": address.rpartition(":")[2],
        "address": address,
        "processes": "16",
    }
    settings = load_settings(flags, {})
    folder = write_province(tmp_path / "province", without_photos(small_province()))
    with open_central(settings) as central:
        files = enrolled(central, settings, folder)
    with a_server(*(word for key, value in flags.items() for word in (f"--{key}", value))):
        came = deliver(files)
    sent: dict[str, Any] = {ledger: kept for told in came for ledger, kept in told["ledgers"].items()}
    seen = sum((Counter(told["seen"]) for told in came), Counter[str]())
    assert len(sent) == PROCESSES * AGENTS_EACH
    behind = [ledger for ledger, (settled, kept) in sent.items() if settled != len(kept)]
    assert not behind, (len(behind), seen)
    assert seen["asked to wait"] > 0
    assert not seen["Forked"]
    with open_central(settings) as central, reading(central.engine) as connection:
        held: dict[str, list[str]] = {}
        rows = select(ledgers.c.ledger, lines.c.raw).join(lines).order_by(lines.c.ledger_no, lines.c.seq)
        for ledger, raw in connection.execute(rows):
            held.setdefault(ledger, []).append(raw.decode())
        assert {ledger: held.get(ledger) for ledger in sent} == {
            ledger: kept for ledger, (_settled, kept) in sent.items()
        }
        proof = verify(connection, (central.identity.public,))
    assert proof.differences == []
    took = max(told["seconds"] for told in came)
    print(f"\n{len(sent)} agents, {sum(map(len, held.values()))} lines in {took:.1f} s; {dict(seen)}")


def enrolled(central: Central, settings: Settings, folder: Path) -> list[Path]:
    """Enrol one kiosk as it should be and the others in its image; a file for each process tells of its own.

    Their directories name a CA, since the system's take each agent a while to read.
    """
    with writing(central.engine) as connection:
        load_province(connection, read_province(folder), "2026-11-23")
        remember_site(connection, settings, settings.listening)
        site = site_of(connection, settings)
        place = Place(UNIT, None, "choose", "Sảnh")
        added = add_kiosk(connection, central.identity, central.clock, site, place)
        public = public_bytes(Ed25519PrivateKey.generate()).hex()
        request = EnrolmentRequest(code=added.link.code, public_key=public, seal_key=SEAL_KEY, name="")
        raw = enrol(connection, central.identity, central.clock, site, request)
        directory = json.loads(raw.partition(b"\n")[0]) | {"ca": Authority().pem}
        row = connection.execute(select(kiosks)).one()._asdict()
        files = []
        for process in range(PROCESSES):
            told = []
            for number in range(AGENTS_EACH):
                private, kiosk = Ed25519PrivateKey.generate(), str(uuid.uuid4())
                key = public_bytes(private).hex()
                connection.execute(insert(kiosks).values(row | {"kiosk": kiosk, "public_key": key}))
                told.append(
                    {
                        "directory": json.dumps(directory | {"kiosk": kiosk}),
                        "private": private.private_bytes_raw().hex(),
                        "ratings": BACKLOG if number % 5 else LIVE,
                    }
                )
            files.append(folder / f"{process}.json")
            files[-1].write_text(json.dumps({"kiosks": told}), "utf-8")
    return files


def without_photos(province: dict[str, Any]) -> dict[str, Any]:
    """So that agents fetch none: this is about deliveries."""
    return province | {"officials": [official | {"photo": None} for official in province["officials"]]}


def deliver(files: list[Path]) -> list[dict[str, Any]]:
    """Start a process for each file, and hear what each came to."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.storm.agents", str(file), str(ENOUGH_SECONDS)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for file in files
    ]
    try:
        return [json.loads(process.communicate(timeout=2 * ENOUGH_SECONDS)[0]) for process in processes]
    finally:
        for process in processes:
            process.kill()


@contextmanager
def a_server(*flags: str) -> Iterator[None]:
    """A running server; killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sync.central.cli", "serve", "--json", *flags],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert "address" in json.loads(process.stdout.readline())
        yield
    finally:
        process.kill()
        process.communicate()


def a_free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
