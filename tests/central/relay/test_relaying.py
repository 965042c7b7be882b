"""What kiosks delivered to a province arrives above it: as it came, once, counted alike, whatever is cut."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.central.api.site import site_of
from sync.central.attribution.office import Proposal
from sync.central.database.engine import reading, writing
from sync.central.figures.time import day_at
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.canaries import give_canary, plan_canary
from sync.central.fleet.commanding import issue_command
from sync.central.fleet.retiring import replace_kiosk, revoke_kiosk
from sync.central.fleet.setting import read_settings, set_kiosk
from sync.central.ingest.admission import Admission, Limits
from sync.central.keys.acting_person import mark_of
from sync.central.keys.own_ledger import append
from sync.central.quarantine.releasing import release
from sync.central.quarantine.waiting import list_waiting, propose
from sync.central.relay.answering import Outcome
from sync.central.relay.joining import RelayRefused, join
from sync.central.relay.passing import relay_once
from sync.contract.desk_time import DAY_MS
from sync.contract.encoding import write_json
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import public_bytes
from sync.contract.salvage import build_salvage
from sync.contract.segment import digest
from sync.contract.token import receipt_code
from tests.central.attribution.shift import a_shift, by_official, corrected, with_colleague
from tests.central.desk import NONCE, Desk
from tests.central.phone.phone import Phone
from tests.central.relay.conftest import BELOW
from tests.central.relay.two import Server, Two, lines_of
from tests.central.world import COLLEAGUE, OFFICIAL, OTHER_UNIT, UNIT, small_province

FIGURES = (
    "SELECT * FROM unit_days ORDER BY 1, 2, 3",
    "SELECT * FROM unit_counters ORDER BY 1, 2, 3, 4",
    "SELECT * FROM official_months ORDER BY 1, 2, 3, 4",
    "SELECT * FROM unit_answers ORDER BY 1, 2, 3, 4, 5",
    "SELECT * FROM answer_months ORDER BY 1, 2, 3, 4, 5",
    "SELECT * FROM unit_offers ORDER BY 1, 2, 3, 4",
    "SELECT * FROM offer_months ORDER BY 1, 2, 3, 4",
    "SELECT rating, kiosk, score, status, day FROM ratings ORDER BY rating",
)
NEW_UNIT = "eeeeeeee-0000-4000-8000-000000000001"
ATTENTION = "SELECT seq, reason, detail FROM needs_attention WHERE reason <> 'missing_blob' ORDER BY 1, 2, 3"


BOTH_WAYS = pytest.mark.parametrize("two", BELOW, indirect=True)


def a_day(two: Two, ratings: int = 5) -> Desk:
    """A kiosk of the province that was rated, and delivered in three pieces."""
    desk = Desk(two.province)
    desk.open()
    desk.anchor()
    given = [desk.rate(1 + place % 5) for place in range(ratings)]
    desk.deliver()
    body = {"of": given[0], "answers": {"polite": "yes"}, "reasons": ["waiting"]}
    sealed = b"a comment, sealed for the province"
    desk.append("rating.detailed", body | {"attached": {"comment": digest(sealed)}})
    desk.deliver(len(desk.lines), None, (sealed,))
    desk.append("rating.changed", {"of": given[1], "score": 5})
    desk.rate(9)
    desk.deliver(len(desk.lines) - 1)
    return desk


def alike(two: Two, *desks: Desk) -> None:
    """Both servers hold the same lines and count the same, and both can prove it."""
    for desk in desks:
        assert two.above(desk.ledger) == desk.lines
    assert two.nation.query(ATTENTION) == two.province.query(ATTENTION)
    own = two.province.query("SELECT ledger FROM server")[0][0]
    assert two.above(own) == lines_of(two.province, own)
    count_alike(two)


def count_alike(two: Two) -> None:
    """Both count the same, and both can prove it."""
    for figures in FIGURES:
        assert two.nation.query(figures) == two.province.query(figures)
    assert two.province.verify().differences == []
    assert two.nation.verify().differences == []


@BOTH_WAYS
def test_what_a_kiosk_delivered_arrives_above_as_it_came_and_counts_alike(two: Two) -> None:
    desk = a_day(two)
    passed = two.relay()
    assert (passed.outcome, passed.detail) == (Outcome.RELAYED, "")
    alike(two, desk)
    assert two.nation.query("SELECT count(*) FROM unit_days") != [(0,)]
    assert two.relay().lines == 0
    desk.rate(2)
    desk.deliver(len(desk.lines))
    assert two.relay().lines == 1
    alike(two, desk)


def test_units_are_known_by_their_province_and_nobody_by_name(two: Two) -> None:
    a_day(two)
    two.relay()
    tagged = dict(two.nation.query("SELECT name_vi, province FROM units"))
    assert tagged == dict.fromkeys(
        ("Phường An Bình (Tỉnh Lâm Đồng)", "Xã Hương Mai (Tỉnh Lâm Đồng)"), two.province.identity.server_id
    )
    own = two.province.query("SELECT ledger FROM server")[0][0]
    assert not any("Nguyễn Thị Hoa".encode() in raw for raw in two.above(own))
    assert two.nation.query("SELECT count(*) FROM officials") == [(0,)]
    assert two.nation.query("SELECT count(*) FROM directories") == [(0,)]


def test_nobody_who_acted_is_named_above(two: Two) -> None:
    world, mine = two.province, (two.province.identity, two.province.clock)
    desk = Desk(world)
    with writing(world.engine) as connection:
        site, day = site_of(connection, world.settings), "2026-11-23"
        plan_canary(connection, *mine, desk.kiosk, day, "Lê Thị Mai")
        set_kiosk(connection, *mine, site, desk.kiosk, read_settings({"sound": "off"}), "Trần Văn Minh")
        issue_command(connection, *mine, site, desk.kiosk, "restart", "Trần Văn Minh")
        revoke_kiosk(connection, *mine, site, desk.kiosk, "Trần Văn Minh", "máy mất cắp")
    assert two.relay().outcome is Outcome.RELAYED
    ((own,),) = world.query("SELECT ledger FROM server")
    lines = two.above(own)
    told = [json.loads(line) for line in lines if b'"by"' in line]
    minh, mai = (mark_of(world.identity, name) for name in ("Trần Văn Minh", "Lê Thị Mai"))
    assert [line["body"]["by"] for line in told] == [mai, minh, minh, minh]
    names = ("Trần Văn Minh".encode(), "Lê Thị Mai".encode())
    assert not [line for line in lines if any(name in line for name in names)]


def test_no_blob_leaves_the_province_and_none_is_missed(two: Two) -> None:
    a_day(two)
    two.relay()
    assert two.province.query("SELECT count(*) FROM blobs") == [(1,)]
    assert two.nation.query("SELECT count(*) FROM blobs") == [(0,)]
    assert two.nation.query("SELECT * FROM needs_attention WHERE reason = 'missing_blob'") == []


class Bent:
    """The nation's server behind a line that loses some answers, or some requests."""

    def __init__(self, app: ASGIApp, loses: Callable[[int], str | None]) -> None:
        self._app, self._loses, self._asked = app, loses, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "/segments" not in scope["path"]:
            await self._app(scope, receive, send)
            return
        self._asked += 1
        lost = self._loses(self._asked)
        if lost != "request":
            await self._app(scope, receive, _nowhere if lost else send)
        if lost:
            await send({"type": "http.response.start", "status": 502, "headers": []})
            await send({"type": "http.response.body", "body": b"<html>gateway</html>"})


async def _nowhere(_message: object) -> None:
    """The answer is lost."""


@BOTH_WAYS
@pytest.mark.parametrize("lost", ["request", "answer"])
def test_whatever_is_lost_on_the_way_every_line_arrives_once(two: Two, lost: str) -> None:
    app = two.nation.door.app
    assert app is not None
    two.nation.door.app = Bent(app, lambda asked: lost if asked % 2 else None)
    desks = [a_day(two), a_day(two)]
    outcomes = [two.relay().outcome for _ in range(12)]
    assert set(outcomes) == {Outcome.UNREACHABLE, Outcome.RELAYED}
    alike(two, *desks)
    assert outcomes[-1] is Outcome.RELAYED


@BOTH_WAYS
def test_what_was_salvaged_goes_up_once_the_province_released_it(two: Two) -> None:
    desk = a_day(two)
    province = two.province
    fallen = [Desk(province), Desk(province)]
    former = fallen[0]
    former.private, former.kiosk = desk.private, desk.kiosk
    former.lines, former.heads = list(desk.lines), list(desk.heads)
    shared = len(former.lines)
    for score in (1, 2, 3):
        former.rate(score)
    sealed = b"sealed for the province"
    former.append("rating.detailed", {"of": shared + 1, "attached": {"comment": digest(sealed)}})
    body = build_salvage(
        kiosk=desk.kiosk,
        ledger=desk.ledger,
        reason="forked",
        lines=former.lines[shared:],
        blobs=[sealed],
        sign=former.sign,
    )
    assert desk.call("POST", f"/api/v1/ledgers/{desk.ledger}/salvage?nonce={NONCE}", body).status_code == 200
    two.relay()
    alike(two, desk)
    assert two.nation.query("SELECT count(*) FROM salvages") == [(0,)]
    backup = two.nation.back_up()
    with writing(province.engine) as connection:
        what = list_waiting(connection)[0].what
        propose(connection, province.identity, province.clock, what, "Minh", "thật")
        release(connection, province.identity, province.clock, what, "Mai")
    assert (two.relay().outcome, two.relay().lines) == (Outcome.RELAYED, 0)
    alike(two, desk)
    into = province.query("SELECT ledger FROM ledgers WHERE salvaged_from IS NOT NULL")[0][0]
    assert two.above(into) == former.lines[shared:]
    assert two.nation.query("SELECT count(*) FROM blobs") == [(0,)]
    two.nation.restore(backup)
    assert two.relay().outcome is Outcome.RELAYED
    alike(two, desk)


def test_what_a_restored_province_releases_once_more_counts_above_once(two: Two) -> None:
    desk, province = a_day(two), two.province
    keep_apart(desk)
    backup = province.back_up()
    release_what_waits(province)
    two.relay()
    alike(two, desk)
    province.restore(backup)
    later = a_day(two)
    assert [two.relay().outcome for _ in range(2)] == [Outcome.WAITS, Outcome.RELAYED]
    release_what_waits(province)
    assert two.relay().outcome is Outcome.RELAYED
    count_alike(two)
    assert two.above(later.ledger) == later.lines
    assert two.nation.query("SELECT count(*) FROM ledgers WHERE salvaged_from IS NOT NULL") == [(2,)]


def test_a_release_that_is_not_heard_above_holds_up_no_other(two: Two) -> None:
    """A restored province released before it noticed: into the own ledger that it gives up."""
    desk, province = a_day(two), two.province
    two.relay()
    keep_apart(desk)
    backup = province.back_up()
    with writing(province.engine) as connection:
        append(connection, province.identity, province.clock, "note", {})
    two.relay()
    province.restore(backup)
    release_what_waits(province)
    assert [two.relay().outcome for _ in range(2)] == [Outcome.WAITS, Outcome.RELAYED]
    other = a_day(two)
    keep_apart(other)
    release_what_waits(province)
    assert two.relay().outcome is Outcome.RELAYED
    parted = dict(two.nation.query("SELECT salvaged_from, held FROM ledgers WHERE salvaged_from IS NOT NULL"))
    assert parted == {other.ledger: 3}
    told = province.query("SELECT told FROM relayed WHERE told LIKE 'not_yours%'")
    assert len(told) == 1


def keep_apart(desk: Desk) -> None:
    """Three ratings of a copy of the kiosk's disk come as salvage."""
    former, shared = Desk(desk.world), len(desk.lines)
    former.private, former.kiosk = desk.private, desk.kiosk
    former.lines, former.heads = list(desk.lines), list(desk.heads)
    for score in (1, 2, 3):
        former.rate(score)
    body = build_salvage(
        kiosk=desk.kiosk,
        ledger=desk.ledger,
        reason="forked",
        lines=former.lines[shared:],
        blobs=[],
        sign=former.sign,
    )
    assert desk.call("POST", f"/api/v1/ledgers/{desk.ledger}/salvage?nonce={NONCE}", body).status_code == 200


def a_relayed_shift(two: Two) -> tuple[Desk, list[int]]:
    """A kiosk of four ratings, held above, too; the moment (ms) of each, an hour ago."""
    with_colleague(two.province)
    desk = Desk(two.province)
    moments = a_shift(two.province, desk, [5, 4, 3, 2])
    desk.deliver()
    two.relay()
    for server in (two.province, two.nation):
        server.clock.now_ms += 3_600_000
    return desk, moments


def release_what_waits(server: Server) -> None:
    """Two persons let the only thing that was kept apart count."""
    with writing(server.engine) as connection:
        (waiting,) = list_waiting(connection)
        propose(connection, server.identity, server.clock, waiting.what, "Minh", "thật")
        release(connection, server.identity, server.clock, waiting.what, "Mai")


@BOTH_WAYS
def test_a_province_that_forgot_a_correction_in_a_restore_says_it_again_and_it_holds_above_meanwhile(
    two: Two,
) -> None:
    province = two.province
    desk, moments = a_relayed_shift(two)
    backup = province.back_up()
    said = Proposal(desk.kiosk, moments[1], moments[3], OFFICIAL, COLLEAGUE)
    corrected(province, said)
    two.relay()
    alike(two, desk)
    province.restore(backup)
    two.province.load(small_province())
    assert [two.relay().outcome for _ in range(2)] == [Outcome.WAITS, Outcome.RELAYED]
    assert by_official(province) == {OFFICIAL: [5, 4, 3, 2]}
    assert by_official(two.nation) == {OFFICIAL: [5, 2], COLLEAGUE: [4, 3]}
    assert province.verify().differences == two.nation.verify().differences == []
    corrected(province, said)
    two.relay()
    count_alike(two)
    assert by_official(two.nation) == {OFFICIAL: [5, 2], COLLEAGUE: [4, 3]}


def test_what_a_restored_province_decides_before_it_notices_is_not_heard_above_until_said_again(
    two: Two,
) -> None:
    province = two.province
    desk, moments = a_relayed_shift(two)
    backup = province.back_up()
    corrected(province, Proposal(desk.kiosk, moments[1], moments[2], OFFICIAL, None))
    two.relay()
    province.restore(backup)
    said = Proposal(desk.kiosk, moments[1], moments[3], OFFICIAL, COLLEAGUE)
    corrected(province, said)  # into the own ledger that is given up
    assert [two.relay().outcome for _ in range(2)] == [Outcome.WAITS, Outcome.RELAYED]
    assert by_official(province) == {OFFICIAL: [5, 2], COLLEAGUE: [4, 3]}
    assert by_official(two.nation) == {OFFICIAL: [5, 3, 2], None: [4]}
    assert province.verify().differences == two.nation.verify().differences == []
    corrected(province, said)
    assert two.relay().outcome is Outcome.RELAYED
    count_alike(two)


@BOTH_WAYS
def test_an_upstream_that_was_restored_is_filled_again(two: Two) -> None:
    first = a_day(two)
    two.relay()
    backup = two.nation.back_up()
    later = a_day(two)
    first.rate(3)
    first.deliver(len(first.lines))
    two.relay()
    alike(two, first, later)
    two.nation.restore(backup)
    assert two.above(later.ledger) == []
    assert two.relay().outcome is Outcome.RELAYED
    alike(two, first, later)


def test_an_upstream_restored_to_before_it_knew_the_province_is_joined_again(two: Two) -> None:
    backup = two.nation.back_up()
    desk = a_day(two)
    two.relay()
    two.nation.restore(backup)
    two.nation.execute("DELETE FROM provinces")
    two.nation.execute("DELETE FROM province_keys")
    passed = two.relay()
    assert (passed.outcome, passed.detail[:13]) == (Outcome.REFUSED, "unknown_kiosk")
    join(two.province.state, two.await_province("Tỉnh Lâm Đồng").link)
    assert two.relay().outcome is Outcome.RELAYED
    alike(two, desk)


@BOTH_WAYS
def test_a_province_that_was_restored_goes_on_in_a_new_own_ledger(two: Two) -> None:
    desk = a_day(two)
    two.relay()
    backup = two.province.back_up()
    lost = Desk(two.province)  # enrolled and recorded after the backup
    lost.open()
    lost.deliver()
    desk.rate(4)
    desk.deliver(len(desk.lines))
    two.relay()
    old = two.province.query("SELECT ledger FROM server")
    two.province.restore(backup)
    newcomer = a_day(two)  # what is written now contradicts what is held above
    outcomes = [two.relay().outcome for _ in range(3)]
    assert outcomes[0] is Outcome.WAITS
    assert outcomes[-1] is Outcome.RELAYED
    own = two.province.query("SELECT ledger FROM server")
    assert own != old
    opened = json.loads(two.above(own[0][0])[0])["body"]
    assert (opened["reason"], opened["parent"]["ledger"]) == ("restored", old[0][0])
    assert two.province.query("SELECT kind FROM alarms") == [("relay_renewed",)]
    assert desk.held().held == len(desk.lines) - 1
    desk.deliver(len(desk.lines))
    two.relay()
    assert two.above(desk.ledger) == desk.lines
    assert two.above(newcomer.ledger) == newcomer.lines
    assert two.above(lost.ledger) == lost.lines
    assert two.province.verify().differences == []
    assert two.nation.verify().differences == []


@BOTH_WAYS
def test_what_a_province_believes_no_more_is_not_counted_above_until_it_says_so(two: Two) -> None:
    desk = a_day(two)
    two.relay()
    province = two.province
    with writing(province.engine) as connection:
        site = site_of(connection, province.settings)
        revoke_kiosk(connection, province.identity, province.clock, site, desk.kiosk, "Minh", "mất cắp")
    before = two.nation.query(FIGURES[0])
    desk.rate(1)
    desk.deliver(len(desk.lines))
    two.relay()
    alike(two, desk)
    assert two.nation.query(FIGURES[0]) == before
    with writing(province.engine) as connection:
        propose(connection, province.identity, province.clock, desk.ledger, "Minh", "thật")
        release(connection, province.identity, province.clock, desk.ledger, "Mai")
    two.relay()
    alike(two, desk)
    assert two.nation.query(FIGURES[0]) != before


def test_a_hole_goes_up_as_the_kiosk_signed_it(two: Two) -> None:
    desk = Desk(two.province)
    desk.open()
    desk.deliver()
    for _ in range(4):
        desk.rate(4)
    assert desk.send(desk.hole(2, 4)).status_code == 200
    desk.deliver(5)
    assert two.relay().outcome is Outcome.RELAYED
    assert two.above(desk.ledger) == [desk.lines[0], desk.lines[4]]
    assert two.nation.query("SELECT first, last FROM holes") == [(2, 4)]
    assert two.nation.query(FIGURES[0]) == two.province.query(FIGURES[0])
    assert two.nation.verify().differences == []


def test_what_is_another_provinces_is_not_taken_and_an_alarm_says_so(two: Two, tmp_path: Path) -> None:
    desk = a_day(two)
    two.relay()
    other = Server(two.province.databases, tmp_path / "other", two.province.door)
    try:
        claimed = small_province()  # the same units
        claimed["units"].append({"unit": NEW_UNIT, "name": {"vi": "Xã Mới", "en": "New"}})
        other.load(claimed)
        stranger = Desk(other)
        stranger.open()
        stranger.rate(1)
        stranger.deliver()
        own = Desk(other, NEW_UNIT)
        other.execute(
            "INSERT INTO kiosks (kiosk, unit, attribution, name, state, public_key, added_ms) "
            f"VALUES ('{desk.kiosk}', '{NEW_UNIT}', 'choose', 'x', 'enrolled', '{'ab' * 32}', 0)"
        )
        join(other.state, two.await_province("Tỉnh khác").link)
        assert relay_once(other.state).outcome is Outcome.RELAYED
        stuck = other.query("SELECT told FROM relayed WHERE told <> ''")
        assert [told[0].split(":")[0] for told in stuck] == ["unknown_kiosk"]
    finally:
        other.end()
    claims = {tuple(row) for row in two.nation.query("SELECT kind, kiosk, about FROM alarms")}
    told = ("relay_conflict", other.identity.server_id)
    assert claims == {(*told, f"unit {UNIT}"), (*told, f"unit {OTHER_UNIT}"), (*told, f"kiosk {desk.kiosk}")}
    owners = dict(two.nation.query("SELECT kiosk, province FROM kiosks"))
    assert owners == {desk.kiosk: two.province.identity.server_id, own.kiosk: other.identity.server_id}
    assert two.nation.query("SELECT count(*) FROM unit_days WHERE score = 1") == two.province.query(
        "SELECT count(*) FROM unit_days WHERE score = 1"
    )
    assert two.nation.verify().differences == []


def test_only_who_has_the_code_and_the_key_becomes_a_province(two: Two) -> None:
    link = two.added.link
    assert join(two.province.state, link).name == "Tỉnh Lâm Đồng"  # the same again
    wrong = EnrolmentLink(link.address, link.code, "0" * 26)
    with pytest.raises(RelayRefused, match="fingerprint"):
        join(two.province.state, wrong)
    with pytest.raises(RelayRefused, match="code_spent"):
        join(two.nation.state, link)
    with pytest.raises(RelayRefused, match="not_yours"):
        join(two.nation.state, two.await_province("Chính mình").link)


def test_a_kiosk_is_its_provinces_and_nobodys_above(two: Two) -> None:
    desk = a_day(two)
    two.relay()
    nation = two.nation
    answer = nation.signed_call(desk.private, "GET", f"/api/v1/ledgers/{desk.ledger}")
    assert answer.json()["code"] == "unknown_kiosk"
    request = {
        "code": "0" * 16,
        "public_key": public_bytes(desk.private).hex(),
        "seal_key": "ab" * 32,
        "name": "",
    }
    answer = nation.signed_call(desk.private, "POST", "/api/v1/enrolments", write_json(request))
    assert answer.json()["code"] == "not_yours"
    with writing(nation.engine) as connection:
        site, people = site_of(connection, nation.settings), ("Minh", "x")
        with pytest.raises(KioskRefused, match="no kiosk has this id"):
            revoke_kiosk(connection, nation.identity, nation.clock, site, desk.kiosk, *people)
        with pytest.raises(KioskRefused, match="no kiosk has this id"):
            replace_kiosk(connection, nation.identity, nation.clock, site, desk.kiosk, "Minh")


def test_two_ledgers_that_differ_both_stay_and_an_alarm_says_so(two: Two) -> None:
    desk = a_day(two)
    two.relay()
    backup = two.province.back_up()
    shared = len(desk.lines)
    desk.rate(1)
    desk.deliver(shared + 1)
    two.relay()
    above = list(desk.lines)
    two.province.restore(backup)
    desk.lines, desk.heads = desk.lines[:shared], desk.heads[: shared + 1]  # and the kiosk was, too
    for _ in range(3):
        desk.rate(5)
        desk.deliver(len(desk.lines))
        assert two.relay().outcome is Outcome.RELAYED
    assert two.above(desk.ledger) == above
    assert ("relay_forked",) in two.province.query("SELECT kind FROM alarms WHERE ended_ms IS NULL")
    told = "SELECT told FROM relayed JOIN ledgers ON ledgers.ledger_no = relayed.ledger_no"
    assert two.province.query(f"{told} WHERE ledger = '{desk.ledger}'")[0][0].startswith("forked")
    other = a_day(two)
    two.relay()
    assert two.above(other.ledger) == other.lines


def test_what_a_revoked_kiosk_brought_is_released_by_its_province_alone(two: Two) -> None:
    desk = a_day(two)
    province = two.province
    with writing(province.engine) as connection:
        site = site_of(connection, province.settings)
        revoke_kiosk(connection, province.identity, province.clock, site, desk.kiosk, "Minh", "mất cắp")
    desk.rate(1)
    desk.deliver(len(desk.lines))
    two.relay()
    with reading(two.nation.engine) as connection:
        assert list_waiting(connection) == []
    with reading(province.engine) as connection:
        assert [one.what for one in list_waiting(connection)] == [desk.ledger]


def test_a_server_above_that_is_busy_is_asked_later(two: Two) -> None:
    desk = a_day(two)
    full = Admission(two.nation.clock.up_ms, Limits(backlog=1, live=1, strangers=1, of_one=0))
    two.nation.open(full)
    passed = two.relay()
    assert (passed.outcome, passed.wait_ms) == (Outcome.WAITS, 5_000)
    two.nation.open()
    assert two.relay().outcome is Outcome.RELAYED
    alike(two, desk)


def test_an_official_whom_the_province_named_later_is_counted_later_above_too(two: Two) -> None:
    stranger = "99999999-9999-4999-8999-999999999999"
    desk = Desk(two.province)
    desk.open()
    desk.rate(5, official=stranger)
    desk.deliver()
    two.relay()
    alike(two, desk)
    assert two.nation.query("SELECT count(*) FROM unit_days") == [(0,)]
    province = small_province()
    entry = province["officials"][0]
    province["officials"] = [entry, entry | {"official": stranger, "name": "Trần Văn Bình", "photo": None}]
    two.province.load(province)
    two.relay()
    alike(two, desk)
    assert two.nation.query("SELECT count(*) FROM unit_days") == [(1,)]


def test_many_records_go_in_pieces(two: Two) -> None:
    province = small_province()
    named = {"vi": "Quầy", "en": "Desk"}
    province["counters"] += [
        {
            "counter": f"{place:08x}-0000-4000-8000-000000000000",
            "unit": OTHER_UNIT,
            "number": place,
            "name": named,
        }
        for place in range(2, 620)
    ]
    two.province.load(province)
    desk = a_day(two)
    assert two.relay().outcome is Outcome.RELAYED
    alike(two, desk)
    with reading(two.nation.engine) as connection:
        known = connection.exec_driver_sql(
            f"SELECT count(*) FROM province_entries WHERE unit = '{OTHER_UNIT}'"
        ).scalar()
    assert known == 619


@BOTH_WAYS
@pytest.mark.parametrize("arrives", ["before the word of it", "after the word of it"])
def test_a_proof_that_a_province_reveals_counts_above_no_more_than_there(two: Two, arrives: str) -> None:
    province = two.province
    desk = Desk(province)
    desk.open()
    desk.anchor()
    with writing(province.engine) as connection:
        day = day_at(province.clock.wall_ms())
        planned = plan_canary(connection, province.identity, province.clock, desk.kiosk, day, "Lê Thị Mai")
    province.clock.now_ms += 60_000
    desk.up += 60_000
    desk.rate(1)
    code = receipt_code(json.loads(desk.lines[-1])["body"]["rating"])
    desk.rate(5)
    desk.deliver()
    if arrives == "before the word of it":
        two.relay()
        assert two.nation.query("SELECT score, n FROM unit_days ORDER BY 1") == [(1, 1), (5, 1)]
    with writing(province.engine) as connection:
        give_canary(connection, province.identity, province.clock, planned.canary, code, "Lê Thị Mai")
    two.relay()
    alike(two, desk)
    assert two.nation.query("SELECT score, n FROM unit_days ORDER BY 1") == [(5, 1)]


@BOTH_WAYS
def test_a_proof_that_was_not_planned_takes_nothing_out_above(two: Two) -> None:
    province = two.province
    desk = Desk(province)
    desk.open()
    desk.anchor()
    line = desk.rate(1)
    desk.deliver()
    with writing(province.engine) as connection:
        said = {"canary": NEW_UNIT, "kiosk": desk.kiosk, "ledger": desk.ledger, "of": line}
        append(connection, province.identity, province.clock, "canary.revealed", said)
    two.relay()
    assert two.nation.query("SELECT score, n FROM unit_days") == [(1, 1)]
    assert two.nation.verify().differences == []


@pytest.mark.parametrize("arrives", ["before the kiosk's line", "after it", "twice"])
def test_a_rating_by_phone_counts_above_in_its_invitations_place(two: Two, arrives: str) -> None:
    desk = Desk(two.province)
    desk.open()
    desk.anchor()
    phone = Phone(desk)
    phone.invite()
    if arrives != "before the kiosk's line":
        desk.deliver()
        two.relay()
    assert phone.rate(2, polite="no").status_code == 303
    two.relay()
    if arrives == "before the kiosk's line":
        desk.deliver()
        two.relay()
    if arrives == "twice":  # the province was restored to before it, and the citizen rated again
        two.province.execute("DELETE FROM phone_ratings")
        two.province.execute("DELETE FROM ratings")
        two.province.execute("DELETE FROM answers")
        two.province.execute("DELETE FROM receipts")
        assert phone.rate(5).status_code == 303
        two.relay()
        assert two.nation.query("SELECT score, via FROM ratings") == [(5, "phone")]
        assert two.nation.query("SELECT score, n FROM unit_days") == [(5, 1)]
        assert two.nation.verify().differences == []
        return
    alike(two, desk)
    assert two.nation.query("SELECT score, via FROM ratings") == [(2, "phone")]
    assert two.nation.query("SELECT score, n FROM unit_days") == [(2, 1)]


@pytest.mark.parametrize("arrives", ["before the kiosk's line", "after it"])
def test_a_rating_by_phone_that_was_too_late_counts_above_no_more_than_there(two: Two, arrives: str) -> None:
    desk = Desk(two.province)
    desk.open()
    desk.anchor()
    phone = Phone(desk)
    phone.invite()
    for server in (two.province, two.nation):
        server.clock.now_ms += 8 * DAY_MS
    assert phone.rate(2, polite="no").status_code == 303
    if arrives == "before the kiosk's line":
        two.relay()
    desk.deliver()
    two.relay()
    alike(two, desk)
    assert two.nation.query("SELECT score, status FROM ratings") == [(2, "late")]


@pytest.mark.parametrize("arrives", ["before the word of it", "after the word of it"])
def test_a_correction_of_whom_ratings_were_given_for_holds_above_too(two: Two, arrives: str) -> None:
    province = two.province
    with_colleague(province)
    desk = Desk(province)
    moments = a_shift(province, desk, [5, 4, 3, 2])
    desk.deliver()
    if arrives == "before the word of it":
        two.relay()
    for server in (province, two.nation):
        server.clock.now_ms += 3_600_000
    corrected(province, Proposal(desk.kiosk, moments[1], moments[3], OFFICIAL, COLLEAGUE))
    corrected(province, Proposal(desk.kiosk, moments[2], moments[3], OFFICIAL, None))
    two.relay()
    alike(two, desk)
    assert by_official(two.nation) == {OFFICIAL: [5, 2], COLLEAGUE: [4], None: [3]}
