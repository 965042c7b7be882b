"""Where alerts go. Read from data."""

import hashlib
import logging
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Literal

import msgspec

logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it tells addresses, which may be secrets


class TargetsRefused(Exception):
    """A file of targets that cannot be used; the message says why, and never an address."""


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address as Apprise has it (`mailtos://…`, `jsons://…`), and what it is told `about`.

    Of cases: whoever supervises, or the head of `unit`. Of the fleet: whoever looks after all kiosks, or
    those of `unit` and all below; `kinds` are the alarms that are told there, none: all.
    """

    url: str
    unit: str | None = None
    language: Literal["vi", "en"] = "vi"
    about: Literal["cases", "fleet"] = "cases"
    kinds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called where its address must not stand."""
        return hashlib.sha256(f"hailong-target-1\n{self.unit}\n{self.url}".encode()).hexdigest()[:16]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    target: tuple[Target, ...] = ()


def load_targets(file: Path, kinds: Collection[str] = ()) -> tuple[Target, ...]:
    """The targets of `file`; `kinds` are the alarms that there are.

    Raises:
        TargetsRefused: not TOML of targets, an address that Apprise does not know, or no such alarm.
    """
    from apprise import Apprise  # half a second that most commands need not wait

    try:
        found = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File).target
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise TargetsRefused(f"alerts: {type(error).__name__}") from error
    for number, target in enumerate(found, 1):
        if not Apprise().add(target.url):
            raise TargetsRefused(f"alerts: the address of target {number} is none that Apprise knows")
        if unknown := set(target.kinds) - set(kinds):
            raise TargetsRefused(f"alerts: target {number}: no alarm is called {min(unknown)!r}")
    return found
