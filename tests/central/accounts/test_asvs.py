"""The list of OWASP ASVS, level 2: each point has tests that exist, or the reason why it has none."""

import ast
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
POINTS = tomllib.loads((HERE / "asvs.toml").read_text("utf-8"))


def named_in(file: Path) -> set[str]:
    return {
        node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    }


def test_each_point_has_tests_or_a_reason() -> None:
    for point, row in POINTS.items():
        assert row["what"], point
        assert bool(row.get("test")) != bool(row.get("because")), point


def test_the_tests_that_are_named_exist() -> None:
    named = {name for row in POINTS.values() for name in row.get("test", [])}
    for name in sorted(named):
        file, _, test = name.partition("::")
        assert test in named_in((HERE / file).resolve()), name


def test_the_chapters_on_people_are_there() -> None:
    assert {point.partition(".")[0] for point in POINTS} >= {"2", "3", "4", "5", "7", "8", "12", "14"}
