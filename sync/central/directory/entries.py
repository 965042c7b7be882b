"""The parts of `province.json` as people write them."""

from typing import Annotated, Any, Literal

import msgspec

from sync.contract.encoding import Count, Hash, Id
from sync.contract.questionnaire import Questionnaire

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\A[^\x00-\x1f]*\S[^\x00-\x1f]*\Z")]
Day = Annotated[str, msgspec.Meta(pattern=r"\A[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")]
Languages = Annotated[
    tuple[Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{2}\Z")], ...], msgspec.Meta(min_length=1)
]


class BothNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in both languages."""

    vi: Name
    en: Name


class UnitEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public office: the unit it belongs to, its first day and the first day on which it was no more.

    `predecessors`: units that it came after, whose figures are read as its own.
    """

    unit: Id
    name: BothNames
    parent: Id | None = None
    since: Day | None = None
    until: Day | None = None
    predecessors: tuple[Id, ...] = ()


class CounterEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A desk."""

    counter: Id
    unit: Id
    number: Count
    name: BothNames


class OfficialEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person; `photo` is a path inside the folder, `pin` and `badge` are as a directory has them."""

    official: Id
    unit: Id
    name: Name
    title: BothNames
    photo: str | None = None
    counters: tuple[Id, ...] = ()
    pin: str | None = None
    badge: Hash | None = None


class StaffEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody of a unit who may open its kiosks' staff page."""

    staff: Id
    unit: Id
    name: Name
    pin: str


class PolicyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for every kiosk of the province."""

    hotline: Name | None = None
    paper_form: bool = False
    keep_days: Annotated[int, msgspec.Meta(ge=30, le=3650)] = 180
    languages: Languages = ("vi", "en")
    hours: dict[str, Any] | None = None
    tone_style: Literal["modern", "old"] = "modern"
    sound: bool = False
    calls: dict[Id, Hash] = {}


class Province(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    units: Annotated[tuple[UnitEntry, ...], msgspec.Meta(min_length=1)]
    counters: tuple[CounterEntry, ...]
    officials: tuple[OfficialEntry, ...]
    questionnaires: Annotated[tuple[Questionnaire, ...], msgspec.Meta(min_length=1)]
    texts: dict[str, dict[str, str] | list[dict[str, str]]] = {}
    policies: PolicyEntry = PolicyEntry()
    staff: tuple[StaffEntry, ...] = ()
