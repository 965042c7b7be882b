"""Settings: a TOML file, then the environment, then flags; the later wins.

Every key is in `KEYS`, every default in `Settings`.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import field

from sync.central.accounts.roles import Roles, load_roles
from sync.central.alerts.targets import Target
from sync.central.api.callers import Network
from sync.central.cases.rules import Rules, load_rules
from sync.central.database.limits import Limits
from sync.central.reports.periods import Form, load_form
from sync.central.settings_forms import (
    ADDRESS,
    AUTHORITY,
    DATABASE,
    FOLDER,
    HOST,
    NETWORKS,
    REPORT_FORM,
    ROLES,
    RULES,
    SECONDS,
    SECRET,
    TARGETS,
    TRUTH,
    number,
    one_of,
    readable,
    words,
)
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


_KEYS: Final = {
    "data": Key("where keys and, by default, the database are kept", *FOLDER),
    "database": Key("where ledgers and figures are kept; default: sqlite in the data folder", *DATABASE),
    "host": Key("the network address to listen at; default {default}", *HOST),
    "port": Key("the port to listen at; 0 takes a free one; default {default}", *number(0, 65_535)),
    "address": Key("where kiosks call, if not where the server listens", *ADDRESS),
    "public_address": Key("where phones call, if that is another", *ADDRESS),
    "proxy": Key(
        "the proxy before this server: only its X-Forwarded-For is believed; default none", *NETWORKS
    ),
    "processes": Key(
        "how many such servers share the kiosks behind a proxy, each with its part of the places; "
        "default {default}",
        *number(1, 64),
    ),
    "synchronous": Key(
        "whether lines must be on a second machine before their receipt: a warning where they may not be",
        *TRUTH,
    ),
    "roles": Key(
        "which roles there are, what they are called and may do; default: accounts/roles.toml", *ROLES
    ),
    "case_rules": Key(
        "which ratings open a case, and in how many working days; default: cases/rules.toml", *RULES
    ),
    "alerts": Key(
        "where alerts go: addresses as Apprise has them (mail, webhooks, ...); default nowhere", *TARGETS
    ),
    "report_form": Key(
        "periods of the half-year report, and what stands in its head; default: reports/form.toml",
        *REPORT_FORM,
    ),
    "idle_minutes": Key(
        "after how long without use a person must sign in again; default {default}", *number(1, 24 * 60)
    ),
    "session_hours": Key(
        "after how long a person must sign in again in any case; default {default}", *number(1, 7 * 24)
    ),
    "oidc_issuer": Key("the provider of identities, if people may sign in through one", *ADDRESS),
    "oidc_client": Key("as what this server is known there", *words("a client's id")),
    "oidc_secret": Key("its secret there", *SECRET),
    "oidc_name": Key("what people call the provider", *words("a name")),
    "database_connections": Key(
        "how many connections a process has to the database at most; default {default}", *number(6, 200)
    ),
    "database_wait_seconds": Key(
        "how long it waits for a lock, or for one of them; default {default}", *SECONDS
    ),
    "database_connect_seconds": Key("how long for PostgreSQL to answer; default {default}", *SECONDS),
    "database_statement_seconds": Key(
        "how long one statement may take on PostgreSQL; default {default}", *SECONDS
    ),
    "database_idle_seconds": Key(
        "how long a transaction there may rest between two; default {default}", *SECONDS
    ),
    "database_recycle_seconds": Key(
        "after how long a connection is replaced by a new one; default {default}", *SECONDS
    ),
    "database_prepares": Key(
        "whether PostgreSQL keeps plans; false behind a pgbouncer that pools transactions; default {default}",
        *TRUTH,
    ),
    "tls_certificate": Key("the server's certificate chain", *readable("a readable PEM file")),
    "tls_key": Key("its private key", *readable("a readable PEM file")),
    "ca": Key("the certificate authority that kiosks shall trust", *AUTHORITY),
    "stop_seconds": Key(
        "how long deliveries under way may take when the server is asked to end; default {default}",
        *number(1, 300, of="seconds"),
    ),
    "least_room_mib": Key(
        "how much room the disk must have for the server to be ready; default {default}",
        *number(0, 1_048_576, of="MiB"),
    ),
    "metrics_token": Key(
        "a file whose content lets another machine read /metrics, as a bearer token; default none",
        *readable("a readable file"),
    ),
    "log_format": Key("how the log is written; default {default}", *one_of("plain", "json")),
    "log_level": Key(
        "what is logged; default {default}, a line for each request",
        *one_of("debug", "info", "warning", "error"),
    ),
    "log_addresses": Key("whether callers' addresses are logged; default {default}", *TRUTH),
    "backup_folder": Key("where a backup is put each night; default none", *FOLDER),
    "backup_passphrase": Key("what seals the keys in backups", *readable("a file that holds it")),
    "backup_keep": Key("how many nightly backups are kept; default {default}", *number(1, 366)),
}


def _shown(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


_DEFAULTS: Final = {one.name: _shown(one.default) for one in msgspec.structs.fields(Settings)}
KEYS: Final[Mapping[str, Key]] = {
    name: key._replace(meaning=key.meaning.format(default=_DEFAULTS[name])) for name, key in _KEYS.items()
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
        raise SettingRefused(
            f"address: expected {ADDRESS.expected}: several processes answer at the proxy's address"
        )
    if settings.address is None and not _callable(settings):
        raise SettingRefused(f"address: expected {ADDRESS.expected}: no kiosk can call {settings.listening}")
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
