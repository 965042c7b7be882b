"""Releases of the kiosk, signed where no network is: `python -m build_spec.releases key|make …`.

    key FILE                       a new release key; its public half is printed, for `release.keys`
    make FOLDER KEY OUT [--days N] [--next KEY…]   signs the frozen program in FOLDER into OUT

The key is the vendor's or the province's, never a server's: it lies encrypted where no network is.
Number, software and level are those of the sources, which must be the ones that FOLDER was frozen from.
"""

import argparse
import getpass
import hashlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from build_spec.freezing.notices import frozen_as
from kiosk.releases.system import this_system
from kiosk.store import LEVEL
from sync.contract.keys import public_bytes
from sync.contract.release import KIND, PIECE_BYTES, PROGRAM, Part, Release, close_piece, judge_release
from sync.contract.release_file import written
from sync.contract.signed import sign_document
from sync.contract.version import RELEASE, SOFTWARE

DAY_MS: Final = 24 * 3_600_000
USUAL_DAYS: Final = 365
WINDOWS: Final = "windows-x86_64"


def parts_of(folder: Path) -> Iterator[tuple[Part, list[bytes]]]:
    """Every file of a program's folder, with its pieces as they travel."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield Part(name, link=path.readlink().as_posix()), []
        elif path.is_file():
            content = path.read_bytes()
            pieces = [
                close_piece(content[start : start + PIECE_BYTES])
                for start in range(0, len(content), PIECE_BYTES)
            ]
            names = tuple(hashlib.sha256(piece).hexdigest() for piece in pieces)
            yield (
                Part(name, len(content), hashlib.sha256(content).hexdigest(), names, _runs(path, folder)),
                pieces,
            )


def _runs(path: Path, folder: Path) -> bool:
    """Windows tells a program by its name, Linux by a right that libraries, too, come with."""
    if system_of(folder) == WINDOWS:
        return path.suffix == ".exe"
    return os.access(path, os.X_OK) and ".so" not in path.name


def system_of(folder: Path) -> str:
    """The system that the program in `folder` is for: Windows', or this one."""
    return WINDOWS if (folder / f"{PROGRAM}.exe").is_file() else this_system()


def make_release(
    folder: Path,
    private: Ed25519PrivateKey,
    *,
    made_ms: int,
    number: int = RELEASE,
    software: str = SOFTWARE,
    system: str | None = None,
    store: int = LEVEL,
    days: int = USUAL_DAYS,
    keys: Sequence[str] = (),
) -> tuple[bytes, dict[str, bytes]]:
    """The signed document of the program in `folder`, and its pieces by name."""
    parts, pieces = list[Part](), dict[str, bytes]()
    for part, content in parts_of(folder):
        parts.append(part)
        pieces |= dict(zip(part.pieces, content, strict=True))
    release = Release(
        hailong=1,
        program="hailong-kiosk",
        number=number,
        software=software,
        system=system or system_of(folder),
        made=made_ms,
        expires=made_ms + days * DAY_MS,
        store=store,
        key=public_bytes(private).hex(),
        keys=tuple(keys),
        parts=tuple(parts),
    )
    judge_release(release)
    return sign_document(KIND, release, private), pieces


def write_release(file: Path, document: bytes, pieces: dict[str, bytes]) -> None:
    """Write the file that goes to the central server, or onto a stick."""
    with file.open("xb") as out:
        for bit in written(document, pieces.values()):
            out.write(bit)


def _new_key(file: Path) -> int:
    private, words = Ed25519PrivateKey.generate(), getpass.getpass("passphrase: ").encode()
    if len(words) < 12 or getpass.getpass("once more: ").encode() != words:
        sys.stderr.write("expected the same passphrase twice, of at least 12 letters\n")
        return 1
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(words))
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
    print(public_bytes(private).hex())
    return 0


def _make(given: argparse.Namespace) -> int:
    folder = Path(given.folder)
    told = frozen_as(folder)
    if told != (SOFTWARE, RELEASE):
        sys.stderr.write(f"{folder} was not frozen from these sources: it is {told}\n")
        return 1
    words = getpass.getpass("passphrase: ").encode()
    private = load_pem_private_key(Path(given.key).read_bytes(), words)
    if not isinstance(private, Ed25519PrivateKey):
        sys.stderr.write(f"{given.key}: no release key\n")
        return 1
    made_ms = time.time_ns() // 1_000_000
    write_release(
        Path(given.out), *make_release(folder, private, made_ms=made_ms, days=given.days, keys=given.next)
    )
    return 0


def main() -> int:
    """As the module says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("key").add_argument("file")
    made = commands.add_parser("make")
    for name in ("folder", "key", "out"):
        made.add_argument(name)
    made.add_argument("--days", type=int, default=USUAL_DAYS, help="after that a newer one should have come")
    made.add_argument("--next", action="append", default=[], help="who signs the releases after it (hex)")
    given = parser.parse_args()
    return _new_key(Path(given.file)) if given.command == "key" else _make(given)


if __name__ == "__main__":
    sys.exit(main())
