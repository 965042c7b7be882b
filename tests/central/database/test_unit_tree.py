from sqlalchemy import Engine, insert, update

from sync.central.database.engine import reading, writing
from sync.central.database.tables import successions, units
from sync.central.database.unit_tree import divided, read_as, units_above, units_below, units_below_any

TODAY = "2026-11-24"
TREE = {
    "province": None,
    "region": "province",
    "ward": "region",
    "village": "ward",
    "commune": "region",
    "elsewhere": None,
}


def plant(engine: Engine, tree: dict[str, str | None], after: list[tuple[str, str]] | None = None) -> None:
    with writing(engine) as connection:
        connection.execute(
            insert(units),
            [
                {"unit": unit, "parent": parent, "name_vi": unit, "name_en": unit, "active": 1}
                for unit, parent in tree.items()
            ],
        )
        for predecessor, successor in after or []:
            connection.execute(
                insert(successions).values(predecessor=predecessor, successor=successor, since="2025-07-01")
            )


def test_below_a_unit_stand_its_whole_subtree_and_itself(engine: Engine) -> None:
    plant(engine, TREE)
    with reading(engine) as connection:
        below = set(connection.execute(units_below("region")).scalars())
        assert below == {"region", "ward", "village", "commune"}
        assert connection.execute(units_below("nobody")).all() == []
        several = set(connection.execute(units_below_any(["ward", "elsewhere"])).scalars())
        assert several == {"ward", "village", "elsewhere"}
        assert connection.execute(units_below_any([])).all() == []


def test_above_a_unit_stand_those_it_belongs_to_nearest_first(engine: Engine) -> None:
    plant(engine, TREE)
    with reading(engine) as connection:
        assert units_above(connection, "village") == ["village", "ward", "region", "province"]
        assert units_above(connection, "nobody") == []


def test_a_circle_ends_every_walk(engine: Engine) -> None:
    plant(engine, {"a": "b", "b": "a"}, [("a", "b"), ("b", "a")])
    with reading(engine) as connection:
        assert set(connection.execute(units_below("a")).scalars()) == {"a", "b"}
        assert units_above(connection, "a") == ["a", "b"]
        assert set(connection.execute(read_as("a", TODAY)).scalars()) == {"a", "b"}


def test_figures_follow_through_mergers_and_never_through_a_division(engine: Engine) -> None:
    names = ["old 1", "old 2", "older", "merged", "split", "other"]
    after = [
        ("older", "old 1"),
        ("old 1", "merged"),
        ("old 2", "merged"),
        ("split", "merged"),
        ("split", "other"),
    ]
    plant(engine, dict.fromkeys(names), after)
    with reading(engine) as connection:
        assert set(connection.execute(read_as("merged", TODAY)).scalars()) == {
            "merged",
            "old 1",
            "old 2",
            "older",
        }
        assert connection.execute(divided("merged", TODAY)).scalars().all() == ["split"]
        assert connection.execute(read_as("other", TODAY)).scalars().all() == ["other"]


def test_what_was_decided_ahead_holds_from_its_day_on(engine: Engine) -> None:
    plant(engine, dict.fromkeys(["old", "late", "split", "merged", "other"]))
    with writing(engine) as connection:
        pairs = [("old", "merged", "2026-11-25"), ("late", "merged", "2020-01-01"), ("split", "merged", "")]
        pairs += [("split", "other", "2027-01-01")]
        names = ("predecessor", "successor", "since")
        connection.execute(insert(successions), [dict(zip(names, pair, strict=True)) for pair in pairs])
        ends = update(units).where(units.c.unit == "late").values(until="2026-12-01")
        connection.execute(ends)
    with reading(engine) as connection:
        days = (TODAY, "2026-11-25", "2026-12-01", "2027-01-01")
        found = [set(connection.execute(read_as("merged", day)).scalars()) - {"merged"} for day in days]
        assert found == [{"split"}, {"split", "old"}, {"split", "old", "late"}, {"old", "late"}]
        assert connection.execute(divided("merged", "2027-01-01")).scalars().all() == ["split"]
        assert connection.execute(divided("merged", TODAY)).scalars().all() == []
