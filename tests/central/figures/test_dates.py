from tests.central.desk import Desk
from tests.central.world import DAY_MS, World

DAYS = "SELECT day, score, n FROM unit_days ORDER BY day, score"
MONTHS = "SELECT month, score, n FROM official_months ORDER BY month, score"


def test_a_rating_without_any_anchor_is_counted_with_its_date_unknown(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(5)
    desk.deliver()
    assert world.query(DAYS) == [("", 5, 1)]
    assert world.query(MONTHS) == [("", 5, 1)]


def test_an_anchor_that_comes_later_dates_what_came_before(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(5)
    desk.deliver()
    desk.anchor()
    desk.rate(4)
    desk.deliver(3)
    assert world.query(DAYS) == [("2026-11-23", 4, 1), ("2026-11-23", 5, 1)]
    assert world.query(MONTHS) == [("2026-11", 4, 1), ("2026-11", 5, 1)]
    assert world.verify().differences == []


def test_the_kiosks_own_clock_dates_nothing(desk: Desk, world: World) -> None:
    desk.open()
    desk.anchor()
    world.clock.now_ms += 40 * DAY_MS  # the kiosk's wall clock does not know
    desk.up += 40 * DAY_MS
    desk.rate(3)
    desk.deliver()
    assert world.query(DAYS) == [("2027-01-02", 3, 1)]


def test_a_boot_between_two_anchored_ones_of_one_day_belongs_to_that_day(desk: Desk, world: World) -> None:
    desk.open()
    desk.anchor()
    desk.reboot()
    desk.rate(2)
    desk.deliver()
    assert world.query(DAYS) == [("", 2, 1)]
    desk.reboot()
    desk.rate(1)
    desk.deliver(4)
    world.clock.now_ms += 3_600_000
    desk.anchor()
    desk.deliver(5)
    assert world.query(DAYS) == [("2026-11-23", 1, 1), ("2026-11-23", 2, 1)]
    assert world.verify().differences == []


def test_a_boot_between_two_days_stays_undated(desk: Desk, world: World) -> None:
    desk.open()
    desk.anchor()
    desk.reboot()
    desk.rate(2)
    desk.reboot()
    world.clock.now_ms += 2 * DAY_MS
    desk.anchor()
    desk.deliver()
    assert world.query(DAYS) == [("", 2, 1)]
    assert world.query(MONTHS) == [("2026-11", 2, 1)]
    assert world.verify().differences == []


def test_an_anchor_nobody_signed_for_this_question_dates_nothing(desk: Desk, world: World) -> None:
    desk.open()
    desk.anchor(nonce="ff" * 16)
    desk.anchor(reply="{}\nAA==\n")
    desk.anchor(round_trip_ms=60_001)
    desk.anchor(up_got=1)
    desk.anchor(reply=7)
    desk.rate(5)
    desk.deliver()
    assert world.query(DAYS) == [("", 5, 1)]
    reasons = world.query("SELECT seq, reason FROM needs_attention ORDER BY seq")
    assert reasons == [
        (2, "bad_anchor"),
        (3, "bad_anchor"),
        (4, "bad_anchor"),
        (5, "bad_anchor"),
        (6, "bad_body"),
    ]
    assert world.verify().differences == []


def test_a_wrong_clock_of_the_server_leaves_dates_unknown_rather_than_wrong(desk: Desk, world: World) -> None:
    desk.open()
    desk.anchor()
    desk.rate(5)
    desk.deliver()
    assert world.query(DAYS) == [("2026-11-23", 5, 1)]
    true_ms = world.clock.now_ms
    world.clock.now_ms += 15 * 365 * DAY_MS
    desk.anchor()
    desk.rate(4)
    desk.deliver(4)
    world.clock.now_ms = true_ms
    desk.anchor()
    desk.rate(3)
    desk.deliver(6)
    assert world.query(DAYS) == [("", 3, 1), ("", 4, 1), ("", 5, 1)]
    assert world.verify().differences == []
    desk.reboot()
    desk.rate(2)
    desk.anchor()
    desk.deliver(8)
    assert world.query(DAYS) == [("", 3, 1), ("", 4, 1), ("", 5, 1), ("2026-11-23", 2, 1)]
    assert world.verify().differences == []


def test_a_kiosk_that_travels_by_stick_only_is_dated_by_what_it_applied(desk: Desk, world: World) -> None:
    desk.open()
    desk.rate(5)
    desk.deliver()
    world.clock.now_ms += 3_600_000
    desk.up += 7_200_000
    desk.apply_receipt(2)
    desk.rate(4)
    desk.deliver(3)
    assert world.query(DAYS) == [("2026-11-23", 4, 1), ("2026-11-23", 5, 1)]
    desk.reboot()
    desk.rate(3)
    desk.deliver(5)
    assert ("", 3, 1) in world.query(DAYS)  # it came after; nobody knows yet how long
    assert world.verify().differences == []


def test_a_receipt_that_is_not_ours_dates_nothing_and_one_of_another_ledger_only_what_follows(
    desk: Desk, world: World
) -> None:
    desk.open()
    desk.rate(5)
    desk.apply_receipt(2, server="99999999-9999-4999-8999-999999999999")
    desk.append("receipt.applied", {"receipt": "{}\nAA==\n"})
    desk.append("receipt.applied", {"receipt": 7})
    desk.apply_receipt(2, head="0" * 64)
    desk.rate(4)
    desk.deliver()
    reasons = world.query("SELECT seq, reason FROM needs_attention ORDER BY seq")
    assert reasons == [(3, "bad_receipt"), (4, "bad_receipt"), (5, "bad_body")]
    bounds = world.query("SELECT earliest_ms IS NULL, latest_ms IS NULL FROM ratings ORDER BY seq")
    assert [tuple(map(bool, row)) for row in bounds] == [(False, True), (False, True)]
    assert world.verify().differences == []
