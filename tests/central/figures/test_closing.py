"""The closing-day rule against somebody who keeps every view."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from msgspec import structs

from sync.central.figures import closing
from sync.central.figures.closing import DESK, Arrived, Published, close
from tests.central.attacker import only_without, smallest_group, spans
from tests.central.observer import Atom, Observer, counted

LEAVES = ("official:a", "official:b", DESK)
LEDGERS = ("x", "y")


@dataclass
class Rating:
    leaf: str
    score: int
    counts: bool = True
    corrected: str | None = None

    @property
    def whose(self) -> str:
        return self.corrected or self.leaf


@dataclass
class Village:
    """A unit whose ratings are known one by one."""

    ledgers: dict[str, list[Rating]] = field(default_factory=lambda: {name: [] for name in LEDGERS})
    held: Counter[str] = field(default_factory=Counter)
    observer: Observer = field(default_factory=lambda: Observer(Published("u")))

    def closes(self, *, pooling: bool, unnamed: bool) -> None:
        before, arrived = self.observer.state, {leaf: self.arrived(leaf) for leaf in LEAVES}
        untaken = {leaf: structs.replace(one, taken={}) for leaf, one in arrived.items()}
        rows = close(before, untaken, pooling=pooling, unnamed=unnamed)
        self.observer.look(rows, {leaf: self.atoms(leaf) for leaf in LEAVES})
        self.observer.state = close(before, arrived, pooling=pooling, unnamed=unnamed)
        assert (self.observer.state.leaves(), self.observer.state.pool) == (rows.leaves(), rows.pool)

    def atoms(self, leaf: str) -> Counter[Atom]:
        """Every rating of the leaf that counts, with what it says."""
        return Counter(
            {(f"{name} {seq}", one.score): 1 for name, seq, one in self.held_lines(leaf) if one.counts}
        )

    def arrived(self, leaf: str) -> Arrived:
        seen = self.observer.state.cells.get(leaf, closing.Cell()).seen
        held = [(name, seq, one) for name, seq, one in self.held_lines(leaf) if one.counts]
        mine = [(name, seq) for name, seq, one in held if one.leaf == leaf]
        fresh = sum(seq > seen.get(name, 0) for name, seq in mine)
        away = [
            (name, seq) for other in LEAVES for name, seq, one in self.held_lines(other)
            if one.counts and one.leaf == leaf != other
        ]  # fmt: skip
        return Arrived(counted(self.atoms(leaf)), fresh, last_of(mine), last_of(away))

    def leaf_of(self, atom: Atom) -> str:
        name, seq = atom[0].split()
        return self.ledgers[name][int(seq) - 1].leaf

    def held_lines(self, leaf: str) -> list[tuple[str, int, Rating]]:
        return [
            (name, seq, one)
            for name, lines in self.ledgers.items()
            for seq, one in enumerate(lines[: self.held[name]], start=1)
            if one.whose == leaf
        ]

    def happens(self, day: Any) -> None:
        for name, leaf, score, times in day["rated"]:
            self.ledgers[name] += [Rating(leaf, 1 + (score + number) % 5) for number in range(times)]
        for name in day["delivered"]:
            self.held[name] = len(self.ledgers[name])
        for name, part in day["lost"]:
            self.held[name] = min(self.held[name], part)
        everything = [one for lines in self.ledgers.values() for one in lines]
        for place, score in day["corrected"]:
            if everything:
                everything[place % len(everything)].score = score
        for place, leaf in day["moved"]:
            if everything:
                everything[place % len(everything)].corrected = leaf
        for place in day["doubted"]:
            if everything:
                everything[place % len(everything)].counts ^= True
        self.closes(pooling=day["month"] or day["quarter"], unnamed=day["quarter"])


def last_of(lines: list[tuple[str, int]]) -> dict[str, int]:
    return {name: max(seq for ledger, seq in lines if ledger == name) for name, _ in lines}


RATED = st.tuples(
    st.sampled_from(LEDGERS), st.sampled_from(LEAVES), st.integers(0, 4), st.integers(1, 13) | st.just(30)
)
PLACES = st.integers(0, 200)
DAYS = st.lists(
    st.fixed_dictionaries(
        {
            "rated": st.lists(RATED, max_size=4),
            "delivered": st.sets(st.sampled_from(LEDGERS)),
            "lost": st.lists(st.tuples(st.sampled_from(LEDGERS), st.integers(0, 30)), max_size=1),
            "corrected": st.lists(st.tuples(PLACES, st.integers(1, 5)), max_size=3),
            "doubted": st.lists(PLACES, max_size=3),
            "moved": st.lists(st.tuples(PLACES, st.sampled_from(LEAVES)), max_size=6),
            "month": st.booleans(),
            "quarter": st.booleans(),
        }
    ),
    min_size=2,
    max_size=9,
)


def smallest_of(days: list[Any]) -> int | None:
    village = Village()
    for day in days:
        village.happens(day)
    return smallest_group(village.observer.views, 10)


@given(DAYS)
@settings(max_examples=150)
def test_no_sum_or_difference_of_all_views_ever_shown_tells_of_fewer_than_ten_ratings(
    days: list[Any],
) -> None:
    assert smallest_of(days) is None


@given(DAYS)
@settings(max_examples=60)
def test_nothing_is_learnt_of_one_official_alone_but_what_thirty_ratings_of_his_own_say(
    days: list[Any],
) -> None:
    village = Village()
    for day in days:
        village.happens(day | {"moved": []})
        shown = village.observer.state.leaves()
        assert all(sum(shown[leaf].values()) >= 30 for leaf in shown if leaf != DESK)
    for official in LEAVES[:2]:
        own = [view for leaf, view in village.observer.shown if leaf == official]
        others = {
            atom for view in village.observer.views for atom in view if village.leaf_of(atom) != official
        }
        assert spans(own, only_without(village.observer.views, others))


def published(*days: Any) -> Published:
    village = Village()
    for day in days:
        village.happens(day)
    return village.observer.state


def test_an_official_is_shown_from_thirty_ratings_on_and_then_with_every_ten() -> None:
    first = ordinary(("x", LEAVES[0], 0, 29))
    assert published(first).number == 0
    second = ordinary(("x", LEAVES[0], 0, 1))
    assert sum(published(first, second).leaves()[LEAVES[0]].values()) == 30
    third = ordinary(("x", LEAVES[0], 0, 10))
    assert sum(published(first, second, third).leaves()[LEAVES[0]].values()) == 40


def test_who_is_not_shown_yet_joins_the_pool_at_a_quarters_end_and_never_alone() -> None:
    alone = ordinary(("x", LEAVES[0], 0, 12))
    month, quarter = ordinary(month=True), ordinary() | {"quarter": True}
    assert published(alone, month, quarter).number == 0
    both = ordinary(("x", LEAVES[1], 0, 3))
    assert published(alone, both, month).number == 0
    assert sum(published(alone, both, month, quarter).pool.values()) == 15


def ordinary(
    *rated: tuple[str, str, int, int], month: bool = False, lost: Any = (), back: Any = LEDGERS
) -> Any:
    return {
        "rated": list(rated), "delivered": back, "lost": list(lost),
        "corrected": [], "doubted": [], "moved": [], "month": month, "quarter": False,
    }  # fmt: skip


def test_the_attacker_finds_one_rating_where_a_figure_advances_with_every_rating(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = [ordinary(("x", DESK, 0, 12)), ordinary(("x", DESK, 0, 1))]
    assert smallest_of(days) is None
    monkeypatch.setattr(closing, "FEWEST", 1)
    assert smallest_of(days) == 1


def test_the_attacker_finds_a_group_where_the_lines_seen_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server is restored, counts others' ratings meanwhile, and is filled again."""
    days = [
        ordinary(("x", DESK, 0, 11), ("y", DESK, 0, 3)),
        ordinary(("y", DESK, 0, 25), lost=[("x", 0)]),
        ordinary(),
    ]
    assert smallest_of(days) is None
    monkeypatch.setattr(closing, "_later", lambda _seen, last: last)
    monkeypatch.setattr(Village, "arrived", net_growth)
    assert smallest_of(days) is not None


def test_a_rating_that_is_corrected_and_corrected_back_is_not_new_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Three of the desk's are an official's, are shown with his, and are the desk's again."""
    three = (30, 31, 32)
    his = ordinary(("x", LEAVES[0], 0, 30), ("y", DESK, 0, 3)) | {
        "moved": [(place, LEAVES[0]) for place in three]
    }
    back = ordinary(("y", DESK, 0, 7)) | {"moved": [(place, DESK) for place in three]}
    assert sum(published(his).leaves()[LEAVES[0]].values()) == 33
    assert published(his, back).leaves() == published(his).leaves()
    three_more = ordinary(("y", DESK, 0, 3))
    assert sum(published(his, back, three_more).leaves()[DESK].values()) == 13
    monkeypatch.setattr(Village, "arrived", never_taken)
    assert DESK in published(his, back).leaves()


ARRIVED = Village.arrived


def never_taken(village: Village, leaf: str) -> Arrived:
    return structs.replace(ARRIVED(village, leaf), taken={})


def test_the_attacker_finds_one_rating_where_what_is_corrected_is_new_to_somebody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = [
        ordinary(("x", LEAVES[0], 0, 30), ("y", DESK, 0, 10)),
        ordinary(("x", LEAVES[0], 0, 1)) | {"moved": [(place, LEAVES[0]) for place in range(31, 40)]},
    ]
    assert smallest_of(days) is None
    monkeypatch.setattr(Village, "arrived", new_to_somebody_else)
    assert smallest_of(days) == 2


def new_to_somebody_else(village: Village, leaf: str) -> Arrived:
    seen = village.observer.state.cells.get(leaf, closing.Cell()).seen
    mine = [(name, seq) for name, seq, one in village.held_lines(leaf) if one.counts]
    fresh = sum(seq > seen.get(name, 0) for name, seq in mine)
    return Arrived(counted(village.atoms(leaf)), fresh, last_of(mine))


def net_growth(village: Village, leaf: str) -> Arrived:
    """Fresh is what a count has grown by: what a simpler rule would take it for."""
    now, cell = counted(village.atoms(leaf)), village.observer.state.cells.get(leaf, closing.Cell())
    grown = sum(now.values()) - sum(cell.shown.values()) - sum(cell.pooled.values())
    return Arrived(now, grown, {})


def test_hypothesis_finds_a_leak_by_itself_where_the_rule_is_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(closing, "FEWEST", 5)
    searching = settings(max_examples=500, derandomize=True, phases=[Phase.generate])
    assert find(DAYS, lambda days: smallest_of(days) is not None, settings=searching)


# the attacker


def vector(**atoms: int) -> dict[str, int]:
    return {f"{name}{number}": 1 for name, size in atoms.items() for number in range(size)}


def test_the_attacker_subtracts() -> None:
    assert smallest_group([vector(a=12), vector(a=12, b=3)], 10) == 3
    assert smallest_group([vector(a=12), vector(a=12, b=13)], 10) is None


def test_the_attacker_combines_across_cells_and_times() -> None:
    """a+b, c+d and a+c are each large; what a has more than d has is not."""
    views = [vector(a=5, b=45), vector(c=6, d=3), vector(a=5, c=6)]
    assert smallest_group(views, 10) == 8
    assert smallest_group([vector(a=5, b=45), vector(c=6, d=30), vector(a=5, c=6)], 10) is None
