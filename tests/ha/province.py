"""Two processes of the central server before the cluster, and desks that deliver to them."""

import itertools
import json
import os
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from sqlalchemy import Engine, select

from sync.central.database.engine import open_engine, reading
from sync.central.database.limits import Limits
from sync.central.database.tables import ledgers, lines
from tests.central.world import UNIT, small_province, write_province
from tests.ha.cluster import Cluster
from tests.ha.desks import Desk, Probe
from tests.ha.machines import LOOPBACK

MACHINES = {"central1": ("10.20.0.21", 8400), "central3": ("10.20.0.22", 8400)}
DESKS = 3
ROOT = Path(__file__).parents[2]


class Served:
    """The province: its processes, its desks, and who measures how long writes pause."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        (cluster.folder / "data").mkdir(mode=0o700)
        (cluster.folder / "ca.pem").write_text(cluster.authority.pem, "ascii")
        self.address = f"https://{LOOPBACK}:{cluster.machines.port('10.20.0.21', 443)}"
        self._config = cluster.folder / "central.toml"
        text = cluster.machines.file(
            "central.toml",
            {
                "/var/lib/hailong-central": str(cluster.folder / "data"),
                "https://hailong.example.gov.vn": self.address,
                '"10.20.0.21,10.20.0.22"': f'"{LOOPBACK}"',
                'host = "10.20.0.21"': f'host = "{LOOPBACK}"\nca = "{cluster.folder / "ca.pem"}"',
            },
        )
        self._config.write_text(text, "utf-8")
        cluster.until(self._database_answers, "the way to the leader")
        province = write_province(cluster.folder / "province", small_province())
        self.command("directory", "load", str(province))
        for name in MACHINES:
            self.start(name)
        cluster.until(self.answers, "the way to the processes")
        told = [
            self.command("kiosk", "add", "--unit", UNIT, "--name", f"Sảnh {place}") for place in range(DESKS)
        ]
        self.desks = [Desk(json.loads(one)["link"]) for one in told]
        self.probe = Probe(cluster.dsn())

    def open(self) -> None:
        """Let citizens in."""
        self.probe.start()
        for desk in self.desks:
            desk.open()

    def start(self, name: str) -> None:
        """Start a process, anew or again."""
        port = str(self.cluster.machines.port(*MACHINES[name]))
        words = ("serve", "--config", str(self._config), "--port", port)
        self.cluster.programs.start(
            name,
            sys.executable,
            "-m",
            "sync.central.cli",
            *words,
            environment={"PYTHONPATH": str(ROOT)},
            own=True,
        )

    def command(self, *words: str) -> str:
        """What `hailong-central` says, as JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "sync.central.cli", *words, "--json", "--config", str(self._config)],
            cwd=ROOT,
            env=os.environ,
            capture_output=True,
            text=True,
            timeout=170,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def answers(self) -> bool:
        """Whether a kiosk's call arrives at a process."""
        context = ssl.create_default_context(cadata=self.cluster.authority.pem)
        try:
            with urllib.request.urlopen(
                f"{self.address}/api/v1/time?nonce={'0' * 32}", timeout=5, context=context
            ):
                return True
        except OSError:
            return False

    def settled(self) -> list[int]:
        """How many lines each desk has a receipt for."""
        return [desk.outbox.settled for desk in self.desks]

    def wait_for_more(self, lines_each: int = 10) -> None:
        """Wait until every desk has receipts for so many further lines."""
        before = self.settled()
        self.cluster.until(
            lambda: all(now >= then + lines_each for now, then in zip(self.settled(), before, strict=True)),
            "receipts at every desk",
        )

    def longest_silence(self, since: float) -> float:
        """The longest time in which no desk at all got a receipt, in s."""
        every = sorted(when for desk in self.desks for when in desk.outbox.moved if when > since)
        times = [since, *every, time.monotonic()]
        return max(later - one for one, later in itertools.pairwise(times))

    def held(self) -> dict[str, list[bytes]]:
        """Every desk's lines as the database has them."""
        engine = self.engine()
        found: dict[str, list[bytes]] = {desk.outbox.ledger: [] for desk in self.desks}
        wanted = select(ledgers.c.ledger, lines.c.seq, lines.c.raw, lines.c.hash).join(lines)
        with reading(engine) as connection:
            for row in connection.execute(wanted.order_by(lines.c.ledger_no, lines.c.seq)):
                if row.ledger in found:
                    found[row.ledger].append(bytes(row.raw))
                    assert row.seq == len(found[row.ledger])
        engine.dispose()
        return found

    def engine(self) -> Engine:
        """The database as the processes reach it."""
        url = self.cluster.dsn().replace("postgresql:", "postgresql+psycopg:")
        return open_engine(url, Limits(prepares=False))

    def _database_answers(self) -> bool:
        engine = self.engine()
        try:
            with reading(engine) as connection:
                return bool(connection.exec_driver_sql("SELECT 1").scalar())
        except Exception:  # noqa: BLE001 - haproxy has not asked Patroni yet
            return False
        finally:
            engine.dispose()
