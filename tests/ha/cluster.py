"""Three database machines: etcd, Patroni, pgbouncer on each; and haproxy before them."""

import base64
import contextlib
import json
import os
import pwd
import re
import signal
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psycopg

from tests.agent.certificates import Authority
from tests.ha.machines import LOOPBACK, Machines
from tests.ha.programs import Programs, until

USER = "postgres"
NAMES = ("db1", "db2", "db3")
SOCKETS, PGPASS = "/var/run/postgresql", "/var/lib/postgresql/.pgpass-patroni"


class Cluster:
    """The machines; `ttl` is what Patroni lets pass until it gives a leader up, in s."""

    def __init__(self, folder: Path) -> None:
        account = pwd.getpwnam(USER)
        os.chown(folder, account.pw_uid, account.pw_gid)
        folder.chmod(0o755)
        self.folder = folder
        self.machines = Machines(folder)
        self.programs = Programs(folder, USER)
        self.authority = Authority()
        self._account = account
        for name in NAMES:
            self._own(folder / name).mkdir(mode=0o700)
            os.chown(folder / name, account.pw_uid, account.pw_gid)
        self.ttl = int(self._told("ttl"))

    def start(self) -> None:
        """Start all of it, and wait until a commit waits for a second machine."""
        for name in NAMES:
            self.start_etcd(name)
        for name in NAMES:
            self.start_patroni(name)
        self.wait_for_standby()
        self._make_database()
        for name in NAMES:
            self._start_pgbouncer(name)
        self._start_haproxy()

    def start_etcd(self, name: str) -> None:
        """Start etcd on a machine, anew or again."""
        text = self.machines.database_file(
            "etcd.env", _number(name), {"/var/lib/etcd/hailong": str(self.folder / name / "etcd")}
        )
        pairs = (line.split("=", 1) for line in text.splitlines() if not line.startswith("#"))
        self.programs.start(f"etcd-{name}", "etcd", environment=dict(pairs))

    def kill_etcd(self, name: str) -> None:
        """Take etcd from a machine."""
        self.programs.kill(f"etcd-{name}")

    def start_patroni(self, name: str) -> None:
        """Start Patroni, and so PostgreSQL, on a machine, anew or again."""
        file = self._write(self.folder / name / "patroni.yml", self._patroni_file(name))
        self.programs.start(f"patroni-{name}", "patroni", str(file))

    def kill_machine(self, name: str) -> None:
        """`kill -9` Patroni and PostgreSQL of a machine: what it started dies with them."""
        self.programs.kill(f"patroni-{name}", *self._postmaster(name))

    def leader(self) -> str | None:
        """Who leads, as Patroni says; None while nobody does."""
        leaders = [
            one["name"] for one in self.members() if one["role"] == "leader" and one["state"] == "running"
        ]
        return leaders[0] if len(leaders) == 1 else None

    def standby(self) -> str | None:
        """Whose disk commits wait for."""
        found = [one["name"] for one in self.members() if one["role"] == "sync_standby"]
        return found[0] if found else None

    def members(self) -> list[dict[str, Any]]:
        """Every machine, as the first one that answers sees them."""
        for name in NAMES:
            try:
                with urllib.request.urlopen(f"{self._rest(name)}/cluster", timeout=5) as answer:
                    members: list[dict[str, Any]] = json.load(answer)["members"]
            except (OSError, ValueError):
                continue
            return members
        return []

    def wait_for_standby(self, machines: int = 3) -> None:
        """Wait until there are a leader, a standby that commits wait for, and so many machines in step."""
        self.until(
            lambda: self.leader() and self.standby() and self._in_step() >= machines, "a whole cluster"
        )

    def switch_over(self) -> str:
        """Let another machine lead, on purpose; its name."""
        leader, standby = self.leader(), self.standby()
        assert leader is not None
        assert standby is not None
        secret = base64.b64encode(f"patroni:{self._told('username: patroni, password')}".encode()).decode()
        request = urllib.request.Request(
            f"{self._rest(leader)}/switchover",
            json.dumps({"leader": leader, "candidate": standby}).encode(),
            {"Authorization": f"Basic {secret}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            assert answer.status == 200
        self.until(lambda: self.leader() == standby, "the switchover")
        return standby

    def until(self, done: Any, what: str) -> None:
        """Wait, and tell by the logs why it was in vain."""
        until(done, what, self.folder)

    def dsn(self) -> str:
        """Where the programs find whichever machine leads: haproxy, then pgbouncer."""
        port = self.machines.port(LOOPBACK, 5000)
        return f"postgresql://hailong:CHANGE-ME-hailong@{LOOPBACK}:{port}/hailong"

    def end(self) -> None:
        """Kill what runs, the databases by the ids in their own folders."""
        databases = [pid for name in NAMES for pid in self._postmaster(name)]
        self.programs.end()
        for process in databases:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGQUIT)

    def _in_step(self) -> int:
        """How many machines say themselves that they lead or follow: what etcd remembers may be old."""
        return sum(self._follows(name) for name in NAMES)

    def _follows(self, name: str) -> bool:
        try:
            with urllib.request.urlopen(f"{self._rest(name)}/patroni", timeout=5) as answer:
                told = json.load(answer)
        except (OSError, ValueError):
            return False
        leads = told["role"] in ("master", "primary")
        return bool(
            told["state"] == "running"
            and (leads or told.get("replication_state", "streaming") == "streaming")
        )

    def _make_database(self) -> None:
        leader = self.leader()
        port = self.machines.port(_address(leader or "db1"), 5432)
        address = f"postgresql://postgres:CHANGE-ME-superuser@{LOOPBACK}:{port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE ROLE hailong LOGIN PASSWORD 'CHANGE-ME-hailong'")
            connection.execute("CREATE DATABASE hailong OWNER hailong")

    def _start_pgbouncer(self, name: str) -> None:
        own = self.folder / name
        self._write(own / "userlist.txt", '"hailong" "CHANGE-ME-hailong"\n')
        text = self.machines.database_file(
            "pgbouncer.ini",
            _number(name),
            {
                "/etc/pgbouncer/userlist.txt": str(own / "userlist.txt"),
                "/var/log/postgresql": str(own),
                "/var/run/postgresql": str(own),
            },
        )
        self.programs.start(f"pgbouncer-{name}", "pgbouncer", str(self._write(own / "pgbouncer.ini", text)))

    def _start_haproxy(self) -> None:
        self.authority.serving(self.folder)
        self._own(self.folder / "server.pem")
        text = self.machines.file(
            "haproxy.cfg",
            {
                "    user haproxy\n    group haproxy\n": "",
                "    maxconn 20000\n    log /dev/log local0\n": "    maxconn 400\n    log stderr local0\n",
                "/etc/haproxy/hailong.pem": str(self.folder / "server.pem"),
            },
        )
        self.programs.start(
            "haproxy", "haproxy", "-db", "-f", str(self._write(self.folder / "haproxy.cfg", text))
        )

    def _patroni_file(self, name: str) -> str:
        own = self.folder / name
        binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        return self.machines.database_file(
            "patroni.yml",
            _number(name),
            {
                "/var/lib/postgresql/15/hailong": str(own / "data"),
                "/usr/lib/postgresql/15/bin": str(binaries),
                PGPASS: str(own / "pgpass"),
                SOCKETS: str(own),
                "local all postgres peer": "local all postgres trust",
            },
        )

    def _told(self, key: str) -> str:
        found = re.search(rf"{key}: ([^\s}}]+)", self._patroni_file("db1"))
        assert found is not None, key
        return found[1]

    def _postmaster(self, name: str) -> list[int]:
        try:
            return [int((self.folder / name / "data" / "postmaster.pid").read_text().split("\n")[0])]
        except (OSError, ValueError):
            return []

    def _rest(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self.machines.port(_address(name), 8008)}"

    def _write(self, file: Path, text: str) -> Path:
        file.write_text(text, "utf-8")
        return self._own(file, 0o600)

    def _own(self, file: Path, mode: int | None = None) -> Path:
        if file.exists():
            os.chown(file, self._account.pw_uid, self._account.pw_gid)
            if mode is not None:
                file.chmod(mode)
        return file


def _number(name: str) -> int:
    return NAMES.index(name) + 1


def _address(name: str) -> str:
    return f"10.20.0.1{_number(name)}"
