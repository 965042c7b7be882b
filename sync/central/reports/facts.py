"""All that a report says, and the heads of the ledgers that it follows from: what is frozen.

Counts are by raw unit; `contents` decides what of them may be shown. A member that is added later is UNSET by
default, so that what was frozen before can still be read, and has the digest that it had.
"""

import hashlib
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from sync.central.cases.counting import CaseCounts
from sync.central.cases.rules import Rules
from sync.central.reports.periods import Heading, Period
from sync.contract.encoding import write_json

FORMAT: Final = 1
Counts = dict[str, int]
"""By value: a score, a choice."""


class LedgerHead(msgspec.Struct, frozen=True):
    """A ledger's last line that counts here; lines from `until` on were kept apart then."""

    ledger: str
    kiosk: str
    seq: int
    hash: str
    until: int | None = None


class Said(msgspec.Struct, frozen=True):
    """What the rows of some days say of a unit."""

    scores: Counts = {}
    calls: Counts = {}
    invited: int = 0


class Marked(msgspec.Struct, frozen=True):
    """Of the ratings that a unit's rows showed first: how many were marked, by score and by rule.

    `apart`: how many ratings at least any sum or difference with them is about (`figures.closed_marks`).
    """

    scores: Counts = {}
    rules: Counts = {}
    apart: int = 0


class CaseFacts(msgspec.Struct, frozen=True):
    """What happened to cases in the period, and the rules by which answers were in time.

    `waiting`: what waits to be handed over can be late; in earlier reports, which do not say, it never was.
    """

    rules: Rules
    counts: CaseCounts
    waiting: bool | UnsetType = UNSET


class UnitFacts(msgspec.Struct, frozen=True):
    """A unit; `read_as` is the unit that its figures are read as: its own, or the one that came after it.

    `counted` are all its ratings up to the heads, of any day, by score; `dated` how many are of the period's
    days: none of the two is shown, they are what `verify` recomputes and late ratings are told by.
    """

    unit: str
    name: str
    read_as: str
    now: Said
    previous: Said
    year_before: Said
    counted: Counts
    dated: int
    sampled: Counts = {}
    marked: Marked | UnsetType = UNSET


class Choice(msgspec.Struct, frozen=True):
    """An answer, and how often it was given."""

    text: str
    number: int


class Asked(msgspec.Struct, frozen=True):
    """A question, and how many answered it."""

    text: str
    reasons: bool
    n: int
    choices: tuple[Choice, ...]


class CohortMember(msgspec.Struct, frozen=True):
    """A unit's time in a cohort: from `since` until before `until`."""

    unit: str
    since: str
    until: str | None


class CohortFacts(msgspec.Struct, frozen=True):
    """A dated list of units."""

    cohort: str
    name: str
    members: tuple[CohortMember, ...]


class Told(msgspec.Struct, frozen=True):
    """A sum of units that an earlier report showed, of the days from `first` on; or the marked ones of it."""

    first: str
    last: str
    units: tuple[str, ...]
    marked: bool | UnsetType = UNSET


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything; `unknown` and `planned` are lines whose ratings did not count for what was known then.

    `unknown` named somebody or something that nobody knew, `planned` were proofs; both by ledger.
    """

    format: int = FORMAT
    software: str
    period: Period
    heading: Heading
    frozen_ms: int
    rows_since: str | None
    kiosks: int
    heads: tuple[LedgerHead, ...]
    unknown: dict[str, tuple[int, ...]]
    planned: dict[str, tuple[int, ...]]
    excluded: Counts
    units: tuple[UnitFacts, ...]
    months: dict[str, Counts]
    asked: tuple[Asked, ...]
    cohorts: tuple[CohortFacts, ...]
    told: tuple[Told, ...]
    cases: CaseFacts | UnsetType = UNSET

    @property
    def seed(self) -> int:
        """What chance is drawn from: the heads alone."""
        return int.from_bytes(hashlib.sha256(write_json(self.heads)).digest()[:8])


def digest_of(facts: Facts) -> str:
    """SHA-256 of the facts as they are stored, in hex."""
    return hashlib.sha256(write_json(facts)).hexdigest()
