import json
from dataclasses import dataclass, field

import pytest

from sync.central.accounts.audit import By, record, verify_audit
from sync.central.alarms.listing import AlarmRefused
from sync.central.database.engine import reading, writing
from sync.central.database.now import database_ms
from sync.central.figures.coarse import day_start
from sync.central.jobs.every import every_job
from sync.central.jobs.running import run_due
from sync.central.retention.applying import apply_policies
from sync.central.retention.policies import Kept, RetentionRefused, cutoff_ms, list_policies, set_policy
from sync.contract.segment import digest
from tests.central.commands import Run
from tests.central.desk import Desk
from tests.central.figures.tables import ROLLUPS
from tests.central.jobs.work import work_of
from tests.central.world import COUNTER, DAY_MS, World

WHO = "Trần Văn Minh"


@pytest.fixture(name="world")
def a_world_of_today(world: World) -> World:
    """The server's clock is the database's: policies are applied by that one."""
    with reading(world.engine) as connection:
        world.clock.now_ms = database_ms(connection)
    return world


def keep(world: World, policy: str, days: int | None) -> None:
    with writing(world.engine) as connection:
        set_policy(connection, world.identity, world.clock, policy, days, WHO)


def policies(world: World) -> dict[str, Kept]:
    with reading(world.engine) as connection:
        return {kept.policy: kept for kept in list_policies(connection)}


def applied(world: World) -> dict[str, int]:
    work = work_of(world)
    assert work.lease.take()
    gone = apply_policies(work)
    work.lease.give_back()
    return gone


def own_lines(world: World, kind: str) -> list[dict[str, object]]:
    raws = world.query(
        "SELECT raw FROM lines JOIN ledgers ON ledgers.ledger_no = lines.ledger_no "
        "JOIN server ON server.ledger = ledgers.ledger ORDER BY seq"
    )
    told = [json.loads(bytes(raw)) for (raw,) in raws]
    return [line["body"] for line in told if line["kind"] == kind]


def figures(world: World) -> list[list[tuple[object, ...]]]:
    return [sorted(world.query(f"SELECT * FROM {table}"), key=str) for table in ROLLUPS]


def an_old_day(world: World, days: int) -> Desk:
    """A kiosk that delivered ratings, dated to the second, and a call, so many days ago; and one now."""
    now_ms = world.clock.now_ms
    world.clock.now_ms -= days * DAY_MS
    desk = Desk(world)
    desk.open()
    desk.anchor()
    for score in (5, 4):
        desk.rate(score)
    desk.append("call.made", {"counter": COUNTER})
    desk.deliver()
    world.clock.now_ms = now_ms
    desk.reboot()
    desk.anchor()
    desk.rate(2)
    desk.deliver(6)
    return desk


def test_after_their_days_precise_times_are_dates_and_every_figure_is_what_it_was(world: World) -> None:
    desk = an_old_day(world, 40)
    before, dates = figures(world), world.query("SELECT seq, day, month FROM ratings ORDER BY seq")
    keep(world, "times", 30)
    assert policies(world)["times"].due == 3
    assert applied(world) == {"times": 3}
    assert (applied(world), policies(world)["times"].due) == ({}, 0)
    rows = world.query("SELECT earliest_ms, latest_ms, received_ms FROM ratings ORDER BY seq")
    start = day_start(world.clock.now_ms - 40 * DAY_MS)
    assert rows[:2] == [(start, start + DAY_MS - 1, start)] * 2
    assert rows[2][0] != day_start(rows[2][0]), "what is younger keeps its time"
    assert world.query("SELECT earliest_ms, received_ms FROM offers") == [(start, start)]
    assert figures(world) == before
    assert world.query("SELECT seq, day, month FROM ratings ORDER BY seq") == dates
    assert world.verify().differences == []
    ratings, calls = own_lines(world, "retention.applied")
    told = {"policy": "times", "before": cutoff_ms(30, world.clock.now_ms)}
    assert (ratings, calls) == (told | {"count": 2}, told | {"count": 1})
    desk.append("rating.changed", {"of": 3, "score": 1})
    desk.deliver(8)
    assert world.verify().differences == [], "a later line about it changes nothing of that"


def test_a_date_where_a_time_may_still_stand_is_a_difference(world: World) -> None:
    an_old_day(world, 40)
    start = day_start(world.clock.now_ms - 40 * DAY_MS)
    world.execute(f"UPDATE ratings SET received_ms = {start} WHERE seq = 3")
    assert world.verify().differences
    keep(world, "times", 30)
    applied(world)
    assert world.verify().differences == []
    world.execute("UPDATE ratings SET earliest_ms = earliest_ms - 86400000 WHERE seq = 3")
    assert world.verify().differences


def test_nothing_goes_until_somebody_says_how_long_it_is_kept(world: World) -> None:
    an_old_day(world, 4_000)
    assert all(kept.days is None and kept.due == 0 for kept in policies(world).values())
    assert applied(world) == {}
    keep(world, "times", 30)
    keep(world, "times", None)
    assert applied(world) == {}
    assert [line["days"] for line in own_lines(world, "retention.set")] == [30, None]
    kept = policies(world)["times"]
    assert (kept.days, kept.set_by) == (None, WHO)


def test_bodies_that_nobody_could_take_go_after_their_days(world: World) -> None:
    now_ms = world.clock.now_ms
    for days in (0, 9, 10, 11, 30):
        world.clock.now_ms = now_ms - days * DAY_MS
        world.call("POST", f"/api/v1/ledgers/{COUNTER}/segments", b"strange")
    world.clock.now_ms = now_ms
    keep(world, "refused", 10)
    assert applied(world) == {"refused": 2}
    assert world.query("SELECT count(*) FROM refused") == [(3,)]


def test_a_comment_goes_after_its_days_and_no_kiosk_brings_it_back(world: World) -> None:
    now_ms, comment = world.clock.now_ms, b"sealed, or so the server believes"
    world.clock.now_ms -= 40 * DAY_MS
    desk = Desk(world)
    desk.open()
    told = {"of": desk.rate(2), "answers": {}, "reasons": [], "attached": {"comment": digest(comment)}}
    desk.append("rating.detailed", told)
    desk.deliver(blobs=(comment,))
    world.clock.now_ms = now_ms
    keep(world, "comments", 30)
    assert applied(world) == {"comments": 1}
    desk.deliver(blobs=(comment,))
    assert world.query("SELECT count(*) FROM blobs") == [(0,)]
    assert world.verify().differences == []
    assert len(own_lines(world, "text.erased")) == 1


def test_the_audit_log_begins_later_and_is_chained_all_the_same(world: World) -> None:
    now_ms = world.clock.now_ms

    def act(name: str, days: int) -> None:
        world.clock.now_ms = now_ms - days * DAY_MS
        with writing(world.engine) as connection:
            record(connection, world.clock, By("", WHO), name)
        world.clock.now_ms = now_ms

    for number, days in enumerate((500, 450, 380, 400, 2)):
        act(f"act_{number}", days)
    keep(world, "audit", 390)
    assert policies(world)["audit"].due == 2
    assert applied(world) == {"audit": 2}
    assert world.query("SELECT min(seq) FROM audit") == [(3,)]
    with reading(world.engine) as connection:
        assert list(verify_audit(connection)) == []
    (told,) = own_lines(world, "audit.forgotten")
    assert told["through"] == 2
    act("act_6", 0)
    world.execute("DELETE FROM audit WHERE seq = 3")
    with reading(world.engine) as connection:
        assert list(verify_audit(connection))


def test_a_log_of_which_nothing_is_left_goes_on_where_it_ended(world: World) -> None:
    now_ms = world.clock.now_ms
    keep(world, "audit", 365)
    world.clock.now_ms = now_ms - 800 * DAY_MS
    world.execute("DELETE FROM audit")
    with writing(world.engine) as connection:
        record(connection, world.clock, By("", WHO), "long_ago")
    world.clock.now_ms = now_ms
    assert applied(world) == {"audit": 1}
    with writing(world.engine) as connection:
        record(connection, world.clock, By("", WHO), "today")
    with reading(world.engine) as connection:
        assert list(verify_audit(connection)) == []
    assert world.query("SELECT seq, act FROM audit") == [(2, "today")]


def test_what_cannot_be_set_is_refused(world: World) -> None:
    for policy, days in (("everything", 10), ("audit", 364), ("times", 1), ("times", 36_501)):
        with pytest.raises(RetentionRefused):
            keep(world, policy, days)
    with writing(world.engine) as connection, pytest.raises(AlarmRefused):
        set_policy(connection, world.identity, world.clock, "times", 30, "  ")
    assert world.query("SELECT count(*) FROM retention") == [(0,)]


@dataclass
class Killed(BaseException):
    pieces: list[int] = field(default_factory=list)


def test_a_job_that_is_killed_between_pieces_is_finished_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_old_day(world, 40)
    monkeypatch.setattr("sync.central.retention.times.AT_A_TIME", 1)
    keep(world, "times", 30)
    work = work_of(world)
    assert work.lease.take()

    def die() -> None:
        raise Killed

    monkeypatch.setattr(work, "go_on", die)
    with pytest.raises(Killed):
        apply_policies(work)
    assert policies(world)["times"].due == 2
    assert world.verify().differences == []
    work.lease.give_back()
    retention = [job for job in every_job(world.settings) if job.name == "retention"]
    assert run_due(work_of(world, "second"), retention) == ["retention"]
    assert policies(world)["times"].due == 0
    assert world.query("SELECT outcome, detail FROM jobs") == [("done", "times: 2")]
    assert world.verify().differences == []


def test_a_dry_run_tells_what_would_go_and_lets_nothing_go(run: Run) -> None:
    assert run("migrate")[0] == 0
    assert run("retention", "set", "refused", "--days", "10", "--as", WHO)[0] == 0
    assert run("retention", "set", "nothing", "--days", "10", "--as", WHO)[0] == 3
    assert run("retention", "apply", "--dry-run", "--json") == (0, '{"dry_run":true,"gone":{}}\n')
    code, said = run("retention", "list", "--json")
    told = {kept["policy"]: kept for kept in json.loads(said)}
    assert (code, told["refused"]["days"], told["times"]["days"]) == (0, 10, None)
    assert (
        "refused: bodies that nobody could take, kept aside\n  kept 10 days, set by"
        in run("retention", "list")[1]
    )
    assert run("retention", "apply")[1] == "nothing is due\n"
    assert run("verify")[0] == 0
