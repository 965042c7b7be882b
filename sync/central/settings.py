"""Settings: a TOML file, then the environment, then flags; the later wins. Every key is in `KEYS`."""

import os
import tomllib
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec import field
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from sync.central.accounts.roles import Roles, RolesRefused, load_roles
from sync.central.alarms.kinds import Kind
from sync.central.alerts.targets import Target, TargetsRefused, load_targets
from sync.central.api.callers import Network
from sync.central.cases.rules import Rules, RulesRefused, load_rules
from sync.central.database.limits import Limits
from sync.central.reports.periods import Form, load_form
from sync.contract.loopback import is_loopback

ENVIRONMENT: Final = "HAILONG_CENTRAL_"


class SettingRefused(Exception):
    """A setting that cannot be used; the message names where it stands, the key, and the expected form."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How this server runs."""

    data: Path
    database: str
    host: str = "127.0.0.1"
    port: int = 8400
    address: str | None = None
    public_address: str | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    ca: str | None = None
    proxy: tuple[Network, ...] = ()
    processes: int = 1
    stop_seconds: int = 20
    least_room_mib: int = 256
    metrics_token: Path | None = None
    log_format: str = "plain"
    log_level: str = "info"
    log_addresses: bool = False
    backup_folder: Path | None = None
    backup_passphrase: Path | None = None
    backup_keep: int = 7
    synchronous: bool = False
    roles: Roles = field(default_factory=load_roles)
    case_rules: Rules = field(default_factory=load_rules)
    alerts: tuple[Target, ...] = ()
    report_form: Form = field(default_factory=load_form)
    idle_minutes: int = 30
    session_hours: int = 12
    oidc_issuer: str | None = None
    oidc_client: str | None = None
    oidc_secret: str | None = None
    oidc_name: str = "OpenID Connect"
    database_connections: int = Limits().connections
    database_wait_seconds: int = Limits().wait_s
    database_connect_seconds: int = Limits().connect_s
    database_statement_seconds: int = Limits().statement_s
    database_idle_seconds: int = Limits().idle_s
    database_recycle_seconds: int = Limits().recycle_s
    database_prepares: bool = Limits().prepares

    @property
    def limits(self) -> Limits:
        """What this server may ask of its database."""
        return Limits(
            self.database_connections,
            self.database_wait_seconds,
            self.database_connect_seconds,
            self.database_statement_seconds,
            self.database_idle_seconds,
            self.database_recycle_seconds,
            self.database_prepares,
        )

    @property
    def listening(self) -> str:
        """The address of the socket the server would open."""
        return self.address_at(self.host, self.port)

    def address_at(self, host: str, port: int) -> str:
        """The address of a socket at this host and port."""
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self.tls_certificate else 'http'}://{shown}:{port}"


class Key(NamedTuple):
    """A setting: what it is for, the form it must have, and how that is read."""

    meaning: str
    form: str
    read: Callable[[str], Any]


def _names_this_machine(address: str) -> bool:
    return is_loopback(urlsplit(address).hostname or "")


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or "#" in text or text.endswith("/"):
        raise ValueError
    if parts.scheme == "http" and not _names_this_machine(text):
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


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise ValueError
    return port


def _count(text: str) -> int:
    return _between(text, 1, 64)


def _between(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError
    return number


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError
        return text

    return read


def _yes(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


def _minutes(text: str) -> int:
    minutes = int(text)
    if not 1 <= minutes <= 24 * 60:
        raise ValueError
    return minutes


def _hours(text: str) -> int:
    hours = int(text)
    if not 1 <= hours <= 7 * 24:
        raise ValueError
    return hours


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


def _report_form(text: str) -> Form:
    return load_form(_file(text))


def _connections(text: str) -> int:
    count = int(text)
    if not 6 <= count <= 200:
        raise ValueError
    return count


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError
    return text.lower() == "true"


def _seconds(text: str) -> int:
    seconds = int(text)
    if not 1 <= seconds <= 86_400:
        raise ValueError
    return seconds


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


_SECONDS: Final = "a number of seconds from 1 to 86400"
_CALLED: Final = "https://<host>[:<port>], or http:// to this machine only"

KEYS: Final[Mapping[str, Key]] = {
    "data": Key("where keys and, by default, the database are kept", "a folder", _folder),
    "database": Key(
        "where ledgers and figures are kept; default: sqlite in the data folder",
        "sqlite:///<file> or postgresql+psycopg://<user>@<host>/<name>",
        _database,
    ),
    "host": Key("the network address to listen at; default 127.0.0.1", "an IP address or host name", str),
    "port": Key("the port to listen at; 0 takes a free one; default 8400", "a number from 0 to 65535", _port),
    "address": Key("where kiosks call, if not where the server listens", _CALLED, _address),
    "public_address": Key("where phones call, if that is another", _CALLED, _address),
    "proxy": Key(
        "the proxy before this server: only its X-Forwarded-For is believed; default none",
        "an IP address or network, or several with commas between",
        _networks,
    ),
    "processes": Key(
        "how many such servers share the kiosks behind a proxy, each with its part of the places; default 1",
        "a number from 1 to 64",
        _count,
    ),
    "synchronous": Key(
        "whether lines must be on a second machine before their receipt: a warning where they may not be",
        "true or false",
        _truth,
    ),
    "roles": Key(
        "which roles there are, what they are called and may do; default: accounts/roles.toml",
        "a TOML file of roles, one of which, administrator, has the power manage_accounts",
        _roles,
    ),
    "case_rules": Key(
        "which ratings open a case, and in how many working days; default: cases/rules.toml",
        "a TOML file with days, calendar and rules as that one",
        _rules,
    ),
    "alerts": Key(
        "where alerts go: addresses as Apprise has them (mail, webhooks, ...); default nowhere",
        "a TOML file of [[target]] with url, and about, unit, kinds and language if any",
        _targets,
    ),
    "report_form": Key(
        "periods of the half-year report, and what stands in its head; default: reports/form.toml",
        "a TOML file with any of that file's tables",
        _report_form,
    ),
    "idle_minutes": Key(
        "after how long without use a person must sign in again; default 30",
        "a number from 1 to 1440",
        _minutes,
    ),
    "session_hours": Key(
        "after how long a person must sign in again in any case; default 12", "a number from 1 to 168", _hours
    ),
    "oidc_issuer": Key("the provider of identities, if people may sign in through one", _CALLED, _address),
    "oidc_client": Key("as what this server is known there", "a client's id", _words),
    "oidc_secret": Key("its secret there", "a readable file that holds nothing else", _secret),
    "oidc_name": Key("what people call the provider", "a name", _words),
    "database_connections": Key(
        "how many connections a process has to the database at most; default 12",
        "a number from 6 to 200",
        _connections,
    ),
    "database_wait_seconds": Key(
        "how long it waits for a lock, or for one of them; default 30", _SECONDS, _seconds
    ),
    "database_connect_seconds": Key("how long for PostgreSQL to answer; default 5", _SECONDS, _seconds),
    "database_statement_seconds": Key(
        "how long one statement may take on PostgreSQL; default 60", _SECONDS, _seconds
    ),
    "database_idle_seconds": Key(
        "how long a transaction there may rest between two; default 60", _SECONDS, _seconds
    ),
    "database_recycle_seconds": Key(
        "after how long a connection is replaced by a new one; default 1800", _SECONDS, _seconds
    ),
    "database_prepares": Key(
        "whether PostgreSQL keeps plans; false behind a pgbouncer that pools transactions; default true",
        "true or false",
        _truth,
    ),
    "tls_certificate": Key("the server's certificate chain", "a readable PEM file", _file),
    "tls_key": Key("its private key", "a readable PEM file", _file),
    "ca": Key("the certificate authority that kiosks shall trust", "a PEM file with a certificate", _pem),
    "stop_seconds": Key(
        "how long deliveries under way may take when the server is asked to end; default 20",
        "a number of seconds from 1 to 300",
        lambda text: _between(text, 1, 300),
    ),
    "least_room_mib": Key(
        "how much room the disk must have for the server to be ready; default 256",
        "a number of MiB from 0 to 1048576",
        lambda text: _between(text, 0, 1_048_576),
    ),
    "metrics_token": Key(
        "a file whose content lets another machine read /metrics, as a bearer token; default none",
        "a readable file",
        _file,
    ),
    "log_format": Key("how the log is written; default plain", "plain or json", _one_of("plain", "json")),
    "log_level": Key(
        "what is logged; default info, a line for each request",
        "debug, info, warning or error",
        _one_of("debug", "info", "warning", "error"),
    ),
    "log_addresses": Key("whether callers' addresses are logged; default false", "true or false", _yes),
    "backup_folder": Key("where a backup is put each night; default none", "a folder", _folder),
    "backup_passphrase": Key("what seals the keys in backups", "a file that holds it", _file),
    "backup_keep": Key(
        "how many nightly backups are kept; default 7",
        "a number from 1 to 366",
        lambda text: _between(text, 1, 366),
    ),
}


def load_settings(flags: Mapping[str, str | None], environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings from `flags` (by key; `config` names the file), the environment and the file.

    Raises:
        SettingRefused: an unknown key, or a value of another form.
    """
    values: dict[str, Any] = {"data": _default_data()}
    file = flags.get("config") or environment.get(ENVIRONMENT + "CONFIG")
    if file:
        for name, value in _read_file(Path(file)).items():
            values[name] = _value(f"{file}: {name}", name, str(value))
    for name in KEYS:
        if (text := environment.get(ENVIRONMENT + name.upper())) is not None:
            values[name] = _value(ENVIRONMENT + name.upper(), name, text)
        if (flag := flags.get(name)) is not None:
            values[name] = _value(f"--{name.replace('_', '-')}", name, flag)
    if ("tls_certificate" in values) != ("tls_key" in values):
        raise SettingRefused("tls_certificate, tls_key: expected both or neither")
    if ("backup_folder" in values) and ("backup_passphrase" not in values):
        raise SettingRefused("backup_passphrase: expected where backup_folder is set")
    if len({"oidc_issuer", "oidc_client", "oidc_secret"} & set(values)) not in (0, 3):
        raise SettingRefused("oidc_issuer, oidc_client, oidc_secret: expected all three or none")
    values.setdefault("database", f"sqlite:///{values['data'].absolute() / 'central.sqlite'}")
    settings = Settings(**values)
    if settings.address is None and settings.processes > 1:
        raise SettingRefused(f"address: expected {_CALLED}: several processes answer at the proxy's address")
    if settings.address is None and not _callable(settings):
        raise SettingRefused(f"address: expected {_CALLED}: no kiosk can call {settings.listening}")
    return settings


def _callable(settings: Settings) -> bool:
    """Whether a kiosk can call where the server listens: over TLS, or on this machine."""
    return is_loopback(settings.host) or (
        settings.tls_certificate is not None and settings.host not in ("0.0.0.0", "::")  # noqa: S104
    )


def _read_file(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingRefused(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingRefused(f"{path}: not TOML: {error}") from error
    for name in content:
        if name not in KEYS:
            raise SettingRefused(f"{path}: {name}: unknown key; known are {', '.join(KEYS)}")
    return content


def _value(where: str, name: str, text: str) -> Any:
    try:
        return KEYS[name].read(text)
    except (KeyError, ValueError, OSError) as error:
        shown = "" if name == "database" else f", not {text!r}"  # it may hold a password
        raise SettingRefused(f"{where}: expected {KEYS[name].form}{shown}") from error


def _default_data() -> Path:
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "hailong-central"
