"""How long a start takes, frozen, as a ratio to the same program in this environment; told, never judged."""

import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.frozen.conftest import CENTRAL, KIOSK
from tests.journeys.office import Office
from tests.journeys.programs import ROOT, end

TIMES = 5


def test_the_start_of_both_is_told_against_the_same_in_an_environment(office: Office, tmp_path: Path) -> None:
    office.config.write_text('data_folder = "kiosk"\nreserve_mib = 1\ndeliver = false\n')
    with office.serving():
        office.enrol()
    kiosk = ["run", "--windowed", "--config", str(office.config)]
    there = ["--data", str(office.data.with_name("central")), "--database", office.database]
    central = ["serve", "--port", "0", "--address", office.wire.address, *there]
    for name, program, module, arguments in (
        ("hailong-kiosk", KIOSK / "hailong-kiosk", "kiosk.cli", kiosk),
        ("hailong-central", CENTRAL / "hailong-central", "sync.central.cli", central),
    ):
        ratios = [
            ready_seconds([str(program), *arguments], tmp_path)
            / ready_seconds([sys.executable, "-m", module, *arguments], tmp_path)
            for _ in range(TIMES)
        ]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(
            f"start of {name} until it is ready, frozen/unfrozen: {statistics.median(ratios):.2f} ({spread})"
        )


def ready_seconds(command: list[str], folder: Path) -> float:
    """From the start until the program tells a service manager that it is ready."""
    where = folder / "notify"
    where.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(where))
        manager.settimeout(60)
        own = {
            "NOTIFY_SOCKET": str(where),
            "QT_QPA_PLATFORM": "offscreen",
            "HAILONG_CENTRAL_LOG_LEVEL": "warning",
        }
        began = time.monotonic()
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | own, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            while b"READY=1" not in manager.recv(4096):
                pass
            return time.monotonic() - began
        finally:
            end(process)
