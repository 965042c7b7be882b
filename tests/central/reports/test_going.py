"""A report over real ledgers: frozen, with late ratings, signed, recomputed, published."""

import json
from typing import Any

import pytest
from sqlalchemy import event

from sync.central.attribution.office import Proposal
from sync.central.cases.rules import load_rules
from sync.central.database.engine import reading, writing
from sync.central.figures.publishing import OUTSIDE, close_due
from sync.central.reports.facts import Facts, Marked
from sync.central.reports.files import WRITER, File, Progress
from sync.central.reports.gathering import Terms, read_facts
from sync.central.reports.going import draft, freeze, publish, sign_report
from sync.central.reports.issue import State
from sync.central.reports.periods import load_form
from sync.central.reports.records import (
    Record,
    ReportRefused,
    corrected_since,
    late_by_unit,
    published_file,
    published_reports,
    read_report,
    signed_files,
    told_before,
)
from sync.central.reports.verifying import Proof, verify_report
from tests.central.attribution.shift import corrected
from tests.central.desk import Desk
from tests.central.phone.phone import Phone
from tests.central.world import (
    COLLEAGUE,
    DAY_MS,
    OFFICIAL,
    OTHER_UNIT,
    START_MS,
    UNIT,
    World,
    small_province,
)

REPORT = "2026-H2"
FORM = load_form()
TERMS = Terms(FORM.heading, load_rules())


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; one story of all this is told on PostgreSQL in test_on_postgresql.py."""
    return sqlite_url


class Owner:
    """Who owns the survey, at a world's server."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.noted: list[str] = []
        with writing(world.engine) as connection:
            draft(connection, FORM, REPORT, world.clock.wall_ms())

    def _note(self, _connection: object, record: Record) -> None:
        self.noted.append(record.state)

    def close(self, days: int = 1) -> None:
        for _ in range(days):
            self.world.clock.now_ms += DAY_MS
            close_due(self.world.engine, self.world.identity, self.world.clock, self.world.folder / OUTSIDE)

    def freeze(self) -> Record:
        world = self.world
        outside = world.folder / OUTSIDE
        return freeze(world.engine, world.identity, world.clock, outside, REPORT, TERMS, self._note)

    def sign(self) -> Record:
        world = self.world
        return sign_report(
            world.engine, world.identity, world.clock, REPORT, "07", "Nguyễn Văn Minh", self._note
        )

    def record(self) -> Record:
        with reading(self.world.engine) as connection:
            return read_report(connection, REPORT)

    def facts(self) -> Facts:
        found = self.record().facts
        assert found
        return found

    def late(self) -> dict[str, int]:
        with reading(self.world.engine) as connection:
            return late_by_unit(connection, self.facts())

    def verify(self, *given: File, told: Progress | None = None) -> Proof:
        with reading(self.world.engine) as connection:
            record = read_report(connection, REPORT)
            assert record.facts
            return verify_report(connection, self.world.identity, record, record.facts, given, told)

    def own_lines(self) -> list[dict[str, Any]]:
        own = "SELECT raw FROM lines WHERE ledger_no = 1 ORDER BY seq"
        lines = [json.loads(raw) for (raw,) in self.world.query(own)]
        return [line for line in lines if line["kind"].startswith("report.")]


def rate(desk: Desk, times: int, score: int = 5, **other: Any) -> list[int]:
    return [desk.rate(score, None, **other) for _ in range(times)]


@pytest.fixture
def owner(world: World, desk: Desk) -> Owner:
    """Ratings that were given, delivered and published in November."""
    owner = Owner(world)
    owner.close(0)
    close_due(world.engine, world.identity, world.clock, world.folder / OUTSIDE)
    desk.open()
    desk.anchor()
    rate(desk, 30)
    rate(desk, 6, 2)
    rate(desk, 3, practice=True)
    desk.deliver()
    owner.close()
    return owner


def after_the_period(owner: Owner) -> None:
    owner.world.clock.now_ms += 25 * DAY_MS


def test_a_period_that_is_not_over_cannot_be_frozen(owner: Owner) -> None:
    with pytest.raises(ReportRefused, match="is not over"):
        owner.freeze()
    assert owner.record().state is State.DRAFT


def test_what_is_frozen_is_what_was_published_and_its_heads_are_those_of_every_ledger(owner: Owner) -> None:
    after_the_period(owner)
    frozen = owner.freeze()
    facts = owner.facts()
    assert frozen.state is State.FROZEN
    (unit,) = [one for one in facts.units if one.unit == UNIT]
    assert (unit.now.scores, unit.counted, unit.dated) == ({"2": 6, "5": 30}, {"2": 6, "5": 30}, 36)
    assert unit.marked == Marked({"2": 6, "5": 30}, {"burst": 36}, 0), "all within a minute"
    assert facts.excluded == {"practice": 3}
    assert len(facts.heads) == 2
    (line,) = owner.own_lines()
    assert (line["kind"], line["body"]["report"]) == ("report.frozen", REPORT)
    assert owner.verify().differences == []
    assert owner.world.verify().differences == []


def test_ratings_by_phone_are_recomputed_as_they_were_known_when_it_was_frozen(
    owner: Owner, desk: Desk
) -> None:
    in_time, late, unanswered = Phone(desk), Phone(desk), Phone(desk)
    first = len(desk.lines) + 1
    for phone in (in_time, late, unanswered):
        phone.invite()
    in_time.rate(2)
    owner.close(8)
    late.rate(1)
    desk.deliver(first)
    owner.close()
    owner.world.clock.now_ms += 17 * DAY_MS
    owner.freeze()
    assert owner.facts().excluded == {"late": 1, "practice": 3}
    unanswered.rate(3)
    assert owner.verify().differences == []
    assert owner.world.verify().differences == []


def test_what_a_frozen_report_showed_is_known_to_the_next_one(owner: Owner) -> None:
    after_the_period(owner)
    owner.freeze()
    with reading(owner.world.engine) as connection:
        told = told_before(connection, "2027-H1")
        assert told_before(connection, REPORT) == ()
    assert {(one.first, one.last, one.units) for one in told} == {
        ("2026-06-15", "2026-12-14", units) for units in ((UNIT,), tuple(sorted((UNIT, OTHER_UNIT))))
    }


def test_ratings_that_come_late_are_listed_and_not_mixed_in(owner: Owner, desk: Desk) -> None:
    after_the_period(owner)
    owner.freeze()
    first = len(desk.lines) + 1
    rate(desk, 12, 1)
    desk.deliver(first)
    before = owner.facts()
    assert owner.late() == {UNIT: 12}
    owner.close()
    assert owner.facts() == before
    assert owner.verify().differences == []
    assert owner.world.verify().differences == []


def test_few_ratings_that_wait_are_in_no_report_until_ten_have_come(owner: Owner, desk: Desk) -> None:
    """So nobody finds one citizen's rating in what a report has more than the page."""
    first = len(desk.lines) + 1
    rate(desk, 4, 1)
    desk.deliver(first)
    after_the_period(owner)
    owner.world.clock.now_ms -= 8 * DAY_MS  # no month's end yet
    with reading(owner.world.engine) as connection:
        facts = read_facts(connection, owner.record().period, TERMS, (), 0)
    (unit,) = [one for one in facts.units if one.unit == UNIT]
    assert (unit.now.scores, unit.dated) == ({"2": 6, "5": 30}, 40)


def test_a_signed_report_keeps_its_bytes_and_anybody_can_build_them_again(owner: Owner) -> None:
    after_the_period(owner)
    owner.freeze()
    owner.sign()
    with reading(owner.world.engine) as connection:
        files = signed_files(connection, REPORT)
    frozen, told = owner.own_lines()
    assert told["body"]["files"] == {file.kind: file.digest for file in files}
    assert told["body"]["digest"] == frozen["body"]["digest"]
    assert told["body"]["by"] != "Nguyễn Văn Minh", "a mark stands for a name"
    proof = owner.verify(*files)
    assert (proof.differences, proof.files) == ([], 8)
    owner.world.execute("UPDATE report_files SET raw = X'00' WHERE kind = 'xlsx'")
    found = [one.text() for one in owner.verify(File("json", b"another")).differences]
    assert [text.partition(":")[0] for text in found] == ["report.signed", "signature", "file", "file"]
    assert [text[:11] for text in found[2:]] == ["file: .xlsx", "file: .json"]


def test_which_way_its_files_were_written_is_signed_with_a_report(owner: Owner) -> None:
    after_the_period(owner)
    owner.freeze()
    owner.sign()
    assert owner.own_lines()[-1]["body"]["writer"] == WRITER
    assert owner.verify().other_writer is None
    owner.world.execute(f"UPDATE reports SET issue = replace(issue, '\"writer\":{WRITER}', '\"writer\":1')")
    proof = owner.verify()
    assert proof.other_writer == 1
    assert [one.text() for one in proof.differences] == [
        f"report.signed: {REPORT} writer: stored 1, derived {WRITER}"
    ]


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("UPDATE reports SET document = replace(document, '\"5\":30', '\"5\":31')", "report.frozen"),
        ("UPDATE closed_rows SET n = n + 1 WHERE value = '5'", "rows of now"),
        ("UPDATE closed_marks SET n = n + 1 WHERE what = '5'", "marked ratings"),
        (
            "UPDATE lines SET raw = CAST(replace(CAST(raw AS TEXT), '\"score\":2', '\"score\":3') AS BLOB)",
            "ratings counted",
        ),
        ("UPDATE ledgers SET kiosk = 'nobody' WHERE ledger_no > 1", "ratings counted"),
        ("UPDATE lines SET hash = X'00' WHERE ledger_no > 1 AND seq = 39", "line altered"),
        ("DELETE FROM lines WHERE ledger_no > 1 AND seq = 41", "head"),
    ],
)
def test_verify_names_what_somebody_changed(owner: Owner, harm: str, named: str) -> None:
    after_the_period(owner)
    owner.freeze()
    owner.world.execute(harm)
    assert named in {found.what for found in owner.verify().differences}


def test_verify_tells_which_ledger_and_which_file_it_has_come_to(owner: Owner, desk: Desk) -> None:
    after_the_period(owner)
    owner.freeze()
    owner.sign()
    heard: list[tuple[str, int, int]] = []
    owner.verify(told=lambda *one: heard.append(one))
    assert f"ledger {desk.ledger}" in [what for what, _, _ in heard]
    assert heard[-4:] == [("docx", 1, 4), ("pdf", 2, 4), ("xlsx", 3, 4), ("json", 4, 4)]


def test_who_becomes_known_later_changes_no_report_that_is_frozen(owner: Owner, desk: Desk) -> None:
    first = len(desk.lines) + 1
    for _ in range(3):
        desk.rate(4, COLLEAGUE)
    desk.deliver(first)
    after_the_period(owner)
    owner.freeze()
    province = small_province()
    one = province["officials"][0] | {"official": COLLEAGUE, "name": "Lê Văn Nam", "counters": []}
    province["officials"].append(one)
    owner.world.load(province)
    assert owner.late() == {UNIT: 3}
    assert owner.verify().differences == []
    assert owner.world.verify().differences == []


def test_a_unit_that_only_stands_above_others_is_in_no_report(owner: Owner) -> None:
    after_the_period(owner)
    owner.freeze()
    assert {unit.unit for unit in owner.facts().units} == {UNIT, OTHER_UNIT}
    owner.world.execute(f"UPDATE units SET parent = '{OTHER_UNIT}' WHERE unit = '{UNIT}'")
    with reading(owner.world.engine) as connection:
        facts = read_facts(connection, owner.record().period, TERMS, (), 0)
    assert [unit.unit for unit in facts.units] == [UNIT]
    assert owner.verify().differences == []


def test_who_ratings_were_given_for_is_corrected_later_and_changes_no_report_that_is_frozen(
    owner: Owner, desk: Desk
) -> None:
    after_the_period(owner)
    owner.freeze()
    facts, given = owner.facts(), Proposal(desk.kiosk, START_MS, START_MS + DAY_MS, None, OFFICIAL)
    owner.world.clock.now_ms += 1
    corrected(owner.world, given)
    assert owner.facts() == facts
    assert owner.late() == {}
    with reading(owner.world.engine) as connection:
        assert corrected_since(connection, facts) == 1
    assert owner.world.query("SELECT sum(n) FROM official_months") == [(36,)]
    assert owner.verify().differences == []
    assert owner.world.verify().differences == []


def test_steps_go_one_way_and_the_public_has_only_what_was_published(owner: Owner) -> None:
    world = owner.world
    after_the_period(owner)
    with pytest.raises(ReportRefused, match="is draft"):
        owner.sign()
    owner.freeze()
    with pytest.raises(ReportRefused, match="is frozen"):
        owner.freeze()
    owner.sign()
    with reading(world.engine) as connection:
        assert published_reports(connection) == []
        assert published_file(connection, REPORT, "pdf") is None
    with writing(world.engine) as connection:
        publish(connection, world.identity, world.clock, REPORT)
    with reading(world.engine) as connection:
        (found,) = published_reports(connection)
        raw = published_file(connection, REPORT, "pdf")
    assert raw is not None
    assert File("pdf", raw).digest == found.files["pdf"]
    assert owner.noted == ["frozen", "signed"]
    assert [line["kind"] for line in owner.own_lines()] == [
        "report.frozen",
        "report.signed",
        "report.published",
    ]
    assert world.verify().differences == []


def test_a_report_reads_rollups_and_no_rating(owner: Owner) -> None:
    """However many ratings there are: the statements and their plans touch no row that counts."""
    asked: list[tuple[str, Any]] = []

    def hear(_c: object, _cursor: object, sql: str, given: Any, *_: object) -> None:
        asked.append((sql, given))

    with reading(owner.world.engine) as connection:
        event.listen(connection, "before_cursor_execute", hear)
        read_facts(connection, owner.record().period, TERMS, (), 0)
        plans = [
            row[3]
            for sql, given in list(asked)
            if "FROM ratings" in sql
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
            if "ratings" in row[3]
        ]
    assert plans
    assert all("ratings_not_counted" in plan for plan in plans), plans
