"""Where alerts go. Read from data."""

import hashlib
import tomllib
from pathlib import Path
from typing import Literal

import msgspec


class TargetsRefused(Exception):
    """A file of targets that cannot be used; the message says why, and never an address."""


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address as Apprise has it (`mailtos://…`, `jsons://…`); `unit`: its head's; none: supervisors'."""

    url: str
    unit: str | None = None
    language: Literal["vi", "en"] = "vi"

    @property
    def name(self) -> str:
        """What it is called where its address must not stand."""
        return hashlib.sha256(f"hailong-target-1\n{self.unit}\n{self.url}".encode()).hexdigest()[:16]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    target: tuple[Target, ...] = ()


def load_targets(file: Path) -> tuple[Target, ...]:
    """The targets of `file`.

    Raises:
        TargetsRefused: not TOML of targets, or an address that Apprise does not know.
    """
    from apprise import Apprise  # half a second that most commands need not wait

    try:
        found = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File).target
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise TargetsRefused(f"alerts: {type(error).__name__}") from error
    for number, target in enumerate(found, 1):
        if not Apprise().add(target.url):
            raise TargetsRefused(f"alerts: the address of target {number} is none that Apprise knows")
    return found
