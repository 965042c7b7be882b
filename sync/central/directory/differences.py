"""What kiosks of a unit will be told that they were not told before, in words that people know."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import msgspec

from sync.central.directory.parts import Dated, Parts
from sync.contract.directory import Counter
from sync.contract.questionnaire import Questionnaire

_QUIET: Final = frozenset({"photo", "secret"})
"""That they change is said, and not from what to what."""


class Field(msgspec.Struct, frozen=True):
    """One thing of it that changes; both are empty where only that it changes is said."""

    field: str
    before: str
    after: str


class Difference(msgspec.Struct, frozen=True):
    """`kind` is new | changed | gone; of what (official, counter, policy …), and its name."""

    kind: str
    what: str
    name: str
    fields: tuple[Field, ...] = ()


class _Told(NamedTuple):
    name: str
    said: Mapping[str, str]
    thing: object


def differences_between(told: Parts, written: Parts) -> tuple[Difference, ...]:
    """Everything that differs, in the order in which a directory says it."""
    before, after = dict(_everything(told)), dict(_everything(written))
    return tuple(
        _difference(key[0], before.get(key), after.get(key))
        for key in [*before, *(key for key in after if key not in before)]
        if before.get(key) != after.get(key)
    )


def _difference(what: str, before: _Told | None, after: _Told | None) -> Difference:
    if after is None:
        return Difference("gone", what, before.name if before else "")
    if before is None:
        return Difference("new", what, after.name)
    fields = tuple(
        Field(field, "", "") if field in _QUIET else Field(field, before.said[field], after.said[field])
        for field in after.said
        if before.said[field] != after.said[field]
    )
    return Difference("changed", what, after.name, fields)


def _everything(parts: Parts) -> Iterable[tuple[tuple[str, str], _Told]]:
    numbers = {counter.counter: str(counter.number) for counter in parts.counters}
    for unit in parts.units:
        yield ("unit", unit.unit), _Told(unit.name.get("vi", ""), _words("name", unit.name), unit)
    for counter in parts.counters:
        yield ("counter", counter.counter), _of_counter(counter)
    for one in parts.officials:
        yield ("official", f"{one.official.official} {one.since}"), _of_official(one, numbers)
    for member in parts.staff:
        yield ("staff", member.staff), _Told(member.staff[:8], {"secret": member.pin}, member)
    for questionnaire in parts.questionnaires:
        yield ("questionnaire", questionnaire.id), _of_questionnaire(questionnaire)
    for key, text in parts.texts.items():
        yield ("text", key), _Told(key, {}, text)
    for key, policy in msgspec.to_builtins(parts.policies).items():
        said = {"value": str(policy)} if type(policy) in {str, int} else {}
        yield ("policy", key), _Told(key, {"value": said.get("value", "")}, policy)


def _of_counter(counter: Counter) -> _Told:
    name = f"{counter.number} · {counter.name.get('vi', '')}"
    return _Told(name, {"number": str(counter.number), **_words("name", counter.name)}, counter)


def _of_official(one: Dated, numbers: Mapping[str, str]) -> _Told:
    official = one.official
    said = {
        "name": official.name,
        **_words("title", official.title),
        "counter": ", ".join(sorted(numbers.get(counter, "?") for counter in official.counters)),
        "photo": official.photo or "",
        "secret": f"{official.pin} {official.badge}",
        "until": one.until or "",
        "leave": ", ".join(f"{away.first} – {away.last or '…'}" for away in one.away),
    }
    return _Told(official.name, said, one)


def _of_questionnaire(questionnaire: Questionnaire) -> _Told:
    first = questionnaire.questions[0].text.get("vi", "")
    return _Told(first, {"version": str(questionnaire.version)}, questionnaire)


def _words(field: str, words: Mapping[str, str]) -> dict[str, str]:
    return {field: words.get("vi", ""), f"{field}_en": words.get("en", "")}
