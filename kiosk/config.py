"""What an operator may set: one TOML file, and HAILONG_<KEY> in the environment, which goes first.

`KEYS` is the one description of it: it is read, checked and printed from there.
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kiosk.config_forms import ADDRESS, BOOLEAN, FILE, FOLDER, IP_ADDRESS, Form, choice, integer, number

PREFIX = "HAILONG_"


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its form, its default as TOML would have it, and what it is for."""

    name: str
    form: Form
    default: Any
    meaning: str

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()


@dataclass(frozen=True, slots=True)
class Config:
    """Every key of `KEYS`, checked."""

    data_folder: Path
    central: str | None
    deliver: bool
    windowed: bool
    reserve_mib: int
    width: int
    height: int
    px_per_mm: float | None
    call_host: str
    call_port: int | None
    switch: str
    dwell_ms: int
    reduce_motion: bool
    pull_host: str | None
    pull_port: int
    stick_folder: Path | None
    provisioning: Path
    release_keys: Path

    @property
    def hearable(self) -> bool:
        """Whether some server may hear this kiosk, and tell it the time; else sticks carry all."""
        return self.deliver or self.pull_host is not None


class ConfigError(Exception):
    """A setting that cannot be used; says where it stands, its key, and the form expected."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source}: {problem}")


def default_file() -> Path:
    """The file that is read where none is named, if it exists."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "hailong" / "kiosk.toml"
    return Path("/etc/hailong/kiosk.toml")


DATA_FOLDER = "~/AppData/Local/hailong-kiosk" if sys.platform == "win32" else "~/.local/share/hailong-kiosk"

PROVISIONING = "kiosk.provisioning"
RELEASE_KEYS = "release.keys"

KEYS = (
    Key("data_folder", FOLDER, DATA_FOLDER, "where ledger, keys and directory are kept"),
    Key("central", ADDRESS, None, "the central server to enrol at, where `enrol` names none"),
    Key("deliver", BOOLEAN, True, "whether `run` delivers by itself; if not, `deliver` does, when called"),
    Key("windowed", BOOLEAN, False, "a window instead of the whole screen"),
    Key("reserve_mib", integer(0, 4096), 64, "MiB that `run` keeps for the ledger against a full disk"),
    Key("width", integer(320, 7680), 1280, "the window's width in pixels"),
    Key("height", integer(320, 7680), 800, "the window's height in pixels"),
    Key("px_per_mm", number(1, 40), None, "pixels per millimetre, where the screen does not tell the truth"),
    Key("call_host", IP_ADDRESS, "127.0.0.1", "the address at which counters' calls are heard; 0.0.0.0: all"),
    Key("call_port", integer(0, 65_535), None, "the port for them; without it, no calls; 0: any free one"),
    Key(
        "switch",
        choice("off", "one", "two"),
        "off",
        "assistive switches; with them pages wait longer",
    ),
    Key("dwell_ms", integer(500, 10_000), 1_500, "how long each stop is shown to a single switch, in ms"),
    Key("reduce_motion", BOOLEAN, False, "pages change at once, and nothing glides or fades"),
    Key("pull_host", IP_ADDRESS, None, "where `run` listens for a central server that pulls; none: nowhere"),
    Key("pull_port", integer(1, 65535), 8402, "the port to listen at, there"),
    Key("stick_folder", FOLDER, None, "what the staff page takes for the memory stick that is plugged in"),
    Key("provisioning", FILE, None, f"the file by which `run` enrols; none: {PROVISIONING} beside this file"),
    Key("release_keys", FILE, None, f"who may sign releases; none: {RELEASE_KEYS} beside this file"),
)


def load_config(file: Path | None, environment: Mapping[str, str]) -> Config:
    """The configuration in `file` (None: the default file, if any) and `environment`.

    Relative folders are taken from where the file is, or from the working folder in the environment.

    Raises:
        ConfigError: the file cannot be read, or a key is unknown or has a wrong value.
    """
    path = file if file is not None else default_file()
    stated = _read(path) if file is not None or path.exists() else {}
    for name in stated:
        _refuse_unknown(str(path), name)
    values = {key.name: _value(key, path, stated, environment) for key in KEYS}
    beside = path.parent.absolute()
    values["provisioning"] = values["provisioning"] or beside / PROVISIONING
    values["release_keys"] = values["release_keys"] or beside / RELEASE_KEYS
    return Config(**values)


def find_data_folder(file: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The data folder that `load_config` would name, whatever else is wrong there; None: it cannot be told.

    A launcher asks that is older than the program which knows every key of the file.
    """
    path = file if file is not None else default_file()
    key = next(key for key in KEYS if key.name == "data_folder")
    try:
        stated = _read(path) if file is not None or path.exists() else {}
        value: Path = _value(key, path, stated, environment)
    except (ConfigError, OSError):
        return None
    return value


def describe_keys() -> str:
    """All keys with form, default and meaning: for `--help` and the README."""
    return "\n".join(
        f"{key.name} ({key.variable})\n"
        f"    {key.meaning}\n"
        f"    {key.form.expected}; default: {'none' if key.default is None else _shown(key.default)}"
        for key in KEYS
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise ConfigError(str(path), f"is not TOML ({error})") from error


def _refuse_unknown(source: str, name: str) -> None:
    names = [key.name for key in KEYS]
    if name in names:
        return
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(names)}"
    raise ConfigError(source, f"there is no key {name}; {hint}")


def _value(key: Key, path: Path, stated: Mapping[str, Any], environment: Mapping[str, str]) -> Any:
    if key.variable in environment:
        text = environment[key.variable]
        return _checked(key.variable, key.form, key.form.from_text(text), text, Path.cwd())
    if key.name in stated:
        value = stated[key.name]
        return _checked(f"{path}: {key.name}", key.form, value, value, path.parent)
    return None if key.default is None else key.form.read(key.default)


def _checked(source: str, form: Form, value: object, shown: object, base: Path) -> Any:
    try:
        read = form.read(value)
    except ValueError as error:
        raise ConfigError(source, f"expected {form.expected}, found {_shown(shown)}") from error
    return base.absolute() / read if isinstance(read, Path) else read


def _shown(value: object) -> str:
    return (
        str(value).lower()
        if isinstance(value, bool)
        else repr(value)
        if isinstance(value, str)
        else str(value)
    )
