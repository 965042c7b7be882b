"""`province.json` as people write it, and the refusal that names the field."""

import unicodedata
from pathlib import Path
from typing import Annotated, Any

import msgspec

from sync.central.directory.photos import read_photo
from sync.central.directory.refusal import ProvinceRefused
from sync.contract.encoding import Count, Id, Malformed, read_json
from sync.contract.questionnaire import Questionnaire, judge_questionnaire

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\A[^\x00-\x1f]*\S[^\x00-\x1f]*\Z")]
Languages = Annotated[
    tuple[Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{2}\Z")], ...], msgspec.Meta(min_length=1)
]


class BothNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in both languages."""

    vi: Name
    en: Name


class UnitEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public office."""

    unit: Id
    name: BothNames


class CounterEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A desk."""

    counter: Id
    unit: Id
    number: Count
    name: BothNames


class OfficialEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person; `photo` is a path inside the folder."""

    official: Id
    unit: Id
    name: Name
    title: BothNames
    photo: str | None = None
    counters: tuple[Id, ...] = ()


class PolicyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for every kiosk of the province."""

    hotline: Name | None = None
    paper_form: bool = False
    keep_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 180
    languages: Languages = ("vi", "en")


class Province(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    units: Annotated[tuple[UnitEntry, ...], msgspec.Meta(min_length=1)]
    counters: tuple[CounterEntry, ...]
    officials: tuple[OfficialEntry, ...]
    questionnaires: Annotated[tuple[Questionnaire, ...], msgspec.Meta(min_length=1)]
    texts: dict[str, dict[str, str]] = {}
    policies: PolicyEntry = PolicyEntry()


class ProvinceFolder(msgspec.Struct, frozen=True):
    """A province and its officials' photos: {path in the file: JPEG}."""

    province: Province
    photos: dict[str, bytes]


def read_province(folder: Path) -> ProvinceFolder:
    """The province in `folder`, its words in Unicode NFC.

    Raises:
        ProvinceRefused: something is missing or wrong; the message names the field.
    """
    path = folder / "province.json"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProvinceRefused(f"{path}: {error.strerror}") from error
    try:
        province = msgspec.convert(_composed(read_json(raw.removeprefix(b"\xef\xbb\xbf"))), Province)
    except (Malformed, msgspec.ValidationError) as error:
        raise ProvinceRefused(f"{path}: {error}") from error
    _judge(province)
    named = {official.photo for official in province.officials if official.photo is not None}
    return ProvinceFolder(province, {photo: read_photo(folder, photo) for photo in sorted(named)})


def _judge(province: Province) -> None:
    units = {entry.unit for entry in province.units}
    counters = {entry.counter: entry.unit for entry in province.counters}
    _once("units", "unit", [entry.unit for entry in province.units])
    _once("counters", "counter", [entry.counter for entry in province.counters])
    _once("officials", "official", [entry.official for entry in province.officials])
    for place, counter in enumerate(province.counters):
        if counter.unit not in units:
            raise ProvinceRefused(f"counters[{place}].unit: {counter.unit} is not among the units")
    for place, official in enumerate(province.officials):
        if official.unit not in units:
            raise ProvinceRefused(f"officials[{place}].unit: {official.unit} is not among the units")
        for at, served in enumerate(official.counters):
            if counters.get(served) != official.unit:
                raise ProvinceRefused(
                    f"officials[{place}].counters[{at}]: {served} is no counter of the official's unit"
                )
    for place, questionnaire in enumerate(province.questionnaires):
        try:
            judge_questionnaire(questionnaire)
        except Malformed as error:
            raise ProvinceRefused(f"questionnaires[{place}]: {error.detail}") from error


def _once(where: str, field: str, ids: list[str]) -> None:
    for place, name in enumerate(ids):
        if name in ids[:place]:
            raise ProvinceRefused(f"{where}[{place}].{field}: {name} stands there twice")


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(item) for item in value]
    if isinstance(value, dict):
        return {_composed(key): _composed(item) for key, item in value.items()}
    return value
