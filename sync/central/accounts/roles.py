"""Roles: which powers each has, and over what kind of scope. Read from data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

import msgspec

from sync.central.accounts.power import Power

ADMINISTRATOR = "administrator"


class Kind(StrEnum):
    """What a grant of the role names: nothing, units, or an official."""

    PROVINCE = "province"
    UNITS = "units"
    SELF = "self"


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role's name in each language, the kind of its scope, its powers."""

    name: dict[str, str]
    scope: Kind
    powers: frozenset[Power]


class RolesRefused(Exception):
    """A file of roles that cannot be used; the message says why."""


@dataclass(frozen=True)
class Roles:
    """Every role by its key."""

    all: Mapping[str, Role]

    def of(self, key: str) -> Role | None:
        """The role, unless the data no longer have it: then it gives no power."""
        return self.all.get(key)


def load_roles(file: Path | None = None) -> Roles:
    """The roles of `file`, otherwise the usual ones.

    Raises:
        RolesRefused: not TOML of roles, or nobody could manage accounts.
    """
    if file is None:
        return read_roles((resources.files(__package__) / "roles.toml").read_text("utf-8"))
    try:
        return read_roles(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RolesRefused(f"{file}: {error}") from error


def read_roles(text: str) -> Roles:
    """The roles in this TOML.

    Raises:
        RolesRefused: not TOML of roles, or nobody could manage accounts.
    """
    try:
        found = msgspec.convert(tomllib.loads(text), dict[str, Role])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RolesRefused(f"roles: {error}") from error
    administrator = found.get(ADMINISTRATOR)
    if administrator is None or Power.MANAGE_ACCOUNTS not in administrator.powers:
        raise RolesRefused(f"roles: {ADMINISTRATOR} is missing, or may not manage accounts")
    return Roles(found)
