import logging

import pytest
from psycopg import OperationalError
from sqlalchemy.exc import DBAPIError

from sync.contract.problems import Code
from tests.central.desk import NONCE, Desk, refusal
from tests.central.world import World


def test_an_address_nobody_serves_and_a_wrong_method_are_problems_of_ours(world: World) -> None:
    document = refusal(world.call("GET", "/api/v1/nothing"), Code.ABSENT)
    assert document["server"] == world.identity.server_id
    assert document["type"] == "about:blank"
    refusal(world.call("DELETE", f"/api/v1/time?nonce={NONCE}"), Code.REQUEST)


def test_a_person_who_mistypes_an_address_or_meets_an_error_gets_a_page(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    absent = world.call("GET", "/nowhere?lang=en")
    assert (absent.status_code, "There is no such page" in absent.text) == (404, True)
    person = world.sign_in(("supervisor", ""))
    world.execute("DROP TABLE unit_days")
    with caplog.at_level(logging.ERROR):
        answer = world.call("GET", "/", headers=person.headers)
    assert (answer.status_code, "unit_days" in answer.text) == (500, False)
    assert "lỗi đã được ghi lại" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unit_days" in caplog.text


def test_a_person_whose_database_moves_just_now_gets_a_page_and_is_told_when_to_come_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_there(*_: object) -> None:
        raise DBAPIError("SELECT 1", {}, OperationalError("no route to the leader"))

    person = world.sign_in(("supervisor", ""))
    monkeypatch.setattr("sync.central.results.routes.read_overview", nobody_there)
    answer = world.call("GET", "/", headers=person.headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert "Hệ thống đang tạm gián đoạn" in answer.text
    assert "leader" not in answer.text


def test_a_wrong_method_at_a_page_is_told_the_right_one(world: World) -> None:
    answer = world.call("DELETE", "/sign-in")
    assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/photos/%00",
        "/api/v1/photos/%ff%fe",
        "/api/v1/ledgers/%00",
        f"/api/v1/ledgers/{NONCE}/heads/{'9' * 5_000}?nonce={NONCE}",
        f"/api/v1/ledgers/{NONCE}/heads/-1?nonce={NONCE}",
        "/api/v1/kiosks/%00/heartbeat",
        "/units/%00",
        "/T/%00",
        "/look/%00/%00",
        "/%00",
    ],
)
def test_an_odd_address_is_no_error_of_ours(desk: Desk, caplog: pytest.LogCaptureFixture, path: str) -> None:
    with caplog.at_level(logging.WARNING):
        assert desk.call("GET", path).status_code in {303, 400, 401, 404, 405}
    assert caplog.messages == []


def test_an_error_of_our_own_shows_no_trace(
    world: World, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    world.execute("DROP TABLE needs_attention")
    desk.open()
    desk.rate(9)
    with caplog.at_level(logging.ERROR):
        answer = desk.send(desk.segment())
    document = refusal(answer, Code.BUSY)
    assert "needs_attention" not in document["title"]
    assert "needs_attention" in caplog.text
    assert desk.ledger not in caplog.messages[0]
    assert world.query("SELECT count(*) FROM ledgers") == [(1,)]
