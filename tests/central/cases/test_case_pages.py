"""From a sealed comment to a published answer, by the pages."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from sync.central.accounts.power import Power
from sync.central.accounts.roles import Kind, Role, Roles, load_roles
from sync.central.app import build_app
from sync.central.cases.published import PublishedAnswer, answers_of
from sync.central.database.engine import reading
from sync.central.database.tables import audit, case_events
from tests.central.cases.site import ANSWER, NEXT_WORKING, SUMMARY, TODAY, Complaints
from tests.central.people import QUICK
from tests.central.world import OTHER_UNIT, UNIT, World

INSPECTS = frozenset({Power.SEE_CASES, Power.HANDLE_CASES, Power.SEE_COMMENTS})

NOT_TOLD = "Đơn vị không được cho biết phản ánh này."


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; `test_cases_engines.py` tells it on both engines."""
    return sqlite_url


def test_a_comment_goes_the_whole_way_to_an_answer_that_the_citizen_sees(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    site.others(9)
    rating = site.rate(
        2, comment="Tôi Nguyễn Văn Bình, 0912 345 678, chờ 3 tiếng; cô Hoa quát tôi", harassed="no"
    )
    assert site.find() == 1
    code = site.case(rating).code
    assert "0912" not in site.see(f"/cases/{code}").text, "it is sealed"
    opened = site.open(rating).text
    assert "Tôi Nguyễn Văn Bình, 0912 345 678" in opened
    assert "Tôi [tên], [số điện thoại], chờ 3 tiếng; cô [tên] quát tôi" in opened, "masked, to begin with"
    assert "đã được che nếu máy nhận ra, nhưng có thể còn sót" in opened
    refused = site.act(rating, "assign", "Anh Bình bị chị Hoa quát", unit=UNIT)
    assert refused.status_code == 422
    assert "<strong>Bình</strong>" in refused.text
    assert site.act(rating, "assign", SUMMARY, unit=UNIT).status_code == 303
    assert site.see(f"/cases/{code}", site.head).status_code == 404, "not on the same day"
    site.on(NEXT_WORKING)
    assert site.hand_over() == 1
    assert SUMMARY in site.see(f"/cases/{code}", site.head).text
    assert site.answer(rating).status_code == 303
    assert site.act(rating, "return", "Xin nói rõ khi nào").status_code == 303
    assert "Xin nói rõ khi nào" in site.see(f"/cases/{code}", site.head).text
    assert site.answer(rating, ANSWER + " Từ tháng 12.").status_code == 303
    assert site.act(rating, "accept").status_code == 303
    with reading(world.engine) as connection:
        assert answers_of(connection, rating) == []
    assert site.act(rating, "publish").status_code == 303
    with reading(world.engine) as connection:
        said = {"vi": ANSWER + " Từ tháng 12."}
        assert answers_of(connection, rating) == [
            PublishedAnswer(NEXT_WORKING, said, by_unit=True, handed=True)
        ]
        acts = connection.execute(
            select(case_events.c.act).where(case_events.c.code == code).order_by(case_events.c.number)
        )
        assert acts.scalars().all() == [
            "opened", "assign", "handed", "answer", "return", "answer", "accept", "publish",
        ]  # fmt: skip
    slip = world.call("GET", f"/T/{site.token(rating)}").text
    assert ANSWER in slip, "by the receipt"
    assert "Trả lời của đơn vị" in slip
    assert NOT_TOLD not in slip
    public = world.call("GET", "/answers").text
    assert ANSWER in public
    assert SUMMARY in public
    assert site.act(rating, "reopen", "Người dân chưa đồng ý").status_code == 303
    with reading(world.engine) as connection:
        assert answers_of(connection, rating) == []
    assert ANSWER not in world.call("GET", f"/T/{site.token(rating)}").text
    assert site.see(f"/cases/{code}", site.head).status_code == 404
    assert world.verify().differences == []


def test_that_a_text_is_opened_is_written_down_each_time_before_it_is_shown(world: World) -> None:
    site = Complaints(world)
    rating = site.rate(2, comment="Chờ lâu")
    site.find()
    locked = site.open(rating)
    assert locked.status_code == 303
    assert locked.headers["location"].startswith("/comments/key")
    assert _openings(world) == []
    site.unlock()
    for times in (1, 2):
        assert "Chờ lâu" in site.open(rating).text
        assert _openings(world) == [{"what": "comment", "digest": _openings(world)[0]["digest"]}] * times


def test_answers_about_harassment_are_opened_many_at_once_and_only_yes_is_kept(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    ratings = [site.rate(4, harassed=said) for said in ("no", "yes", "no")]
    assert site.find() == 0
    assert "3 câu trả lời niêm phong" in site.see("/cases").text
    said = world.send(site.supervisor, "/cases/sealed-answers").text
    assert "Đã mở 3 câu trả lời; 1 câu" in said
    assert len(_openings(world)) == 3
    (case,) = site.all_cases()
    assert case.rating == ratings[1]
    assert "niêm phong chưa mở" not in site.see("/cases").text
    refused = site.act(ratings[1], "assign", SUMMARY, unit=UNIT)
    assert (refused.status_code, site.case(ratings[1]).state) == (422, "new"), "never to the unit"
    assert site.act(ratings[1], "decide", "Thanh tra đã làm việc với đơn vị.").status_code == 303
    assert site.act(ratings[1], "publish").status_code == 303
    assert "Thanh tra" not in world.call("GET", "/answers").text, "what no unit was handed is the citizen's"
    slip = world.call("GET", f"/T/{site.token(ratings[1])}").text
    assert "Trả lời của người giám sát" in slip
    assert NOT_TOLD in slip


def test_a_case_with_answers_is_closed_once_they_are_read_and_stays_so(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    rating = site.rate(1, harassed="yes", reasons=("waiting",))
    site.find()
    assert site.act(rating, "close", "Không rõ nội dung").status_code == 422
    world.send(site.supervisor, "/cases/sealed-answers")
    assert (site.case(rating).state, site.case(rating).rules) == ("new", '["low_rating","harassment"]')
    assert site.act(rating, "close", "Đã chuyển thanh tra").status_code == 303
    assert site.find() == 0
    assert site.case(rating).state == "closed", "nothing is new"


def test_nothing_is_assigned_while_something_sealed_with_it_is_unread(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    rating = site.rate(2, comment="Chờ lâu", harassed="yes")
    site.find()
    assert "Hãy mở và đọc hết" in site.act(rating, "assign", SUMMARY, unit=UNIT).text
    assert "harassed?" in site.open(rating).text
    assert "không được giao cho đơn vị" in site.act(rating, "assign", SUMMARY, unit=UNIT).text


def test_an_ordinary_complaint_is_no_reason_to_refuse_a_summary_and_a_moment_is(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    rating = site.rate(2, comment="hom qua luc 8 gio sang toi den, anh tuấn để tôi đợi 3 giờ")
    site.find()
    assert "[ngày] luc [giờ] toi den, anh [tên] để tôi đợi 3 giờ" in site.open(rating).text
    refused = site.act(rating, "assign", "Người dân đến ngày hai mươi lăm tháng mười", unit=UNIT)
    assert (refused.status_code, "<strong>ngày hai mươi lăm tháng mười</strong>" in refused.text) == (
        422,
        True,
    )
    ordinary = "Đợi 3 giờ, trả chậm 3.5 ngày, phí 1.5 triệu; cô hiền ở Hà Nội giúp"
    assert site.act(rating, "assign", ordinary, unit=UNIT).status_code == 303


def test_a_low_rating_with_reasons_is_a_case_and_its_reasons_begin_the_summary(world: World) -> None:
    site = Complaints(world)
    rating = site.rate(1, reasons=("waiting", "attitude"))
    site.rate(1)
    site.rate(4, reasons=("waiting",))
    assert site.find() == 1
    assert "Điều cần cải thiện: waiting; attitude." in site.see(f"/cases/{site.case(rating).code}").text
    assert site.act(rating, "assign", SUMMARY, unit=UNIT).status_code == 303


def test_each_head_answers_cases_of_the_own_unit_and_nobody_else_does(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    site.others(9)
    rating = site.assigned()
    assert site.answer(rating).status_code == 404, "not handed over yet"
    site.on(NEXT_WORKING)
    site.hand_over()
    code = site.case(rating).code
    assert site.see(f"/cases/{code}", site.other_head).status_code == 404
    assert site.answer(rating, person=site.other_head).status_code == 404
    assert code not in site.see("/cases", site.other_head).text
    assert site.answer(rating, person=site.supervisor).status_code == 403
    auditor = world.sign_in(("auditor", ""))
    assert site.see(f"/cases/{code}", auditor).status_code == 403
    assert site.answer(rating, "  ").status_code == 422
    assert site.answer(rating).status_code == 303
    assert site.answer(rating).status_code == 422, "once"


def test_a_province_may_give_each_unit_s_inspector_its_own_cases_only(world: World) -> None:
    site = Complaints(world)
    rating = site.rate(1, reasons=("waiting",))
    site.find()
    code = site.case(rating).code
    inspector = Roles({"inspector": Role({"vi": "Thanh tra"}, Kind.UNITS, INSPECTS), **load_roles().all})
    world.door.app = build_app(world.state, None, replace(QUICK, roles=inspector))
    theirs, others = world.sign_in(("inspector", UNIT)), world.sign_in(("inspector", OTHER_UNIT))
    assert code in site.see("/cases", theirs).text
    assert site.see(f"/cases/{code}", theirs).status_code == 200
    assert code not in site.see("/cases", others).text
    assert site.see(f"/cases/{code}", others).status_code == 404
    assert world.send(others, f"/cases/{code}", act="close", text="x").status_code == 404
    assert world.send(others, f"/cases/{code}/open").status_code in (303, 404)


def test_the_longest_overdue_stand_on_top_and_views_filter(world: World) -> None:
    site = Complaints(world)
    old = site.rate(1, reasons=("waiting",))
    site.find()
    site.on(TODAY.replace(day=30))
    site.rate(1, reasons=("waiting",))
    new = site.rate(2, comment="x")
    site.find()
    listed = site.see("/cases").text
    assert listed.index(site.case(old).code) < listed.index(site.case(new).code)
    overdue = site.see("/cases?state=overdue").text
    assert site.case(old).code in overdue
    assert site.case(new).code not in overdue
    assert site.case(old).code not in site.see("/cases?state=published&lang=en").text


def _openings(world: World) -> list[dict[str, str]]:
    with reading(world.engine) as connection:
        rows = connection.execute(
            select(audit.c.raw).where(audit.c.act == "text_opened").order_by(audit.c.seq)
        )
        return [json.loads(row.raw)["detail"] for row in rows]
