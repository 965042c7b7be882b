"""Reading `province.json`, with a refusal that names the field."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sync.central.directory.entries import Province
from sync.central.directory.photos import read_photo
from sync.central.directory.refusal import ProvinceRefused
from sync.contract.encoding import Malformed, read_json
from sync.contract.hours import read_hours
from sync.contract.pin import judge_pin
from sync.contract.questionnaire import judge_questionnaire

T = TypeVar("T")


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
    _judge_tree(province, units)
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
        if official.pin is not None:
            _judge_part(f"officials[{place}]", judge_pin, official.pin)
    _judge_staff(province, units)
    _once("questionnaires", "id", [entry.id for entry in province.questionnaires])
    for place, questionnaire in enumerate(province.questionnaires):
        _judge_part(f"questionnaires[{place}]", judge_questionnaire, questionnaire)
    if province.policies.hours is not None:
        _judge_part("policies", read_hours, province.policies.hours)
    if strange := province.policies.calls.keys() - counters.keys():
        raise ProvinceRefused(f"policies.calls: {min(strange)} is not among the counters")


def _judge_tree(province: Province, units: set[str]) -> None:
    parents = {entry.unit: entry.parent for entry in province.units}
    for place, entry in enumerate(province.units):
        for other in (*((entry.parent,) if entry.parent else ()), *entry.predecessors):
            if other not in units or other == entry.unit:
                raise ProvinceRefused(f"units[{place}]: {other} is not among the other units")
        if entry.since and entry.until and entry.until <= entry.since:
            raise ProvinceRefused(f"units[{place}].until: the unit ends before it begins")
        climbed, at = {entry.unit}, entry.parent
        while at is not None:
            if at in climbed:
                raise ProvinceRefused(f"units[{place}].parent: the unit would stand below itself")
            climbed.add(at)
            at = parents[at]


def _judge_staff(province: Province, units: set[str]) -> None:
    _once("staff", "staff", [entry.staff for entry in province.staff])
    for place, entry in enumerate(province.staff):
        if entry.unit not in units:
            raise ProvinceRefused(f"staff[{place}].unit: {entry.unit} is not among the units")
        _judge_part(f"staff[{place}]", judge_pin, entry.pin)


def _judge_part(where: str, judge: Callable[[T], object], part: T) -> None:
    """Refuse with the place's name what the contract refuses."""
    try:
        judge(part)
    except Malformed as error:
        raise ProvinceRefused(f"{where}: {error.detail}") from error


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
