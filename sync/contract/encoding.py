"""Text forms and strict JSON: every byte that crosses the wire is read here, with limits while reading."""

import json
from typing import Annotated, Any, Final, NoReturn, TypeVar

import msgspec

from sync.contract.plain_json import MAX_DEPTH, MAX_INTEGER, read_plain

Id = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
Hash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Nonce = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
Millis = Annotated[int, msgspec.Meta(ge=0)]
Count = Annotated[int, msgspec.Meta(ge=0)]


_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_ZERO_ID: Final = b"00000000-0000-0000-0000-000000000000"
_DIGITS_TO_ZERO: Final = bytes.maketrans(b"123456789abcdef", b"0" * 15)

T = TypeVar("T")


class Malformed(Exception):
    """Bytes that are not what the protocol allows; `detail` says how, for people."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def is_id(text: str) -> bool:
    """Whether `text` is a lower-case UUID in its 36-character form."""
    return text.encode("ascii", "replace").translate(_DIGITS_TO_ZERO) == _ZERO_ID


def write_json(document: object) -> bytes:
    """Compact UTF-8 JSON of plain values or a msgspec struct."""
    return json.dumps(
        msgspec.to_builtins(document), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def read_json(raw: bytes, *, depth: int = MAX_DEPTH) -> dict[str, Any]:
    """The object in `raw`: UTF-8, no BOM, at most `depth` deep, no duplicate key, integers to 2^53-1 only.

    Raises:
        Malformed: anything else.
    """
    plain = read_plain(raw) if depth == MAX_DEPTH else None
    return _read_carefully(raw, depth) if plain is None else plain


def _read_carefully(raw: bytes, depth: int) -> dict[str, Any]:
    _check_depth(raw, depth)
    try:
        text = raw.decode("utf-8")
        document = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=_no_float,
            parse_int=_small_integer,
            parse_constant=_no_float,
        )
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from error
    if "\\u" in text:
        _check_surrogates(document)
    if not isinstance(document, dict):
        raise Malformed("not a JSON object")
    return document


def decode(raw: bytes, shape: type[T]) -> T:
    """`raw` read strictly and converted to the struct `shape`; unknown members are ignored.

    Raises:
        Malformed: not JSON of ours, or not of that shape; the detail names the member.
    """
    return convert(read_json(raw), shape)


def convert(document: object, shape: type[T]) -> T:
    """Plain values as the struct `shape`.

    Raises:
        Malformed: not of that shape; the detail names the member.
    """
    try:
        return msgspec.convert(document, shape)
    except msgspec.ValidationError as error:
        raise Malformed(str(error)) from error


def base32(raw: bytes) -> str:
    """Crockford's base-32, most significant bit first, zero bits pad the end."""
    bits = len(raw) * 8
    width = -(-bits // 5)
    number = int.from_bytes(raw, "big") << (width * 5 - bits)
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(width - 1, -1, -1))


def grouped(letters: str) -> str:
    """Base-32 letters as people compare and type them: `XXXX-XXXX-XX`."""
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def unbase32(text: str) -> bytes:
    """The bytes of a base-32 text; case, `-` and blanks do not matter, O reads 0, I and L read 1.

    Raises:
        Malformed: another letter, or padding that is not zero.
    """
    number = 0
    letters = text.replace("-", "").replace(" ", "").upper()
    for letter in letters:
        if letter not in _VALUES:
            raise Malformed(f"not a base-32 letter: {letter!r}")
        number = number << 5 | _VALUES[letter]
    spare = len(letters) * 5 % 8
    if spare >= 5 or number & ((1 << spare) - 1):
        raise Malformed("base-32 text of a wrong length")
    return (number >> spare).to_bytes(len(letters) * 5 // 8, "big")


def _check_depth(raw: bytes, limit: int) -> None:
    depth, in_string, escaped = 0, False, False
    for byte in raw:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"{[":
            depth += 1
            if depth > limit:
                raise Malformed(f"nested deeper than {limit}")
        elif byte in b"}]":
            depth -= 1


def _check_surrogates(value: object) -> None:
    if isinstance(value, str):
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise Malformed("lone surrogate")
    elif isinstance(value, list):
        for item in value:
            _check_surrogates(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_surrogates(key)
            _check_surrogates(item)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise Malformed("duplicate key")
    return document


def _small_integer(digits: str) -> int:
    if len(digits) > 17 or abs(number := int(digits)) > MAX_INTEGER:
        raise Malformed("integer beyond 2^53-1")
    return number


def _no_float(_text: str) -> NoReturn:
    raise Malformed("a number that is no integer")
