"""A touch on a face becomes a figure, whatever is cut, lost or killed on the way."""

import signal

import pytest

from tests.journeys.office import Office, answer, come_to_faces, rate, touch_face
from tests.journeys.programs import Citizen, WentWrong, slow_disk
from tests.journeys.wire import State

KILLED = -signal.SIGKILL


def test_every_score_touched_is_counted_once(any_office: Office) -> None:
    with any_office.serving():
        any_office.enrol()
        with any_office.citizen() as someone:
            for score in (1, 2, 3, 4, 5):
                rate(someone, score)
            assert someone.leave() == 0
        assert any_office.kiosk("deliver").code == 0
        assert any_office.kiosk("deliver").code == 0
        last, settled = any_office.standing()
    assert any_office.scores() == [1, 2, 3, 4, 5]
    assert last == settled == len(any_office.kinds())
    assert any_office.counted() == (5, [])


def kept_for(someone: Citizen, score: int) -> None:
    someone.touch(f"score-{score}")
    someone.see("criteria")


@pytest.mark.parametrize(("point", "kept"), [("store.before_commit@2", []), ("store.after_commit@2", [2])])
def test_a_power_cut_at_the_kiosk_around_the_commit(office: Office, point: str, kept: list[int]) -> None:
    with office.serving():
        office.enrol()
        with office.citizen(HAILONG_CRASH_AT=point) as someone:
            come_to_faces(someone)
            with pytest.raises(WentWrong):
                kept_for(someone, 2)
            assert someone.process.wait(10) == KILLED
        assert office.scores() == kept
        with office.citizen() as next_citizen:
            rate(next_citizen, 5)
            assert next_citizen.leave() == 0
        assert office.kiosk("deliver").code == 0
    assert office.scores() == [*kept, 5]
    assert office.counted() == (len(kept) + 1, [])


@pytest.mark.parametrize("point", ["ingest.before_commit", "ingest.after_commit"])
def test_a_power_cut_at_the_central_server_around_its_commit(any_office: Office, point: str) -> None:
    with any_office.serving():
        any_office.enrol()
    with any_office.citizen() as someone:
        rate(someone, 4)
        rate(someone, 1)
        assert someone.leave() == 0
    with any_office.serving(HAILONG_CRASH_AT=point) as server:
        assert any_office.kiosk("deliver").code == 7
        assert server.process.wait(10) == KILLED
    last, settled = any_office.standing()
    assert settled < last
    with any_office.serving():
        assert any_office.kiosk("deliver").code == 0
    last, settled = any_office.standing()
    assert settled == last
    assert any_office.counted() == (2, [])


@pytest.mark.parametrize("point", ["delivery.after_send", "delivery.before_settle"])
def test_a_power_cut_at_the_kiosk_during_delivery(office: Office, point: str) -> None:
    with office.serving():
        office.enrol()
        with office.citizen() as someone:
            rate(someone, 3)
            assert someone.leave() == 0
        assert office.kiosk("deliver", HAILONG_CRASH_AT=point).code == KILLED
        last, settled = office.standing()
        assert settled < last
        assert office.counted() == (1, [])
        assert office.kiosk("deliver").code == 0
    assert office.standing() == (last + 1, last + 1)
    assert office.counted() == (1, [])


def test_a_lost_reply_never_counts_a_rating_twice(office: Office) -> None:
    with office.serving():
        office.enrol()
        with office.citizen() as someone:
            rate(someone, 5)
            rate(someone, 2)
            assert someone.leave() == 0
        office.wire.state = State.LOSES_REPLIES
        assert office.kiosk("deliver").code == 7
        office.wire.state = State.CUT
        assert office.kiosk("deliver").code == 7
        office.wire.state = State.WHOLE
        assert office.kiosk("deliver").code == 0
    last, settled = office.standing()
    assert last == settled
    assert office.counted() == (2, [])


def test_a_store_that_hangs_is_a_pause_and_the_touch_is_still_kept(office: Office) -> None:
    with office.serving():
        office.enrol()
    with office.citizen() as someone:
        with slow_disk(office.data):
            touch_face(someone, 1)
            someone.see("paused")
        answer(someone)
        someone.touch("finish")
        someone.see("attract")
        assert someone.leave() == 0
    assert office.scores() == [1]
    assert [kind for kind in office.kinds() if kind.startswith("kiosk.")] == [
        "kiosk.started",
        "kiosk.paused",
        "kiosk.resumed",
        "kiosk.stopped",
    ]


def test_a_touch_that_waits_for_a_late_page_is_made_when_its_guard_is_over(office: Office) -> None:
    with office.serving():
        office.enrol()
    with office.citizen() as someone:
        come_to_faces(someone)
        with slow_disk(office.data):
            someone.touch("score-1")
            someone._say(touch="skip")
        someone._hear()
        someone.see("reasons", 5)
        assert someone.leave() == 0


def test_a_damaged_ledger_is_set_aside_and_the_kiosk_goes_on(office: Office) -> None:
    with office.serving():
        office.enrol()
        with office.citizen() as someone:
            rate(someone, 4)
            assert someone.leave() == 0
        assert office.kiosk("deliver").code == 0
        ledger = office.data / "ledger" / "ledger.sqlite3"
        ledger.write_bytes(b"not a database".ljust(ledger.stat().st_size, b"\0"))
        assert office.kiosk("deliver").code == 4
        with office.citizen() as someone:
            rate(someone, 5)
            assert someone.leave() == 0
        assert office.kiosk("deliver").code == 0
    assert office.scores() == [5]
    assert office.counted() == (2, [])
    assert sorted(path.name for path in office.data.glob("ledger.damaged-1*")) == [
        "ledger.damaged-1",
        "ledger.damaged-1.jsonl",
    ]
