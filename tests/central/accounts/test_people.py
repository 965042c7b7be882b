"""Who sees the figures of a named person, and that it is written down."""

from collections.abc import Iterator

import pytest

from sync.central.accounts.scope import Scope
from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import migrate
from sync.central.results.overview import read_overview
from sync.central.results.standing import Standing
from sync.central.results.within import within
from tests.central.results.test_pages import text_of
from tests.central.web.province import Province, an_id, fill, fill_published
from tests.central.web.reader import ask

UNIT = an_id("Phường An Bình")
LAN, CONG, LE = "Nguyễn Thị Lan", "Công Tằng Tôn Nữ Phương Thảo Nguyên", "Lê Hoàng Ân"


@pytest.fixture(scope="module", name="filled")
def a_filled_province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('people') / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
    province = Province(engine)
    assert fill(province, heard_ms=0) == UNIT
    fill_published(province, UNIT)
    yield province
    province.state.end()
    engine.dispose()


@pytest.fixture(name="province")
def nobody_has_looked(filled: Province) -> Province:
    with writing(filled.engine) as connection:
        connection.exec_driver_sql("DELETE FROM audit")
    return filled


def seen(province: Province, unit: str, *grants: tuple[str, str]) -> str:
    return text_of(ask(province.application(*grants), f"/units/{unit}").text)


def viewed(province: Province) -> list[str]:
    with reading(province.engine) as connection:
        return [row.about for row in connection.exec_driver_sql("SELECT about FROM audit ORDER BY about")]


def test_every_view_of_one_persons_results_is_written_down(province: Province) -> None:
    seen(province, UNIT, ("survey_owner", ""))
    assert viewed(province) == []
    seen(province, UNIT, ("head_of_unit", UNIT))
    assert viewed(province) == sorted(an_id(name) for name in (LAN, "Trần Văn Đức"))


def test_a_head_sees_a_named_person_from_thirty_ratings_on_and_a_supervisor_from_ten(
    province: Province,
) -> None:
    head, supervisor = seen(province, UNIT, ("head_of_unit", UNIT)), seen(province, UNIT)
    assert f"{CONG} Công chức tiếp nhận Phiếu 17 Chưa đủ 30 phiếu" in head
    assert f"{CONG} Công chức tiếp nhận Phiếu 24 Chưa" not in supervisor
    assert f"{CONG} Công chức tiếp nhận Phiếu 24" in supervisor
    assert f"{LAN} Công chức tiếp nhận Phiếu 82 Chưa" not in head


def test_without_the_power_no_person_is_named(province: Province) -> None:
    page = seen(province, UNIT, ("survey_owner", ""))
    assert LAN not in page
    assert "Phường An Bình" in page


@pytest.mark.parametrize(
    ("name", "told"), [(LAN, "Rất hài lòng"), (CONG, "Chưa đủ 30 phiếu"), (LE, "Chưa công bố")]
)
def test_an_official_sees_only_themselves_from_thirty_published_ratings_on(
    province: Province, name: str, told: str
) -> None:
    page = text_of(ask(province.application(("official", an_id(name))), "/own-results").text)
    assert told in page
    assert ("Rất hài lòng" in page) is (name == LAN)
    assert not [other for other in {LAN, CONG, LE} - {name} if other in page]
    assert viewed(province) == ([an_id(name)] if name == LAN else [])


def test_a_heads_overview_holds_their_units_only(province: Province) -> None:
    page = text_of(ask(province.application(("head_of_unit", UNIT)), "/").text)
    assert "Số phiếu 244" in page
    assert "Phường Bình Minh" not in page
    assert "Máy có liên lạc" not in page


def test_a_sum_that_would_give_a_hidden_unit_away_is_withheld(province: Province) -> None:
    with reading(province.engine) as connection:
        overview = read_overview(connection, 0)
    few = {an_id(name) for name in ("Phường Bình Minh", "Xã Ân Phú")}
    mine = within(overview, Scope(units=frozenset(few)), fleet=True)
    assert len(mine.units) == 2
    assert mine.standing is Standing.COVERING
    alone = within(overview, Scope(units=frozenset({an_id("Phường Bình Minh")})), fleet=True)
    assert alone.standing is Standing.ENOUGH
