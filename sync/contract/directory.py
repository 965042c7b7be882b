"""The directory: the one signed, versioned whole that comes down to a kiosk."""

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

import msgspec

from sync.contract.commands import Command
from sync.contract.encoding import Count, Hash, Id, Malformed, Millis
from sync.contract.hours import read_hours
from sync.contract.pin import judge_pin
from sync.contract.questionnaire import Questionnaire, Words, judge_questionnaire
from sync.contract.release import Offer

DIMMEST: Final = 20
"""Percent: a screen that is darker cannot be read in daylight."""


class Unit(msgspec.Struct, frozen=True):
    """A public office."""

    unit: Id
    name: Words


class Counter(msgspec.Struct, frozen=True):
    """A desk in a unit; its number is what is painted on it."""

    counter: Id
    unit: Id
    number: Count
    name: Words


class Official(msgspec.Struct, frozen=True):
    """A person who serves; `photo` names a JPEG by its SHA-256.

    Signs on with a PIN (`pin` is its PHC hash) or a badge (`badge` is the SHA-256 of its secret).
    """

    official: Id
    name: str
    title: Words
    photo: Hash | None = None
    counters: tuple[Id, ...] = ()
    pin: str | None = None
    badge: Hash | None = None


class StaffMember(msgspec.Struct, frozen=True):
    """Somebody who may open the staff page; `pin` is a PHC hash."""

    staff: Id
    pin: str


class NextKeys(msgspec.Struct, frozen=True):
    """Where the server moves: its next key, CA and addresses."""

    key: Hash
    ca: str | None
    addresses: tuple[str, ...]


class SealKeys(msgspec.Struct, frozen=True):
    """X25519 public keys: comments are sealed to the supervisors', dossier codes to the server's."""

    server: Hash
    supervisors: Hash | None = None


class LedgerHead(msgspec.Struct, frozen=True):
    """The central server's own ledger, its head signed with the server's id in the kiosk's place."""

    ledger: Id
    seq: Count
    head: Hash
    signature: str


class Policies(msgspec.Struct, frozen=True, kw_only=True):
    """How this kiosk behaves: where it stands, whom it asks about, which languages it offers.

    `hours`: when the desk is open (`hours.py`); none, always. `calls`: who may say that a transaction is
    over, by counter the SHA-256 of its token; none, nobody may. `tone_style`: hoà or hòa. `brightness`: the
    panel's light in percent; none, as those at the desk set it. `comment_days`: how long the server keeps
    comments; none, until somebody sets it. `own`: which of these were set for this kiosk alone.
    """

    unit: Id
    attribution: Literal["fixed", "choose"] = "choose"
    counter: Id | None = None
    keep_days: Annotated[int, msgspec.Meta(ge=1)] = 180
    languages: tuple[str, ...] = ("vi", "en")
    hotline: str | None = None
    paper_form: bool = False
    hours: dict[str, Any] | None = None
    tone_style: Literal["modern", "old"] = "modern"
    sound: bool = False
    calls: dict[Id, Hash] = {}
    brightness: Annotated[int, msgspec.Meta(ge=DIMMEST, le=100)] | None = None
    comment_days: Annotated[int, msgspec.Meta(ge=1)] | None = None
    own: tuple[str, ...] = ()


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a kiosk knows of the world; a kiosk never takes a lower `version`.

    `standing`: whether what this kiosk says is still counted; of a revoked one it is kept only. `commands`:
    what it shall do once (`commands.py`). `releases`: the program that it shall be (`release.py`).
    """

    hailong: Literal[1]
    server: Id
    kiosk: Id
    standing: Literal["in_use", "replaced", "retired", "revoked"] = "in_use"
    version: Annotated[int, msgspec.Meta(ge=1)]
    published: Millis
    key: Hash
    next: NextKeys | None = None
    ca: str | None = None
    addresses: tuple[str, ...]
    public_address: str
    seal_keys: SealKeys
    ledger: LedgerHead
    units: tuple[Unit, ...]
    counters: tuple[Counter, ...]
    officials: tuple[Official, ...]
    staff: tuple[StaffMember, ...] = ()
    questionnaires: Annotated[tuple[Questionnaire, ...], msgspec.Meta(min_length=1)]
    texts: dict[str, Any]
    policies: Policies
    commands: tuple[Command, ...] = ()
    releases: tuple[Offer, ...] = ()


def judge(directory: Directory) -> None:
    """Refuse a directory a kiosk could not work with; the last good one then stays.

    Raises:
        Malformed: the detail names what is broken.
    """
    units = _known("unit", (unit.unit for unit in directory.units))
    counters = _known("counter", (counter.counter for counter in directory.counters))
    _known("official", (official.official for official in directory.officials))
    for counter in directory.counters:
        if counter.unit not in units:
            raise Malformed(f"counter {counter.counter}: unknown unit {counter.unit}")
    for official in directory.officials:
        if missing := set(official.counters) - counters:
            raise Malformed(f"official {official.official}: unknown counter {min(missing)}")
        if official.pin is not None:
            _judge_pin(f"official {official.official}", official.pin)
    _known("staff member", (member.staff for member in directory.staff))
    for member in directory.staff:
        _judge_pin(f"staff member {member.staff}", member.pin)
    _judge_policies(directory.policies, units, counters)
    _known("questionnaire", (questionnaire.id for questionnaire in directory.questionnaires))
    for questionnaire in directory.questionnaires:
        judge_questionnaire(questionnaire)


def _judge_policies(policies: Policies, units: set[str], counters: set[str]) -> None:
    if policies.unit not in units:
        raise Malformed(f"policies: unknown unit {policies.unit}")
    if policies.counter is not None and policies.counter not in counters:
        raise Malformed(f"policies: unknown counter {policies.counter}")
    if policies.attribution == "fixed" and policies.counter is None:
        raise Malformed("policies: a fixed kiosk names its counter")
    if missing := policies.calls.keys() - counters:
        raise Malformed(f"policies: calls: unknown counter {min(missing)}")
    if policies.hours is not None:
        try:
            read_hours(policies.hours)
        except Malformed as error:
            raise Malformed(f"policies: {error.detail}") from error


def _judge_pin(whose: str, pin: str) -> None:
    try:
        judge_pin(pin)
    except Malformed as error:
        raise Malformed(f"{whose}: {error.detail}") from error


def _known(what: str, ids: Iterable[str]) -> set[str]:
    listed = list(ids)
    if len(set(listed)) != len(listed):
        raise Malformed(f"two entries for one {what}")
    return set(listed)
