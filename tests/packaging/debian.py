"""A fresh Debian: made by debootstrap once, copied for each use, booted in a container of systemd-nspawn."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUITE = "bookworm"
BOOT_SECONDS = 120
ITS_OWN = ("systemd-sysv", "dbus")
WHAT_A_READER_NEEDS = ("at-spi2-core", "xdotool")
"""The test looks at the screen as a screen reader does, and touches it, for which a kiosk has nothing."""
PLAIN = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
CONTAINER = (
    "mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec systemd-nspawn --quiet --directory={root}"
    " --register=no --keep-unit --private-network --boot --console=pipe"
)
"""With the one hierarchy of control groups that systemd wants, whatever this machine has; no network."""
INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends")

Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Debian:
    """The system in the folder `root`, whose systemd is the process `first`."""

    root: Path
    first: int

    @property
    def network(self) -> list[str]:
        """What lets a command here speak to what listens there."""
        return ["nsenter", f"--net=/proc/{self.first}/ns/net", "--"]

    def run(self, *command: str, check: bool = True, typed: str = "") -> Done:
        """A command there, as root."""
        inside = ["nsenter", f"--target={self.first}", "-m", "-n", "-p", "-u", "-i", "-C", "--", *command]
        done = subprocess.run(inside, env=PLAIN, check=False, capture_output=True, text=True, input=typed)
        assert not (check and done.returncode), f"{command}: {done.stdout}{done.stderr}"
        return done

    def install(self, deb: Path) -> Done:
        """Install a package whose needs are there."""
        shutil.copy(deb, self.root / "opt" / deb.name)
        return self.run(*INSTALL, f"/opt/{deb.name}")

    def file(self, place: str) -> Path:
        """A file there, seen from here."""
        return self.root / place.lstrip("/")

    def shows(self, unit: str, key: str) -> str:
        """A property of a unit."""
        return self.run("systemctl", "show", "--value", f"--property={key}", unit).stdout.strip()

    def until(self, unit: str, key: str, value: str) -> None:
        """Wait until a property of a unit is `value`."""
        limit = time.monotonic() + BOOT_SECONDS
        while (found := self.shows(unit, key)) != value:
            assert time.monotonic() < limit, f"{unit}: {key} is {found}, not {value}\n{self.said(unit)}"
            time.sleep(0.1)

    def said(self, unit: str) -> list[str]:
        """What the programs of a unit wrote."""
        asked = self.run("journalctl", "--no-pager", "--output=cat", "--unit", unit, "_TRANSPORT=stdout")
        return [line for line in asked.stdout.splitlines() if line and line != "-- No entries --"]


def base(folder: Path) -> Path:
    """The system that copies are made of, made in `folder` if it is not there yet."""
    made = folder / SUITE
    if not made.is_dir():
        making = folder / f"{SUITE}.new"
        shutil.rmtree(making, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        made_by = ["debootstrap", "--variant=minbase", SUITE, str(making)]
        subprocess.run(made_by, check=True, stdout=subprocess.DEVNULL)
        fetch(making, *ITS_OWN, *WHAT_A_READER_NEEDS)
        making.rename(made)
    return made


def fetch(root: Path, *packages: str) -> None:
    """Install packages, with all they depend on, in a system that is not running."""
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    try:
        (root / "etc" / "apt" / "apt.conf.d" / "00-host").write_text(_apt_settings())
        shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
        for command in (("apt-get", "update", "-q"), (*INSTALL, *packages)):
            done = subprocess.run(
                ["chroot", root, *command], env=PLAIN, check=False, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    finally:
        subprocess.run(["umount", root / "proc"], check=True)


@contextmanager
def copied(made: Path, folder: Path) -> Iterator[Path]:
    """A copy of the system `made` in `folder`, taken away afterwards."""
    root = folder / "debian"
    subprocess.run(["cp", "-a", "--reflink=auto", made, root], check=True)
    try:
        yield root
    finally:
        shutil.rmtree(root)


@contextmanager
def booted(root: Path) -> Iterator[Debian]:
    """Boot the system in `root`, and switch it off afterwards."""
    command = ["unshare", "--mount", "sh", "-c", CONTAINER.format(root=root)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as container:
        try:
            system = Debian(root, _first(container))
            limit = time.monotonic() + BOOT_SECONDS
            asking = ("systemctl", "is-system-running")
            while (state := system.run(*asking, check=False).stdout.strip()) not in {"running", "degraded"}:
                assert time.monotonic() < limit, f"it did not boot: {state}"
                time.sleep(0.2)
            yield system
        finally:
            container.terminate()
            try:
                container.wait(60)
            except subprocess.TimeoutExpired:
                container.kill()


def _first(container: subprocess.Popen[bytes]) -> int:
    """The number of the container's first process, once it is there."""
    limit = time.monotonic() + BOOT_SECONDS
    children = Path(f"/proc/{container.pid}/task/{container.pid}/children")
    while time.monotonic() < limit and container.poll() is None:
        for child in children.read_text("ascii").split():
            if Path(f"/proc/{child}/comm").read_text("ascii").strip() == "systemd":
                return int(child)
        time.sleep(0.1)
    raise AssertionError("systemd-nspawn started nothing")


def _apt_settings() -> str:
    """How this machine reaches its packages: a proxy, if it has one."""
    told = subprocess.run(["apt-config", "dump"], check=True, capture_output=True, text=True).stdout
    return "".join(f"{line}\n" for line in told.splitlines() if "proxy" in line.lower() and "::" in line)


def why_impossible() -> str | None:
    """Why no Debian can be booted here; None: it can."""
    if os.geteuid() != 0:
        return "a container needs root"
    missing = [name for name in ("debootstrap", "systemd-nspawn") if shutil.which(name) is None]
    return f"{', '.join(missing)}: not installed" if missing else None
