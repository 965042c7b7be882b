"""What everybody or a unit reads names nobody; a day on which something is done is no person."""

import pytest
from sqlalchemy import update

from sync.central.database.engine import writing
from sync.central.database.tables import cases
from tests.central.cases.site import ANSWER, NEXT_WORKING, Complaints

NAMED = (
    "Cô Nguyễn Thị Hoa đã xin lỗi ông Trần Văn Bình, số 0912345678, CCCD 024099001234, sáng 23/11 lúc 9h30."
)
WHO = ["Nguyễn Thị Hoa", "Trần Văn Bình", "0912345678", "024099001234"]
SOON = "Từ 1/12/2026 bố trí thêm một quầy; xong trước ngày 15.12.2026, tiếp dân từ 7h30 đến 11h30."


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def site(site: Complaints) -> Complaints:
    site.others(20)
    return site


def handed(site: Complaints) -> str:
    rating = site.assigned()
    site.hand_over_next_day()
    return rating


def shown_in(text: str) -> list[str]:
    """What a refusal shows that it found."""
    _, found, rest = text.partition("Còn lộ:")
    told = rest[: rest.index("</p>")] if found else ""
    return [one.partition("</strong>")[0] for one in told.split("<strong>")[1:]]


def test_no_answer_that_names_somebody_is_taken_and_what_was_typed_stays(site: Complaints) -> None:
    rating, other = site.assigned(), site.assigned()
    refused = site.act(other, "decide", NAMED)
    assert (refused.status_code, shown_in(refused.text)) == (422, WHO)
    assert f">{NAMED}</textarea>" in refused.text
    assert "Ai cũng đọc được" in refused.text
    assert site.act(other, "decide", SOON).status_code == 303
    site.on(NEXT_WORKING)
    site.hand_over()
    refused = site.answer(rating, NAMED)
    assert (refused.status_code, shown_in(refused.text)) == (422, WHO)
    assert f">{NAMED}</textarea>" in refused.text
    assert site.answer(rating, "Đã nhắc nhở chị Lan").status_code == 422, "who serves there"
    assert site.case(rating).state == "assigned"
    assert site.answer(rating, SOON).status_code == 303


def test_a_reason_that_a_unit_reads_tells_neither_who_nor_when(site: Complaints) -> None:
    rating = handed(site)
    assert site.answer(rating).status_code == 303
    why = "Xin hỏi lại bà Trần Thị Mai đến sáng 20/11"
    refused = site.act(rating, "return", why)
    assert (refused.status_code, shown_in(refused.text)) == (422, ["Trần Thị Mai", "20/11"])
    assert f">{why}</textarea>" in refused.text
    assert "Đơn vị đọc được lý do này" in refused.text
    assert site.act(rating, "return", "Xin nói rõ khi nào xong").status_code == 303


def test_an_answer_from_before_is_neither_accepted_nor_published_and_a_supervisor_writes_another(
    site: Complaints,
) -> None:
    rating = handed(site)
    assert site.answer(rating).status_code == 303
    for state, act in (("answered", "accept"), ("reviewed", "publish")):
        with writing(site.world.engine) as connection:
            mine = cases.c.code == site.case(rating).code
            connection.execute(update(cases).where(mine).values(state=state, answer=NAMED))
        refused = site.act(rating, act)
        assert (refused.status_code, shown_in(refused.text), site.case(rating).state) == (422, WHO, state)
    assert site.act(rating, "decide", ANSWER).status_code == 303
    assert site.act(rating, "publish").status_code == 303
    assert "Trả lời của người giám sát" in site.world.call("GET", f"/T/{site.token(rating)}").text
