"""Marks: what about a rating makes a reader wonder who gave it. Pure; nothing is ever taken out for a mark.

A mark is no proof: a family may rate one after the other. Figures stand with and without marked ratings, and
whoever reads them decides. A ledger's ratings of one day, as it gives their order and the ms since its boot,
are all that a rule looks at, beside that day's calls, invitations and opening hours.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from sync.central.figures.records import COUNTED, PHONE, Offer, OfferKind, Rating
from sync.contract.desk_time import day_number
from sync.contract.hours import MINUTE_MS, Hours, open_spans

FEWEST: Final = 5
"""So many make a burst, or a run of fives."""
BURST_MS: Final = MINUTE_MS
RUN_MS: Final = 10 * MINUTE_MS
LATE_MS: Final = 15 * MINUTE_MS
GRACE_MS: Final = 30 * MINUTE_MS
"""Who was served last may still rate after the desk has closed."""
TOP: Final = 5

K = TypeVar("K", bound=Hashable)
H = TypeVar("H", Rating, Offer)


class Rule(StrEnum):
    """Why a rating is marked."""

    BURST = "burst"
    """At least 5 ratings of one kiosk within a minute."""
    FIVES = "fives"
    """At least 5 times "very satisfied", and nothing else said, of one official within 10 minutes."""
    OUT_OF_HOURS = "out_of_hours"
    """Before the desk opened, or more than 30 minutes after it had closed, by the hours its kiosk follows."""
    CLOSING = "closing"
    """At least 5 of one official within the last quarter of an hour, and at least half of all of that day."""
    UNCALLED = "uncalled"
    """Touched at a counter beyond the transactions that its calls said were over that day."""
    INVITATIONS = "invitations"
    """By phone, and at least 5 invitations were made within the minute in which its own was."""
    REPEATED = "repeated"
    """Of a dossier that was rated at the same stage before, on that day at that kiosk."""


BY_THE_HOUR: Final = (Rule.OUT_OF_HOURS, Rule.CLOSING)
"""Rules that need to know when a rating was given, not only which came how soon after which."""


class Mark(NamedTuple):
    """The rating of line `seq` is marked by a rule."""

    seq: int
    rule: Rule


class Told(NamedTuple):
    """What a directory says that was published then (ms UTC); `hours` None: the desk never closes."""

    published_ms: int
    hours: Hours | None


def marks_of(rated: Iterable[Rating], offered: Iterable[Offer], told: Sequence[Told]) -> list[Mark]:
    """The marks of one ledger's ratings of one day; `told`: what held as it began and, in order, came on it.

    A kiosk follows a directory some time after it is published: until then, one of those before.
    """
    hours = told[0].hours
    mine = sorted((one for one in rated if one.status == COUNTED), key=lambda one: one.seq)
    made = sorted((one for one in offered if one.status == COUNTED), key=lambda one: one.seq)
    here = [one for one in mine if one.via != PHONE]
    found = {
        Rule.BURST: _close(here, BURST_MS),
        Rule.FIVES: _fives(here),
        Rule.OUT_OF_HOURS: (one for one in here if _is_outside(one, told)),
        Rule.CLOSING: () if hours is None else _at_closing(here, hours),
        Rule.UNCALLED: _uncalled(here, made),
        Rule.INVITATIONS: _invited(mine, made),
        Rule.REPEATED: _repeated(here),
    }
    return sorted(Mark(one.seq, rule) for rule, some in found.items() for one in some)


def stretches(moments: Sequence[int], within_ms: int, fewest: int = FEWEST) -> list[range]:
    """The stretches (places in `moments`, ms, ascending) of which at least `fewest` lie within so many ms."""
    found: list[range] = []
    for last in range(fewest - 1, len(moments)):
        first = last - fewest + 1
        if moments[last] - moments[first] > within_ms:
            continue
        if found and first < found[-1].stop:
            found[-1] = range(found[-1].start, last + 1)
        else:
            found.append(range(first, last + 1))
    return found


def _close(some: Sequence[H], within_ms: int) -> Iterator[H]:
    """Those that came within so many ms, of one boot."""
    for boot in _boots(some):
        for stretch in stretches([one.up for one in boot], within_ms):
            yield from (boot[place] for place in stretch)


def _boots(some: Sequence[H]) -> list[list[H]]:
    """A ledger's happenings, parted where its clock since the boot began anew."""
    parts: list[list[H]] = []
    for one in some:
        if parts and parts[-1][-1].up <= one.up:
            parts[-1].append(one)
        else:
            parts.append([one])
    return parts


def _fives(here: Sequence[Rating]) -> Iterator[Rating]:
    silent = (one for one in here if one.score == TOP and one.detail is None and one.official is not None)
    for some in _by((one.official, one) for one in silent):
        yield from _close(some, RUN_MS)


def _is_outside(rating: Rating, told: Sequence[Told]) -> bool:
    """Whether no moment at which it may have been given lies in hours that its kiosk may have followed."""
    earliest, latest = rating.earliest_ms, rating.latest_ms
    if earliest is None or latest is None:
        return False
    followed = (told[0].hours, *(one.hours for one in told[1:] if one.published_ms <= earliest))
    return all(hours is not None and _lies_outside(earliest, latest, hours) for hours in followed)


def _lies_outside(earliest: int, latest: int, hours: Hours) -> bool:
    day = day_number(earliest)
    spans = (*open_spans(hours, day - 1), *open_spans(hours, day))
    return not any(earliest < end + GRACE_MS and start <= latest for start, end in spans)


def _at_closing(here: Sequence[Rating], hours: Hours) -> Iterator[Rating]:
    for some in _by((one.official, one) for one in here if one.official is not None):
        late = [one for one in some if _is_late(one, hours)]
        if len(late) >= FEWEST and 2 * len(late) >= len(some):
            yield from late


def _is_late(rating: Rating, hours: Hours) -> bool:
    earliest, latest = rating.earliest_ms, rating.latest_ms
    if earliest is None or latest is None:
        return False
    spans = open_spans(hours, day_number(earliest))
    return bool(spans) and spans[-1][1] - LATE_MS <= earliest and latest <= spans[-1][1] + GRACE_MS


def _uncalled(here: Sequence[Rating], made: Sequence[Offer]) -> Iterator[Rating]:
    called: defaultdict[str | None, int] = defaultdict(int)
    for one in made:
        if one.kind == OfferKind.CALL:
            called[one.counter] += 1
    for some in _by((one.counter, one) for one in here if one.counter in called):
        surplus = len(some) - called[some[0].counter]
        touched = [one for one in some if one.via == "touch"]
        yield from touched[-surplus:] if surplus > 0 else ()


def _invited(mine: Sequence[Rating], made: Sequence[Offer]) -> Iterator[Rating]:
    fast = {one.seq for one in _close([one for one in made if one.kind == OfferKind.INVITATION], BURST_MS)}
    return (one for one in mine if one.via == PHONE and one.seq in fast)


def _repeated(here: Sequence[Rating]) -> Iterator[Rating]:
    return (one for one in here if one.repeated)


def _by(some: Iterable[tuple[K, Rating]]) -> Iterable[list[Rating]]:
    apart: defaultdict[K, list[Rating]] = defaultdict(list)
    for key, one in some:
        apart[key].append(one)
    return apart.values()
