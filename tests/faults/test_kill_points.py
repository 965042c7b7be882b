"""Each crash point in the code is visited with SIGKILL; then both ends hold the same lines, each once."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.points import crash_points, named_by_other_suites
from tests.faults.province import Desk, Province
from tests.faults.stories import STORIES

TOLD = tuple(begins for story in STORIES for begins in story.reaches)
ELSEWHERE = named_by_other_suites()
POINTS = [point for point in crash_points() if point.startswith(TOLD) or point not in ELSEWHERE]


@pytest.fixture(scope="module")
def delivered(province: Province) -> Iterator[Counter[str]]:
    """Lines that each point's kiosk had delivered at last; told when the last point was visited."""
    lines: Counter[str] = Counter()
    yield lines
    proof = province.verified()
    assert proof.differences == []
    print(f"\npoints visited {len(lines)}, lines delivered {lines.total()}, lost 0, doubled 0")


def visit(province: Province, point: str) -> Desk:
    """The kiosk that met with a kill at `point`: by the story known to lead there, or by any that does."""
    for story in sorted(STORIES, key=lambda story: not point.startswith(story.reaches)):
        desk = story.killed(province, point)
        if desk is not None:
            return desk
    raise AssertionError(f"no story leads to {point}; tell one in stories.py")


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_loses_nothing_and_counts_nothing_twice(
    province: Province, delivered: Counter[str], point: str
) -> None:
    desk = visit(province, point)
    province.serve()
    done = desk.errand("resume")
    assert done.code == 0, done.said
    delivered[point] = desk.compare()


def test_no_two_points_have_one_name() -> None:
    assert [name for name, times in Counter(crash_points()).items() if times > 1] == []
