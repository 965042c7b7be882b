import re

from sync.central.results.charts.drawing import jpeg, png, svg
from sync.central.results.charts.funnel import Dot, funnel
from sync.central.results.charts.grammar import colours
from sync.central.results.charts.levels import levels
from sync.central.results.charts.trend import Point, trend

NAMES = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
TREND = trend([Point("11/2026", 0.8, 0.7, 0.9), Point("12/2026", 0.85, 0.8, 0.9)], "Hài lòng trở lên")


def test_a_chart_is_drawn_twice_alike_in_the_bundled_letters() -> None:
    drawn = svg(TREND)
    assert drawn == svg(TREND)
    assert set(re.findall(r'font-family="([^"]+)"', drawn)) == {"Be Vietnam Pro"}
    assert "http://" not in drawn.replace("http://www.w3.org/", "")


def test_a_share_is_written_as_vietnamese_writes_it_with_its_band() -> None:
    drawn = svg(TREND)
    assert re.search(r"80\s%", drawn)
    assert "Hài lòng trở lên" in drawn
    assert "12/2026" in drawn


def test_a_distribution_has_a_piece_for_each_level_in_its_colour_and_small_ones_without_a_number() -> None:
    drawn = svg(levels({"Kỳ này": (1, 0, 9, 50, 40)}, NAMES))
    for score in (1, 3, 4, 5):
        assert colours()[f"level_{score}"] in drawn
    assert re.search(r"50\s%", drawn)
    assert not re.search(r">1\s%", drawn)
    assert all(name in drawn for name in NAMES)


def test_a_funnel_names_nobody_and_narrows_with_the_number_of_ratings() -> None:
    chart = funnel([Dot(12, 0.6), Dot(400, 0.9), Dot(5_000, 0.85)], 0.85, "Số phiếu", "Hài lòng")
    outer = chart["layer"][0]["data"]["values"]
    first, last = outer[0], outer[-1]
    assert (first["n"], last["n"]) == (12, 5_000)
    assert last["high"] - last["low"] < first["high"] - first["low"]
    assert svg(chart).count("<path") > 3


def test_a_picture_has_three_dots_a_point() -> None:
    assert png(TREND).startswith(b"\x89PNG")
    assert jpeg(TREND).startswith(b"\xff\xd8\xff")
