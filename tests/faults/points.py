"""The list of crash points, read from the code itself: one that is added is visited by the next run."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAMS = ("kiosk", "sync")
AT = "HAILONG_CRASH_AT"


def crash_points() -> list[str]:
    """Every name that `crash_point` is called with, in the order of the files."""
    return [name for file in _files() for name in _names(ast.parse(file.read_text(encoding="utf-8")), file)]


def named_by_other_suites() -> set[str]:
    """Points that a suite beside this one kills at; it fails where one of them is not reached."""
    named: set[str] = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        text = file.read_text(encoding="utf-8")
        if file.parent != Path(__file__).parent and (AT in text or '"crash_point"' in text):
            constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
            named |= {value.partition("@")[0] for value in constants if isinstance(value, str)}
    return named


def _files() -> Iterator[Path]:
    for program in PROGRAMS:
        yield from sorted((ROOT / program).rglob("*.py"))


def _names(tree: ast.AST, file: Path) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", None) == "crash_point"):
            continue
        match node.args:
            case [ast.Constant(value=str(name))]:
                yield name
            case _:
                raise AssertionError(f"{file}:{node.lineno}: a crash point is named by a literal")
