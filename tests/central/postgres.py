"""A real PostgreSQL for tests: its own folder, its own socket, started once and stopped by its folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


class PostgresServer:
    """A running server that trusts whoever reaches its socket; nothing listens on the network."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def create(self, template: str = "template0", locale: str = "LOCALE 'C.UTF-8'") -> str:
        """Create a database; return its name."""
        self._made += 1
        name = f"t{self._made}"
        kind = f"TEMPLATE {template} ENCODING 'UTF8' {locale}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {kind}".encode())
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        """A copy of the template for a while; yields its address."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def url(self, name: str) -> str:
        """The address of a database for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"

    def _address(self, name: str) -> str:
        return f"host={self._folder} user=postgres dbname={name}"


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A server in a temporary folder, of the user `postgres` where we are root; it syncs if `durable`."""
    folder = Path(tempfile.mkdtemp(prefix="hl-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    data = folder / "data"
    try:
        _run(
            user,
            "initdb",
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-k {folder} -h '' -c max_connections=60 -c autovacuum=off"
        options += "" if durable else " -F -c full_page_writes=off"
        _run(user, "pg_ctl", "start", "-w", "-D", str(data), "-l", str(folder / "log"), "-o", options)
        try:
            yield PostgresServer(folder)
        finally:
            _run(user, "pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(data))
    finally:
        shutil.rmtree(folder)


def _run(user: str | None, program: str, *arguments: str) -> None:
    done = subprocess.run(
        [_find(program), *arguments],
        user=user,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed with {done.returncode}")


def _find(program: str) -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    if installed:
        return str(installed[-1])
    found = shutil.which(program)
    if found is None:
        raise RuntimeError(f"{program} is missing: install the package postgresql")
    return found
