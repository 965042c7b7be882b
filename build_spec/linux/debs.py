"""Debian packages of the frozen programs, made by dpkg-deb; the same bytes for the same program."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from build_spec.freezing.staging import ROOT, commit_time
from sync.contract.version import SOFTWARE

HERE: Final = Path(__file__).parent
_EVERY: Final = ("debconf (>= 0.5)", "init-system-helpers (>= 1.54)", "passwd", "util-linux")
"""What the scripts of both packages call."""
_TRAVELLING: Final = ("-xlibffi8", "-xlibsqlite3-0", "-xlibssl3")


@dataclass(frozen=True, slots=True)
class Package:
    """What is said of a package, and where its files go: by place, a file of this room."""

    name: str
    user: str
    summary: str
    depends: tuple[str, ...]
    recommends: tuple[str, ...]
    files: dict[str, str]
    settings: tuple[str, ...]


KIOSK: Final = Package(
    "hailong-kiosk",
    "hailong-kiosk",
    "a citizen touches one of five faces, and it is kept",
    # cage does not start without Xwayland; seatd gives it the screen
    ("cage", "xwayland", "seatd", "kbd", "procps", "udev", *_EVERY),
    ("alsa-utils",),
    {
        "usr/bin/hailong-kiosk": "kiosk/command",
        "usr/lib/systemd/system/hailong-kiosk.service": "kiosk/hailong-kiosk.service",
        "usr/lib/systemd/system/hailong-stick@.service": "kiosk/hailong-stick@.service",
        "usr/lib/udev/rules.d/70-hailong-kiosk.rules": "kiosk/stick.rules",
        "usr/lib/sysctl.d/60-hailong-kiosk.conf": "kiosk/keys.conf",
        "usr/lib/systemd/logind.conf.d/60-hailong-kiosk.conf": "kiosk/consoles.conf",
        "etc/hailong/kiosk.toml": "kiosk/kiosk.toml",
        "etc/hailong/release.keys": "../release.keys",
        "usr/share/doc/hailong-kiosk/README.md": "README.md",
    },
    ("/etc/hailong/kiosk.toml", "/etc/hailong/release.keys"),
)
CENTRAL: Final = Package(
    "hailong-central",
    "hailong",
    "holds, counts and shows what the kiosks deliver",
    _EVERY,
    (),
    {
        "usr/bin/hailong-central": "central/command",
        "usr/lib/systemd/system/hailong-central.service": "hailong-central.service",
        "etc/hailong/central.toml": "central/central.toml",
        "usr/share/doc/hailong-central/README.md": "README.md",
        "usr/share/doc/hailong-central/nginx-hailong.conf": "nginx-hailong.conf",
    },
    ("/etc/hailong/central.toml",),
)
PACKAGES: Final = {"kiosk": KIOSK, "central": CENTRAL}
_VENV: Final = "/opt/hailong/bin/hailong-central"
"""Where the unit expects the program that was installed by pip."""


def build_deb(program: str, frozen: Path, folder: Path, version: str = SOFTWARE) -> Path:
    """Pack the program's folder `frozen` into a .deb in `folder`; its place."""
    package = PACKAGES[program]
    with tempfile.TemporaryDirectory(prefix="hailong-deb-") as scratch:
        root = Path(scratch) / "root"
        home = root / "usr" / "lib" / package.name
        shutil.copytree(frozen, home, symlinks=True)
        _lay_files(package, root)
        (root / "DEBIAN").mkdir()
        _write_control(package, root, version, needed_packages(home, Path(scratch)))
        _settle(root)
        target = folder / f"{package.name}_{version}_amd64.deb"
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(commit_time(ROOT)), "LC_ALL": "C.UTF-8"}
        command = [
            "dpkg-deb",
            "--root-owner-group",
            "-Zxz",
            "-z3",
            "--threads-max=1",
            "--build",
            str(root),
            str(target),
        ]
        subprocess.run(command, check=True, env=environment, capture_output=True)
    return target


def needed_packages(home: Path, scratch: Path) -> str:
    """What dpkg-shlibdeps finds the shared libraries in `home` to need, as Depends has it.

    Those that lie there themselves are no package's, which it is told to accept; Debian's own that travel are
    not needed a second time.
    """
    (scratch / "debian").mkdir()
    (scratch / "debian" / "control").write_text("Source: hailong\n\nPackage: hailong\nArchitecture: amd64\n")
    libraries = sorted(path for path in home.rglob("*.so*") if not path.is_symlink())
    folders = sorted({f"-l{path.parent}" for path in libraries})
    programs = [str(path) for path in home.iterdir() if path.is_file() and os.access(path, os.X_OK)]
    done = subprocess.run(
        [
            "dpkg-shlibdeps",
            "-O",
            "--warnings=0",
            "--ignore-missing-info",
            *_TRAVELLING,
            *folders,
            *programs,
            *map(str, libraries),
        ],
        cwd=scratch,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip().removeprefix("shlibs:Depends=")


def _lay_files(package: Package, root: Path) -> None:
    for place, source in package.files.items():
        target = root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (HERE / source).read_text("utf-8")
        target.write_text(text.replace(_VENV, f"/usr/lib/{package.name}/{package.name}"), "utf-8")
        if source.endswith("/command"):
            target.chmod(0o755)
    shutil.copyfile(
        root / "usr" / "lib" / package.name / "notices" / "INDEX.txt",
        root / "usr" / "share" / "doc" / package.name / "copyright",
    )


def _write_control(package: Package, root: Path, version: str, needed: str) -> None:
    folder = root / "DEBIAN"
    size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    depends = ", ".join([needed, *package.depends])
    fields = {
        "Package": package.name,
        "Version": version,
        "Architecture": "amd64",
        "Maintainer": "Hài Lòng <hailong@example.gov.vn>",
        "Installed-Size": str(size),
        "Depends": depends,
        "Recommends": ", ".join(package.recommends),
        "Section": "misc",
        "Priority": "optional",
        "Description": f"Hài Lòng: {package.summary}",
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    (folder / "control").write_text(text, "utf-8")
    (folder / "conffiles").write_text("".join(f"{place}\n" for place in package.settings), "utf-8")
    room = HERE / package.name.removeprefix("hailong-")
    shutil.copyfile(room / "templates", folder / "templates")
    for script in ("postinst", "prerm", "postrm"):
        text = (HERE / script).read_text("utf-8")
        text = text.replace("@PACKAGE@", package.name).replace("@USER@", package.user)
        (folder / script).write_text(text, "utf-8")
        (folder / script).chmod(0o755)


def _settle(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_dir() or path.parts[len(root.parts)] != "usr":
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    root.chmod(0o755)
