"""Rating at home from an invitation: once, and counted where the kiosk's line of it stands."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from sync.central.database.engine import reading, writing
from sync.central.figures.rederive import bring_up, rederive
from sync.contract.desk_time import DAY_MS
from sync.contract.token import Purpose, receipt_code
from tests.central.desk import Desk
from tests.central.people import ORIGIN
from tests.central.phone.phone import KIND, Phone
from tests.central.world import COUNTER, OFFICIAL, QUESTIONS, UNIT, World

RATED = "SELECT score, via, official, counter, day, status FROM ratings"
LINES = "SELECT count(*) FROM lines"

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""What engines differ in is told by test_once and test_any_order."""


@pytest.fixture
def phone(desk: Desk) -> Phone:
    desk.open()
    desk.anchor()
    return Phone(desk)


def proven(world: World) -> None:
    assert world.verify().differences == []


def test_the_form_asks_what_the_kiosk_asks(phone: Phone) -> None:
    page = phone.page()
    assert page.status_code == 200
    for words in ("Đánh giá bằng điện thoại", "Phường An Bình", "mức 1", "mức 5", "polite?", "improve?"):
        assert words in page.text
    assert "harassed?" not in page.text, "there is no key to seal the answer to"


def test_a_rating_counts_once_the_kiosks_line_has_come(phone: Phone, world: World) -> None:
    answer = phone.rate(2, polite="no", improve=["waiting", "attitude"])
    assert (answer.status_code, answer.headers["location"]) == (303, "?done=rated")
    assert world.query(RATED) == []
    assert "vẫn được giữ" in phone.page().text
    proven(world)
    phone.invite()
    phone.desk.deliver()
    assert world.query(RATED) == [(2, "phone", OFFICIAL, COUNTER, "2026-11-23", "counted")]
    assert world.query("SELECT choice FROM answers ORDER BY choice") == [("attitude",), ("no",), ("waiting",)]
    assert world.query("SELECT score, n FROM unit_days") == [(2, 1)]
    assert "Đã về tới trung tâm" in phone.page().text
    proven(world)


def test_a_rating_counts_at_once_where_the_kiosks_line_is_there(phone: Phone, world: World) -> None:
    phone.invite()
    phone.desk.deliver()
    assert phone.rate(5).status_code == 303
    assert world.query(RATED) == [(5, "phone", OFFICIAL, COUNTER, "2026-11-23", "counted")]
    proven(world)


def test_an_invitation_is_good_for_one_rating_however_often_it_is_sent(phone: Phone, world: World) -> None:
    phone.invite()
    phone.desk.deliver()
    path = phone.path
    with ThreadPoolExecutor(8) as several:
        answers = list(several.map(phone.rate, [1, 2, 3, 4, 5, 5, 4, 1]))
    assert {answer.status_code for answer in answers} == {303}
    assert phone.path == path
    assert world.query("SELECT count(*) FROM ratings") == [(1,)]
    assert world.query("SELECT count(*) FROM phone_ratings") == [(1,)]
    assert world.query("SELECT sum(n) FROM unit_days") == [(1,)]
    proven(world)


def test_the_page_never_tells_the_score_that_was_given(phone: Phone) -> None:
    phone.invite(OFFICIAL)
    phone.desk.deliver()
    phone.rate(1)
    page = phone.page().text
    for secret in ("mức 1", "score-", "Nguyễn Thị Hoa", OFFICIAL, "s1"):
        assert secret not in page


def test_an_invitation_ends_after_seven_days(phone: Phone, world: World) -> None:
    phone.invite()
    phone.desk.deliver()
    world.clock.now_ms += 7 * DAY_MS - 60_000
    assert phone.page().status_code == 200
    world.clock.now_ms += 120_000
    assert phone.page().status_code == 410
    assert phone.rate().status_code == 303
    assert world.query(RATED) == []
    assert phone.page().status_code == 410


def late_by_phone(phone: Phone, world: World) -> None:
    """The kiosk invites on 23 November and is cut off; the citizen rates 20 days later."""
    phone.invite()
    world.clock.now_ms += 20 * DAY_MS
    assert phone.rate(1, improve=["waiting"]).status_code == 303
    assert "được tính nếu đã gửi trong 7 ngày" in phone.page().text
    assert world.query(RATED) == []


def test_what_is_sent_after_seven_days_does_not_count_when_its_invitation_comes_later(
    phone: Phone, world: World
) -> None:
    late_by_phone(phone, world)
    phone.desk.deliver()
    assert world.query(RATED) == [(1, "phone", OFFICIAL, COUNTER, "2026-11-23", "late")]
    assert world.query("SELECT sum(n) FROM unit_days") == [(None,)]
    assert world.query("SELECT reason FROM needs_attention") == []
    proven(world)
    page = phone.page()
    assert page.status_code == 200
    told = "Lời mời đã quá hạn 7 ngày nên đánh giá này không được tính; phần góp ý vẫn được đọc."
    assert told in page.text
    assert "Mức đánh giá vẫn được tính" not in page.text
    (rating,) = world.query("SELECT rating FROM ratings")[0]
    sent = urlencode({"code": receipt_code(rating)}).encode()
    assert told in world.call("POST", "/r", sent, ORIGIN | KIND).text


def test_a_rating_stops_counting_once_its_invitation_is_known_to_be_older(desk: Desk, world: World) -> None:
    desk.open()
    phone = Phone(desk)
    late_by_phone(phone, world)
    desk.deliver()
    assert world.query("SELECT day, status FROM ratings") == [("", "counted")]
    proven(world)
    desk.up += 20 * DAY_MS
    desk.anchor()
    desk.deliver()
    assert world.query("SELECT day, status FROM ratings") == [("2026-11-23", "late")]
    assert world.query("SELECT sum(n) FROM unit_days") == [(None,)]
    proven(world)


def test_a_late_rating_that_an_older_version_counted_is_left_out(phone: Phone, world: World) -> None:
    late_by_phone(phone, world)
    phone.desk.deliver()
    world.execute("UPDATE ratings SET status = 'counted'")
    world.execute("UPDATE phone_ratings SET document = json_remove(document, '$.at_ms')")
    world.execute("UPDATE server SET figures = 10")
    assert world.verify().differences
    with writing(world.engine) as connection:
        assert bring_up(connection, world.identity.server_id, (world.identity.public,))
    assert world.query("SELECT status FROM ratings") == [("late",)]
    proven(world)


def test_a_repeated_invitation_counts_once(phone: Phone, world: World) -> None:
    phone.invite()
    phone.invite()
    phone.rate(3)
    phone.desk.deliver()
    assert world.query("SELECT seq, score FROM ratings") == [(3, 3)]
    proven(world)


def test_an_invitation_made_in_practice_does_not_count(phone: Phone, world: World) -> None:
    phone.desk.append("practice.began", {})
    phone.invite()
    phone.rate(1)
    phone.desk.deliver()
    assert world.query("SELECT status FROM ratings") == [("practice",)]
    assert world.query("SELECT n FROM unit_days") == []
    proven(world)


@pytest.mark.parametrize("first", ["phone", "kiosk"])
def test_a_kiosk_can_neither_change_nor_withdraw_what_was_given_by_phone(
    phone: Phone, world: World, first: str
) -> None:
    seq = phone.invite()
    if first == "phone":
        phone.rate(1)
    phone.desk.append("rating.changed", {"of": seq, "score": 5})
    phone.desk.append("rating.withdrawn", {"of": seq})
    phone.desk.append("rating.detailed", {"of": seq, "answers": {"polite": "yes"}})
    phone.desk.deliver()
    if first == "kiosk":
        phone.rate(1)
    assert world.query("SELECT score, status FROM ratings") == [(1, "counted")]
    assert world.query("SELECT count(*) FROM answers") == [(0,)]
    proven(world)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"satisfied": ""}, 422),
        ({"satisfied": "s9"}, 400),
        ({"polite": "perhaps"}, 400),
        ({"improve": ["waiting", "weather"]}, 400),
        ({"questionnaire": "another/1"}, 422),
        ({"act": "cook"}, 400),
        ({"act": "comment", "comment": "x"}, 400),
        ({"act": "withdraw"}, 400),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(
    phone: Phone, world: World, fields: dict[str, str | list[str]], status: int
) -> None:
    before = world.query(LINES)
    told: dict[str, str | list[str]] = {"act": "rate", "satisfied": "s4"}
    told |= {"questionnaire": f"{QUESTIONS}/1"}
    assert phone.send(**(told | fields)).status_code == status
    assert world.query(LINES) == before


def test_a_form_on_another_site_is_refused_and_an_old_phone_that_names_no_site_is_not(
    phone: Phone, world: World
) -> None:
    body = f"act=rate&satisfied=s4&questionnaire={QUESTIONS}/1".encode()
    for site, status in (({"Sec-Fetch-Site": "cross-site"}, 403), ({"Origin": "null"}, 303)):
        assert world.call("POST", phone.path, body, site | KIND).status_code == status


def test_a_rating_of_a_province_that_is_reread_stays_where_it_was(phone: Phone, world: World) -> None:
    phone.invite(str(uuid.uuid4()))
    phone.desk.deliver()
    phone.rate(2)
    assert world.query("SELECT status FROM ratings") == [("attention",)]
    proven(world)
    with writing(world.engine) as connection:
        rederive(connection, UNIT, world.identity.server_id, (world.identity.public,))
    assert world.query("SELECT status, score FROM ratings") == [("attention", 2)]
    proven(world)


def test_what_a_phone_says_is_in_the_own_ledger_and_names_nobody(phone: Phone, world: World) -> None:
    phone.invite()
    phone.desk.deliver()
    phone.rate(2)
    with reading(world.engine) as connection:
        raw = bytes(
            connection.exec_driver_sql(
                "SELECT raw FROM lines ORDER BY ledger_no, seq DESC LIMIT 1"
            ).scalar_one()
        )
    assert b'"phone.rated"' in raw
    assert OFFICIAL.encode() not in raw
    assert UNIT.encode() not in raw


def test_an_invitation_of_a_revoked_kiosk_must_have_come_before(phone: Phone, world: World) -> None:
    phone.invite()
    phone.desk.deliver()
    world.execute(f"UPDATE kiosks SET state = 'revoked' WHERE kiosk = '{phone.desk.kiosk}'")
    assert phone.page().status_code == 200
    assert Phone(phone.desk).page().status_code == 410


def test_who_has_a_kiosks_key_cannot_fill_the_ledger_with_it(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.central.public.allowance._AT_ONCE", 3)
    phone.world.open()
    answers = [Phone(phone.desk).rate() for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert answers[-1].headers["retry-after"] == "10"
    other = Phone(Desk(phone.world), Purpose.RATING)
    assert other.withdraw().status_code == 303


def test_who_holds_one_receipt_uses_up_nothing_of_its_kiosks_other_citizens(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.central.public.allowance._AT_ONCE", 3)
    phone.world.open()
    official = Phone(phone.desk, Purpose.RATING)
    statuses = [official.comment(" ").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert official.comment("Cảm ơn").headers["retry-after"] == "360"
    assert phone.rate().status_code == 303
    phone.world.clock.now_ms += 360_000
    assert [official.withdraw().status_code for _ in range(2)] == [303, 429]


def test_what_is_sent_again_is_kept_once_and_counts_once(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.central.public.allowance._AT_ONCE", 2)
    phone.world.open()
    assert [phone.rate().status_code for _ in range(4)] == [303] * 4
    assert [Phone(phone.desk, Purpose.RATING).withdraw().status_code for _ in range(2)] == [303, 429]
