"""The feed: every rating once, late ones later, and the same cursor always gives the same bytes."""

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import Engine, select, update

from sync.central import feed_commands
from sync.central.acting import write_down
from sync.central.database.engine import reading, writing
from sync.central.database.tables import ledgers
from sync.central.feed.batches import make_batch
from sync.central.feed.keys import make_key
from sync.central.feed.parquet import ExportRefused, write_month
from sync.central.figures.derive import reread
from sync.central.figures.knowledge import knowledge_of
from sync.contract.problems import Code
from tests.central.commands import Run
from tests.central.desk import Desk, refusal
from tests.central.phone.phone import Phone
from tests.central.world import (
    COUNTER,
    OFFICIAL,
    OTHER_UNIT,
    QUESTIONS,
    UNIT,
    World,
    small_province,
    write_province,
)

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def told(world: World) -> int:
    """Make every batch that is due; how many entries there are in them."""
    made = 0
    while True:
        with writing(world.engine) as connection:
            done, entries = make_batch(connection, world.identity, world.clock.wall_ms())
        made += entries
        if not done:
            return made


def a_key(world: World, unit: str | None = None, *fields: str) -> dict[str, str]:
    with writing(world.engine) as connection:
        _, secret = make_key(connection, world.clock, "kho", unit, fields, "Lê Thị Mai")
    return {"Authorization": f"Bearer {secret}"}


def read(world: World, key: dict[str, str], after: str = "") -> tuple[list[dict[str, Any]], str]:
    answer = world.call("GET", f"/api/v1/feed?after={after}", headers=key)
    if answer.status_code == 204:
        return [], after
    assert answer.status_code == 200, answer.text
    *entries, last = [json.loads(line) for line in answer.text.splitlines()]
    return entries, last["next"]


def read_all(world: World, key: dict[str, str]) -> tuple[dict[str, dict[str, Any]], list[bytes]]:
    """The ratings as a reader ends up with them, and the bytes on the way."""
    found: dict[str, dict[str, Any]] = {}
    pages: list[bytes] = []
    after = ""
    while True:
        entries, following = read(world, key, after)
        if following == after:
            return found, pages
        pages.append(world.call("GET", f"/api/v1/feed?after={after}", headers=key).content)
        found |= {entry["id"]: entry for entry in entries}
        after = following


def test_every_rating_is_told_under_another_id_with_its_day_and_no_time(desk: Desk, world: World) -> None:
    desk.open()
    desk.anchor()
    rated = desk.rate(4, counter=COUNTER)
    desk.append("rating.detailed", {"of": rated, "answers": {"polite": "yes"}, "reasons": ["waiting"]})
    desk.deliver()
    assert told(world) == 1
    [entry], _ = read(world, a_key(world, None, "answers", "officials"))
    [(rating,)] = world.query("SELECT rating FROM ratings")
    assert rating not in json.dumps(entry)
    assert entry == {
        "id": entry["id"],
        "unit": UNIT,
        "counts": True,
        "day": "2026-11-23",
        "score": 4,
        "via": "touch",
        "stage": None,
        "questionnaire": f"{QUESTIONS}/1",
        "answers": {"improve": ["waiting"], "polite": ["yes"]},
        "official": OFFICIAL,
        "counter": COUNTER,
    }
    [entry], _ = read(world, a_key(world))
    assert not {"answers", "official", "counter"} & entry.keys()


def test_late_lines_come_later_and_what_was_read_is_read_the_same(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(1)
    changed = desk.rate(2)
    desk.deliver()
    told(world)
    key = a_key(world, None, "answers", "officials")
    found, before = read_all(world, key)
    assert sorted(entry["score"] for entry in found.values()) == [1, 2]
    desk.anchor()
    desk.append("rating.changed", {"of": changed, "score": 5})
    desk.append("rating.withdrawn", {"of": 2})
    desk.rate(3, official=None)
    desk.deliver(4)
    phone = Phone(desk)
    phone.rate(4)
    assert told(world) == 3
    phone.invite()
    desk.deliver(len(desk.lines))
    assert told(world) == 1
    found, after = read_all(world, key)
    assert after[: len(before)] == before
    assert sorted(entry.get("score", 0) for entry in found.values()) == [0, 3, 4, 5]
    counted = world.query("SELECT score FROM ratings WHERE status = 'counted' ORDER BY score")
    assert [score for (score,) in counted] == [3, 4, 5]
    assert told(world) == 0


def test_a_key_reaches_its_unit_and_nobody_elses(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(4)
    desk.deliver()
    told(world)
    assert len(read(world, a_key(world, UNIT))[0]) == 1
    entries, following = read(world, a_key(world, OTHER_UNIT))
    assert entries == []
    assert following == read(world, a_key(world, UNIT))[1]
    with writing(world.engine) as connection:
        mine = ledgers.c.kiosk == desk.kiosk
        connection.execute(update(ledgers).where(mine).values(quarantined_from=1))  # none of it counts
        knowledge = knowledge_of(connection, UNIT, world.identity.server_id, (world.identity.public,))
        reread(connection, connection.execute(select(ledgers).where(mine)).one(), knowledge)
    assert told(world) == 1
    [gone], _ = read(world, a_key(world, UNIT), following)
    assert (gone["unit"], gone["counts"]) == (UNIT, False)


def test_who_has_no_key_or_one_that_ended_is_refused(world: World) -> None:
    refusal(world.call("GET", "/api/v1/feed"), Code.SIGNATURE)
    refusal(world.call("GET", "/api/v1/feed", headers={"Authorization": "Bearer hlf_X"}), Code.SIGNATURE)
    key = a_key(world)
    assert world.call("GET", "/api/v1/feed", headers=key).status_code == 204
    world.execute("UPDATE feed_keys SET ended_ms = 1")
    refusal(world.call("GET", "/api/v1/feed", headers=key), Code.SIGNATURE)
    kept = world.query("SELECT digest FROM feed_keys")
    assert key["Authorization"].split()[1] not in str(kept)


def test_a_cursor_of_before_a_restore_is_told_apart(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(4)
    desk.deliver()
    told(world)
    key = a_key(world)
    _, cursor = read(world, key)
    for bad in ("x", "1", "1-zz", "-0123456789abcdef"):
        refusal(world.call("GET", f"/api/v1/feed?after={bad}", headers=key), Code.REQUEST)
    world.execute("DELETE FROM feed_batches")
    refusal(world.call("GET", f"/api/v1/feed?after={cursor}", headers=key), Code.FORKED)


def test_keys_are_made_and_ended_on_a_page_by_who_sees_as_much(world: World) -> None:
    person = world.sign_in(("supervisor", ""))
    made = world.send(person, "/feed-keys", name="Kho dữ liệu", unit="", fields="officials")
    assert made.status_code == 200
    [secret] = re.findall("hlf_[0-9A-Z]+", made.text)
    assert world.call("GET", "/api/v1/feed", headers={"Authorization": f"Bearer {secret}"}).status_code == 204
    assert secret not in world.call("GET", "/feed-keys", headers=person.headers).text
    [(key,)] = world.query("SELECT key FROM feed_keys")
    assert world.send(person, "/feed-keys/end", key=key).status_code == 303
    assert world.send(person, "/feed-keys/end", key=key).status_code == 404
    assert world.send(person, "/feed-keys", name="", unit="").status_code == 422
    acts = [act for (act,) in world.query("SELECT act FROM audit ORDER BY seq")]
    assert acts[-2:] == ["feed_key_made", "feed_key_ended"]


def test_a_month_is_written_as_parquet_and_read_by_duckdb(desk: Desk, world: World, tmp_path: Path) -> None:
    desk.open()
    desk.anchor()
    rated = desk.rate(2)
    desk.append("rating.detailed", {"of": rated, "answers": {"polite": "no"}, "reasons": ["waiting"]})
    desk.rate(5, official=None)
    desk.deliver()
    file, noted = tmp_path / "phiếu 'tháng' 11.parquet", list[int]()
    with reading(world.engine) as connection:
        assert write_month(connection, world.identity, "2026-11", file, noted.append) == 2
        assert (
            write_month(connection, world.identity, "2026-10", tmp_path / "none.parquet", noted.append) == 0
        )
        with pytest.raises(ExportRefused):
            write_month(connection, world.identity, "2026-11", file, noted.append)
    assert noted == [2, 0]
    with duckdb.connect() as duck:
        rows = duck.execute(
            "SELECT score, day::VARCHAR, official, answers['polite'] FROM read_parquet(?) ORDER BY score",
            [str(file)],
        ).fetchall()
        assert rows == [(2, "2026-11-23", OFFICIAL, ["no"]), (5, "2026-11-23", None, None)]
        none = duck.execute("SELECT count(*) FROM read_parquet(?)", [str(tmp_path / "none.parquet")])
        assert none.fetchall() == [(0,)]
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def month(run: Run, tmp_path: Path) -> Callable[[], int]:
    """Writes a month to `tmp_path/month.parquet` by the command; its exit code."""
    write_province(tmp_path / "province", small_province())
    assert run("directory", "load", str(tmp_path / "province"))[0] == 0
    words = ("export", "parquet", str(tmp_path / "month.parquet"), "--month", "2026-11", "--as", "Lê Thị Mai")
    return lambda: run(*words)[0]


def exports(engine: Engine) -> int:
    with reading(engine) as connection:
        found = "SELECT count(*) FROM audit WHERE act = 'data_exported'"
        return int(connection.exec_driver_sql(found).scalar_one())


def test_no_file_is_there_without_its_entry(
    month: Callable[[], int], engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(feed_commands, "write_down", breaks)
    assert month() == 5
    monkeypatch.setattr(feed_commands, "write_down", write_down)
    assert list(tmp_path.glob("*.parquet")) == []
    assert month() == 0
    assert exports(engine) == 1
    assert month() == 3
    assert exports(engine) == 1


def test_an_entry_stands_though_its_file_could_not_be_put_in_place(
    month: Callable[[], int], engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    assert month() == 3
    assert list(tmp_path.glob("*.parquet")) == []
    assert exports(engine) == 1
