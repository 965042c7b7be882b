"""A fresh Debian in a folder: made by debootstrap once, copied for each use, never booted."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUITE = "bookworm"
WHAT_A_READER_NEEDS = ("at-spi2-core", "dbus", "xdotool")
"""The test looks at the screen as a screen reader does, and touches it, for which a kiosk has nothing."""
PLAIN = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


@dataclass(frozen=True)
class Debian:
    """The system in the folder `root`."""

    root: Path

    def run(self, *command: str, check: bool = True, typed: str = "") -> subprocess.CompletedProcess[str]:
        """A command there, as root."""
        return subprocess.run(
            ["chroot", self.root, *command],
            env=PLAIN,
            check=check,
            capture_output=True,
            text=True,
            input=typed,
        )

    def install(self, *debs: Path) -> str:
        """Install packages with all they depend on, as an administrator would; what was said."""
        for deb in debs:
            shutil.copy(deb, self.root / "tmp" / deb.name)
        places = [f"/tmp/{deb.name}" for deb in debs]
        done = self.run("apt-get", "install", "-y", "-q", "--no-install-recommends", *places, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout + done.stderr

    def user(self, name: str) -> int:
        """The number of a user."""
        return int(self.run("id", "-u", name).stdout)

    def file(self, place: str) -> Path:
        """A file there, seen from here."""
        return self.root / place.lstrip("/")


def base(folder: Path) -> Path:
    """The system that copies are made of, made in `folder` if it is not there yet."""
    made = folder / SUITE
    if not made.is_dir():
        making = folder / f"{SUITE}.new"
        shutil.rmtree(making, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        made_by = ["debootstrap", "--variant=minbase", SUITE, str(making)]
        subprocess.run(made_by, check=True, stdout=subprocess.DEVNULL)
        with settled(making) as system:
            system.run("apt-get", "install", "-y", "-q", "--no-install-recommends", *WHAT_A_READER_NEEDS)
        making.rename(made)
    return made


@contextmanager
def debian(made: Path, folder: Path) -> Iterator[Debian]:
    """A copy of the system `made` in `folder`, with its processes visible; taken away afterwards."""
    root = folder / "debian"
    subprocess.run(["cp", "-a", "--reflink=auto", made, root], check=True)
    try:
        with settled(root) as system:
            yield system
    finally:
        shutil.rmtree(root)


@contextmanager
def settled(root: Path) -> Iterator[Debian]:
    """The system in `root`, with processes to see, memory to share and packages to fetch."""
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", root / "dev" / "shm"], check=True)
    try:
        (root / "etc" / "apt" / "apt.conf.d" / "00-host").write_text(_apt_settings())
        shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
        system = Debian(root)
        system.run("apt-get", "update", "-q")
        yield system
    finally:
        subprocess.run(["umount", root / "dev" / "shm", root / "proc"], check=True)


def _apt_settings() -> str:
    """How this machine reaches its packages: a proxy, if it has one."""
    told = subprocess.run(["apt-config", "dump"], check=True, capture_output=True, text=True).stdout
    return "".join(f"{line}\n" for line in told.splitlines() if "proxy" in line.lower() and "::" in line)


def is_possible() -> str | None:
    """Why no Debian can be made here; None: it can."""
    if os.geteuid() != 0:
        return "a chroot needs root"
    return None if shutil.which("debootstrap") else "debootstrap is not installed"
