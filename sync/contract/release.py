"""A release: one signed document that names every file of a program, and the pieces that they come in.

Its key is no server's. A kiosk runs what a release key signed, and takes it when its own server says so: who
has one of the two keys changes nothing.
"""

import hashlib
import unicodedata
import zlib
from pathlib import PurePosixPath
from typing import Annotated, Final, Literal

import msgspec

from sync.contract.encoding import Count, Hash, Malformed, Millis, decode
from sync.contract.signed import open_document

KIND: Final = "release"
ENDING: Final = ".release"
SIGNED: Final = "release.signed"
"""Under which the document itself lies in a folder that was installed from it."""
PIECE_BYTES: Final = 256 * 1024
"""Of a file, before compression; only a file's last piece is shorter."""
LONGEST_PIECE: Final = PIECE_BYTES + 1024
"""As it travels: what zlib cannot compress grows a little."""
MAX_DOCUMENT: Final = 4 * 1024 * 1024
MAX_BYTES: Final = 1024**3
MOST_PARTS: Final = 20_000
PROGRAM: Final = "hailong-kiosk"
_FORBIDDEN: Final = frozenset('\\:*?"<>|') | {chr(code) for code in range(32)}


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file: `digest` is its content's SHA-256, `pieces` name what travels; or a `link` to another."""

    path: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
    size: Count = 0
    digest: Hash | None = None
    pieces: tuple[Hash, ...] = ()
    runs: bool = False
    link: str | None = None


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What a program is made of. `number` rises with every release; `expires` is told and refuses nothing.

    `store` is the least level that a program must know to go on with the ledger's database after it. `key`
    signed this; the releases after it are signed by one of `keys`, where any is named.
    """

    hailong: Literal[1]
    program: Literal["hailong-kiosk"]
    number: Annotated[int, msgspec.Meta(ge=1)]
    software: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-zA-Z.+-]{1,32}\Z")]
    system: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9]{1,16}-[a-z0-9_]{1,16}\Z")]
    made: Millis
    expires: Millis
    store: Count
    key: Hash
    keys: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=8)] = ()
    parts: Annotated[tuple[Part, ...], msgspec.Meta(min_length=1, max_length=MOST_PARTS)]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(part.size for part in self.parts)

    @property
    def pieces(self) -> tuple[str, ...]:
        """Every piece once, in the order of the files."""
        return tuple(dict.fromkeys(piece for part in self.parts for piece in part.pieces))


class Offer(msgspec.Struct, frozen=True):
    """A release that a directory tells its kiosk to take; `release` is the SHA-256 of its two lines."""

    release: Hash
    number: Annotated[int, msgspec.Meta(ge=1)]
    system: str


def release_name(raw: bytes) -> str:
    """What a release is called: the SHA-256 of its two lines, hex."""
    return hashlib.sha256(raw).hexdigest()


def read_release(raw: bytes, keys: tuple[bytes, ...]) -> Release:
    """The release in `raw`, if one of `keys` (32 bytes each) signed it and it stays in its folder.

    Raises:
        Malformed: not of that form.
        sync.contract.signed.Unsigned: no such key signed it.
    """
    release = decode(open_document(KIND, raw, keys), Release)
    judge_release(release)
    return release


def read_any_release(raw: bytes) -> Release:
    """The same, by whichever key it names: whole, and nobody's word but its own.

    Raises:
        Malformed, Unsigned: as `read_release`.
    """
    return read_release(raw, (bytes.fromhex(decode(raw.partition(b"\n")[0], Release).key),))


def judge_release(release: Release) -> None:
    """Refuse one that could not be laid out beside the other, on any system.

    Raises:
        Malformed: the detail names what is broken.
    """
    seen: set[str] = set()
    for part in release.parts:
        _judge_path(part.path)
        if part.path.casefold() in seen:
            raise Malformed(f"{part.path}: twice, or in two cases")
        seen.add(part.path.casefold())
        if part.link is not None:
            _judge_link(part, part.link)
        elif part.digest is None or len(part.pieces) != -(-part.size // PIECE_BYTES):
            raise Malformed(f"{part.path}: its pieces do not make it up")
    if release.size > MAX_BYTES:
        raise Malformed(f"larger than {MAX_BYTES} bytes")
    names = {part.path for part in release.parts if part.runs}
    if not names & {PROGRAM, f"{PROGRAM}.exe"}:
        raise Malformed(f"there is no {PROGRAM} in it that runs")


def close_piece(content: bytes) -> bytes:
    """A piece of a file as it travels."""
    return zlib.compress(content, 9)


def open_piece(raw: bytes, name: str, size: int) -> bytes:
    """The `size` bytes in the piece called `name` (SHA-256 of what travels).

    Raises:
        Malformed: another piece, or not of that size.
    """
    if hashlib.sha256(raw).hexdigest() != name:
        raise Malformed("not the piece of that name")
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(raw, size + 1)
    except zlib.error as error:
        raise Malformed(f"piece: {error}") from error
    if len(content) != size or not unpacker.eof:
        raise Malformed("a piece of another size")
    return content


def piece_size(part: Part, place: int) -> int:
    """Bytes of the part's piece at `place`, counted from 0."""
    return min(PIECE_BYTES, part.size - place * PIECE_BYTES)


def _judge_path(path: str) -> None:
    pieces = path.split("/")
    if any(piece in {"", ".", ".."} or piece.endswith((" ", ".")) for piece in pieces):
        raise Malformed(f"{path!r}: leads elsewhere")
    if _FORBIDDEN & set(path) or unicodedata.normalize("NFC", path) != path or path == SIGNED:
        raise Malformed(f"{path!r}: no name that every system knows")


def _judge_link(part: Part, link: str) -> None:
    if part.size or part.digest or part.pieces or _FORBIDDEN & set(link) or link.startswith("/"):
        raise Malformed(f"{part.path}: a link, and more than that")
    depth = len(PurePosixPath(part.path).parts) - 1
    for piece in link.split("/"):
        depth += -1 if piece == ".." else 0 if piece in {"", "."} else 1
        if depth < 0:
            raise Malformed(f"{part.path}: a link that leads out")
