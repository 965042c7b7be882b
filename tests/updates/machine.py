"""A machine with the launcher and a vendor's key: each release is a folder with a small script of our own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from build_spec.releases import make_release, write_release
from kiosk.releases.standing import Standing, read_standing
from sync.contract.keys import public_bytes
from tests.journeys.office import Office
from tests.journeys.programs import PATIENCE_SECONDS, ROOT

MADE_MS = 1_795_403_045_123
NEWER = """\
import sys
import sync.contract.version as version
version.RELEASE, version.SOFTWARE = {number}, "{software}"
{before}
from {module} import main
sys.exit(main())
"""
FAST = """\
import sync.agent.worker as worker
from sync.agent.pacing import Pacing
worker.Pacing = lambda: Pacing(live_ms=(0, 1), first_spread_ms=0, failure_ms=(50, 200), heartbeat_ms=1_000)
"""
"""Contacts at a test's pace; what is paced, and how, is tests/agent's."""


def program(number: int, software: str, before: str = FAST) -> str:
    """The script of a release; `before` runs before the program's own main."""
    return NEWER.format(number=number, software=software, before=before, module="kiosk.cli")


@dataclass
class Vendor:
    """Who signs releases, and where its files lie."""

    folder: Path
    private: Ed25519PrivateKey

    @property
    def key(self) -> str:
        return public_bytes(self.private).hex()

    def release(self, number: int, script: str | None = None, **more: Any) -> Path:
        """The file of a release: a program of this interpreter's, and something large to travel."""
        made = self.folder / f"made-{number}"
        (made / "parts").mkdir(parents=True)
        text = program(number, f"0.{number}.0") if script is None else script
        (made / "hailong-kiosk").write_text(f"#!{sys.executable}\n{text}")
        (made / "hailong-kiosk").chmod(0o755)
        (made / "parts" / "large").write_bytes(b"".join(bytes(range(256)) * number for _ in range(2048)))
        (made / "parts" / "link").symlink_to("large")
        file = self.folder / f"{number}.release"
        private = more.pop("private", self.private)
        document = make_release(
            made, private, made_ms=MADE_MS, number=number, software=f"0.{number}.0", **more
        )
        write_release(file, *document)
        return file


class Machine:
    """The kiosk of an office under something that starts it again, as its unit would."""

    def __init__(self, office: Office, vendor: Vendor) -> None:
        self.office = office
        office.config.with_name("release.keys").write_text(f"# the vendor\n{vendor.key}\n")
        text = office.config.read_text().replace("deliver = false", "deliver = true")
        office.config.write_text(text + "reduce_motion = true\n")
        launcher = office.config.with_name("launcher.py")
        launcher.write_text(
            NEWER.format(number=1, software="0.1.0", before=FAST, module="kiosk.launch").replace(
                "sys.exit(main())", "sys.exit(main(sys.argv[1:]))"
            )
        )
        self._command = [sys.executable, str(launcher)]

    @property
    def standing(self) -> Standing:
        return read_standing(self.office.data)

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        """One start of `run`."""
        return subprocess.Popen(
            [*self._command, "run", "--config", str(self.office.config)], env=self._environment(environment)
        )

    def call(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command, by the launcher."""
        return subprocess.run(
            [*self._command, *arguments, "--config", str(self.office.config)],
            env=self._environment(environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @contextmanager
    def running(self, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """One start of `run`, ended afterwards."""
        process = self.start(**environment)
        try:
            yield process
        finally:
            if process.poll() is None:
                end_quietly(process)

    def runs_out(self, **environment: str) -> int:
        """One start of `run` that ends by itself; its exit code."""
        with self.running(**environment) as process:
            return process.wait(60)

    def until(self, process: subprocess.Popen[bytes], fits: Any, seconds: float = 60) -> None:
        """Wait until what is known of releases fits."""
        limit = time.monotonic() + seconds
        while not fits(self.standing):
            assert process.poll() is None, f"ended with {process.returncode}: {self.standing}"
            assert time.monotonic() < limit, self.standing
            time.sleep(0.05)

    @staticmethod
    def _environment(more: dict[str, str]) -> dict[str, str]:
        return (
            os.environ | {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)} | more
        )


def end_quietly(process: subprocess.Popen[bytes]) -> int:
    """Ask to end, and insist."""
    process.terminate()
    try:
        return process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
