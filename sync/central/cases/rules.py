"""Rules: which ratings open a case. Read from data; judging is pure."""

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from sync.central.cases.working_days import Calendar
from sync.contract.rating import Name, Score

Days = Annotated[int, msgspec.Meta(ge=1, le=250)]


class RulesRefused(Exception):
    """A file of rules that cannot be used; the message says why."""


class Said(NamedTuple):
    """What a rating says, as far as it is known here: sealed answers only once they were opened."""

    score: int
    reasons: Sequence[str]
    comment: bool
    answers: Mapping[str, str]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be so, what that is called, whether the unit may deal with it, and in how many days."""

    name: dict[str, str]
    to_unit: bool
    days: Days
    answers: dict[Name, tuple[Name, ...]] = {}
    comment: bool = False
    scores: tuple[Score, ...] = ()
    reasons: bool = False

    def fits(self, said: Said) -> bool:
        """Whether all that it names is so."""
        return (
            (not self.comment or said.comment)
            and (not self.scores or said.score in self.scores)
            and (not self.reasons or bool(said.reasons))
            and all(said.answers.get(question) in choices for question, choices in self.answers.items())
        )

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing, so that every rating would be a case."""
        return not (self.answers or self.comment or self.scores or self.reasons)


class _Steps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    handle: Days
    remind: Annotated[int, msgspec.Meta(ge=0, le=250)]


class _Days(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rests: tuple[datetime.date, ...] = ()
    works: tuple[datetime.date, ...] = ()


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    days: _Steps
    rules: dict[Name, Rule]
    calendar: _Days = _Days()

    def fitting(self, said: Said) -> list[str]:
        """The names of the rules that fit, in their order."""
        return [name for name, rule in self.rules.items() if rule.fits(said)]

    def may_go_to_unit(self, names: Sequence[str]) -> bool:
        """Whether a case of these rules may be a unit's; one that the data no longer have keeps it here."""
        return all(name in self.rules and self.rules[name].to_unit for name in names)

    def days_for(self, names: Sequence[str]) -> int:
        """How many working days an answer may take."""
        return min((self.rules[name].days for name in names if name in self.rules), default=self.days.handle)

    def name_of(self, name: str) -> Mapping[str, str]:
        """What a rule is called."""
        return self.rules[name].name if name in self.rules else {"vi": name}

    @property
    def working(self) -> Calendar:
        """Which days are worked."""
        return Calendar(frozenset(self.calendar.rests), frozenset(self.calendar.works))


def load_rules(file: Path | None = None) -> Rules:
    """The rules of `file`, otherwise the usual ones.

    Raises:
        RulesRefused: not TOML of rules, or one names nothing.
    """
    try:
        text = (resources.files(__package__) / "rules.toml" if file is None else file).read_text("utf-8")
        found = msgspec.convert(tomllib.loads(text), Rules)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RulesRefused(f"case rules: {error}") from error
    if empty := [name for name, rule in found.rules.items() if rule.is_empty]:
        raise RulesRefused(f"case rules: {', '.join(empty)}: names nothing that must be so")
    return found
