"""The forms a setting can have: what is expected, in words, and how it is read from text."""

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from sync.central.accounts.roles import Roles, RolesRefused, load_roles
from sync.central.alarms.kinds import Kind
from sync.central.alerts.targets import Target, TargetsRefused, load_targets
from sync.central.api.callers import Network
from sync.central.cases.rules import Rules, RulesRefused, load_rules
from sync.central.reports.periods import load_form
from sync.contract.loopback import is_loopback


class Form(NamedTuple):
    """`read` raises ValueError, or OSError where it is a file, if the text is not as `expected`."""

    expected: str
    read: Callable[[str], Any]


def number(least: int, most: int, *, of: str = "") -> Form:
    """A whole number from `least` to `most`; `of`: seconds, say."""

    def read(text: str) -> int:
        if not least <= (found := int(text)) <= most:
            raise ValueError
        return found

    return Form(f"a number {f'of {of} ' if of else ''}from {least} to {most}", read)


def one_of(*known: str) -> Form:
    """One of these words, of which there are several."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError
        return text

    return Form(f"{', '.join(known[:-1])} or {known[-1]}", read)


def words(expected: str) -> Form:
    """Anything but nothing."""
    return Form(expected, _words)


def readable(expected: str) -> Form:
    """A file that is there."""
    return Form(expected, _file)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or "#" in text or text.endswith("/"):
        raise ValueError
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError
    return text


def _database(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ValueError from error
    if url.drivername not in ("sqlite", "postgresql+psycopg") or not url.database:
        raise ValueError
    return text


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError
    return text.strip()


def _secret(text: str) -> str:
    return _words(_file(text).read_text("utf-8"))


def _roles(text: str) -> Roles:
    try:
        return load_roles(_file(text))
    except RolesRefused as error:
        raise ValueError from error


def _rules(text: str) -> Rules:
    try:
        return load_rules(_file(text))
    except RulesRefused as error:
        raise ValueError from error


def _targets(text: str) -> tuple[Target, ...]:
    try:
        return load_targets(_file(text), frozenset(Kind))
    except TargetsRefused as error:
        raise ValueError from error


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError
    return text.lower() == "true"


def _file(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ValueError
    return path


def _pem(text: str) -> str:
    content = _file(text).read_text("ascii")
    if "-----BEGIN CERTIFICATE-----" not in content:
        raise ValueError
    return content


def _folder(text: str) -> Path:
    if not text:
        raise ValueError
    return Path(text).expanduser()


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(","))


ADDRESS: Final = Form("https://<host>[:<port>], or http:// to this machine only", _address)
DATABASE: Final = Form("sqlite:///<file> or postgresql+psycopg://<user>@<host>/<name>", _database)
FOLDER: Final = Form("a folder", _folder)
HOST: Final = Form("an IP address or host name", str)
NETWORKS: Final = Form("an IP address or network, or several with commas between", _networks)
SECONDS: Final = number(1, 86_400, of="seconds")
TRUTH: Final = Form("true or false", _truth)
ROLES: Final = Form(
    "a TOML file of roles, one of which, administrator, has the power manage_accounts", _roles
)
RULES: Final = Form("a TOML file with days, calendar and rules as that one", _rules)
TARGETS: Final = Form(
    "a TOML file of [[target]] with url, and about, unit, kinds and language if any", _targets
)
REPORT_FORM: Final = Form("a TOML file with any of that file's tables", lambda text: load_form(_file(text)))
SECRET: Final = Form("a readable file that holds nothing else", _secret)
AUTHORITY: Final = Form("a PEM file with a certificate", _pem)
