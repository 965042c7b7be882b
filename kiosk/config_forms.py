"""The forms a setting can have: what is expected, in words, and how it is read."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Form:
    """`read` takes a value of TOML and raises ValueError; `from_text` makes one of an environment's text."""

    expected: str
    read: Callable[[object], object]
    from_text: Callable[[str], object]


def integer(low: int, high: int) -> Form:
    """A whole number from `low` to `high`."""

    def read(value: object) -> int:
        if type(value) is int and low <= value <= high:
            return value
        raise ValueError

    return Form(f"a whole number from {low} to {high}", read, lambda text: _number(text, int))


def number(low: float, high: float) -> Form:
    """A number from `low` to `high`."""

    def read(value: object) -> float:
        if type(value) in {int, float} and isinstance(value, int | float) and low <= value <= high:
            return float(value)
        raise ValueError

    return Form(f"a number from {low} to {high}", read, lambda text: _number(text, float))


def choice(*values: str) -> Form:
    """One of `values`."""

    def read(value: object) -> str:
        if isinstance(value, str) and value in values:
            return value
        raise ValueError

    return Form(f"one of {', '.join(values)}", read, str)


def _number(text: str, kind: type[int] | type[float]) -> object:
    try:
        return kind(text)
    except ValueError:
        return text


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError


def _path(value: object) -> Path:
    if isinstance(value, str) and value and "\0" not in value:
        try:
            return Path(value).expanduser()
        except RuntimeError as error:
            raise ValueError from error
    raise ValueError


def _address(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    parts = urlsplit(value)
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    secure = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))
    if not (parts.hostname and bare and secure and parts.port != 0):
        raise ValueError
    return value.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _ip_address(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return str(ipaddress.ip_address(value))


BOOLEAN = Form("true or false", _boolean, lambda text: {"true": True, "false": False}.get(text, text))
FOLDER = Form("the path of a folder", _path, str)
FILE = Form("the path of a file", _path, str)
ADDRESS = Form("https://host or https://host:port (http:// only on this machine)", _address, str)
IP_ADDRESS = Form("an IP address of this machine, or 0.0.0.0 for all", _ip_address, str)
