from dataclasses import dataclass, replace

import pytest

from sync.central.api.pacing import ONE_READS
from sync.contract.encoding import base32, unbase32
from sync.contract.token import Purpose, receipt_code
from tests.central.web.province import Kiosk, Province, an_id
from tests.central.web.reader import ask

LEDGER, RATING = an_id("ledger"), an_id("rating")
ARRIVED_MS = 1_795_540_200_000  # 2026-11-24 17:10 UTC: 25 November in Vietnam


@dataclass(frozen=True)
class Desk:
    province: Province
    unit: str
    kiosk: Kiosk

    def deliver(self, ledger: str = LEDGER) -> None:
        ledger_no = self.province.open_ledger(self.kiosk.kiosk, ledger)
        self.province.receive(ledger_no, self.kiosk.kiosk, self.unit, RATING, ARRIVED_MS)

    def page(self, token: str, path: str = "/T/", language: str = "vi") -> tuple[int, str]:
        answer = ask(self.province.application(), f"{path}{token}?lang={language}")
        return answer.status_code, answer.text


@pytest.fixture(name="desk")
def a_desk(province: Province) -> Desk:
    unit = province.add_unit("Phường An Bình")
    province.add_official(unit, "Nguyễn Thị Lan")
    return Desk(province, unit, province.add_kiosk(unit))


def test_a_rating_that_arrived_says_when_and_where(desk: Desk) -> None:
    desk.deliver()
    status, page = desk.page(desk.kiosk.token(LEDGER, RATING))
    assert status == 200
    assert "Đã về tới trung tâm" in page
    assert "25/11/2026" in page
    assert "Phường An Bình" in page
    assert receipt_code(RATING) in page


def test_a_rating_still_on_its_way_is_said_to_be_kept(desk: Desk) -> None:
    for deliver_another in (False, True):
        if deliver_another:
            desk.deliver()
        status, page = desk.page(desk.kiosk.token(LEDGER, an_id("another rating")))
        assert status == 200
        assert "Chưa về tới trung tâm" in page
        assert "vẫn được giữ" in page
        assert receipt_code(an_id("another rating")) in page


def test_the_page_never_tells_score_or_official(desk: Desk) -> None:
    desk.deliver()
    for language in ("vi", "en"):
        _, page = desk.page(desk.kiosk.token(LEDGER, RATING), language=language)
        for secret in ("Nguyễn Thị Lan", an_id("Nguyễn Thị Lan"), "score-", "hài lòng", "issatisfied"):
            assert secret not in page


def test_upper_and_lower_case_and_both_languages_lead_to_the_same_receipt(desk: Desk) -> None:
    desk.deliver()
    token = desk.kiosk.token(LEDGER, RATING)
    for path, text in (("/T/", token), ("/t/", token.lower()), ("/t/", token)):
        status, page = desk.page(text, path, "en")
        assert status == 200
        assert "Arrived at the centre" in page


@pytest.mark.parametrize("text", ["A", "not a token!", "0" * 181, "Z" * 5000, "%00", "Ω" * 181])
def test_what_is_no_token_gets_a_calm_page(desk: Desk, text: str) -> None:
    status, page = desk.page(text)
    assert status == 404
    assert "Không tìm thấy biên nhận" in page


def test_a_token_with_any_byte_changed_is_nobodys(desk: Desk) -> None:
    desk.deliver()
    raw = unbase32(desk.kiosk.token(LEDGER, RATING))
    for place in range(0, len(raw), 7):
        forged = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        status, page = desk.page(base32(forged))
        assert status == 404
        assert "Phường An Bình" not in page


def test_a_kiosk_cannot_ask_for_a_rating_of_another_kiosks_ledger(desk: Desk) -> None:
    desk.deliver()
    other = desk.province.add_kiosk(desk.unit, "Quầy 2")
    assert desk.page(other.token(LEDGER, RATING))[0] == 404


def test_a_token_signed_with_another_key_in_a_kiosks_name_is_refused(desk: Desk) -> None:
    desk.deliver()
    other = desk.province.add_kiosk(desk.unit, "Quầy 2")
    assert desk.page(Kiosk(desk.kiosk.kiosk, other.key).token(LEDGER, RATING))[0] == 404


def test_an_unknown_kiosk_has_no_receipt(desk: Desk) -> None:
    assert desk.page(Kiosk(an_id("nobody"), desk.kiosk.key).token(LEDGER, RATING))[0] == 404


def test_an_invitation_of_a_kiosk_that_was_told_no_questions_cannot_be_answered_yet(desk: Desk) -> None:
    status, page = desk.page(desk.kiosk.token(LEDGER, RATING, Purpose.INVITATION))
    assert status == 404
    assert "Chưa đánh giá được" in page


def test_every_wrong_token_gets_the_very_same_page(desk: Desk) -> None:
    desk.deliver()
    other = desk.province.add_kiosk(desk.unit, "Quầy 2")
    pages = {
        desk.page(token)
        for token in ("ABC", other.token(LEDGER, RATING), other.token(LEDGER, an_id("x"))[::-1])
    }
    assert len(pages) == 1


def test_the_token_stands_nowhere_in_the_answer_and_nothing_is_kept(desk: Desk) -> None:
    token = desk.kiosk.token(LEDGER, RATING)
    answer = ask(desk.province.application(), f"/T/{token}")
    assert token not in answer.text
    assert not any(token in value for value in answer.headers.values())
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers


def test_who_asks_too_often_waits_and_nobody_else_does(desk: Desk) -> None:
    now = [0]
    province = replace(desk.province, up_ms=lambda: now[0])
    application, path = province.application(), f"/t/{desk.kiosk.token(LEDGER, RATING)}"
    for _ in range(ONE_READS.burst):
        assert ask(application, path).status_code == 200
    answer = ask(application, path)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert "Xin chờ một chút" in answer.text
    assert answer.headers["content-security-policy"]
    assert ask(application, "/T/ABC?lang=en").status_code == 429
    assert ask(application, path, client="203.0.113.9").status_code == 200
    now[0] += ONE_READS.refill_ms
    assert [ask(application, path).status_code for _ in range(2)] == [200, 429]
