"""What IT staff read names tests, documents and commands that there are."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kiosk.arguments import build_parser as kiosks
from sync.central.arguments import build_parser as centrals

ROOT = Path(__file__).parents[2]
WAYS_OUT = ROOT / "build_spec" / "ways_out.md"
HANDBOOK = ROOT / "build_spec" / "README.md"
WINDOWS = ROOT / "build_spec" / "windows" / "README.md"
PROGRAMS = {"kiosk": kiosks, "central": centrals}
STOPPERS = (
    *("program", "cage", "seatd", "systemd", "udev", "kernel", "hardware", "not stopped"),
    *("Shell Launcher", "Keyboard Filter", "policies"),
)


def rows(page: Path, columns: int) -> Iterator[list[str]]:
    """The cells of each row of the page's tables, heads and rules left out."""
    lines = page.read_text("utf-8").splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and not set(line) <= set("|-") and not set(following or "x") <= set("|-"):
            assert len(cells) == columns, line
            yield cells


def below_in(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands of a parser, by name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def names_in(file: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_what_the_handbook_tells_to_touch_has_that_name_on_the_kiosk() -> None:
    catalogue = ElementTree.parse(ROOT / "assets" / "i18n" / "en.ts")
    shown = {(word.text or "").strip() for tag in ("source", "translation") for word in catalogue.iter(tag)}
    told = re.findall(r'(?:chạm|bật|qua|dải|touch|turn on) "([^"]+)"', HANDBOOK.read_text("utf-8"))
    assert {"Nhận từ USB", "Thử máy", "Settle from USB", "Practice"} <= set(told)
    assert [name for name in told if not any(word.startswith(name) for word in shown)] == []


WAYS = list(rows(WAYS_OUT, 3))


@pytest.mark.parametrize(("way", "stopped", "shown"), WAYS, ids=[way for way, _, _ in WAYS])
def test_every_way_out_is_stopped_by_something_that_a_test_or_document_shows(
    way: str, stopped: str, shown: str
) -> None:
    assert stopped.startswith(STOPPERS)
    if "not stopped" in stopped.lower():
        assert re.search(r"\bdo: ", stopped.lower()), f"{way}: what shall one do?"
    named = re.findall(r"`([^`]+)`", shown)
    assert named
    for one in named:
        file, _, test = one.partition("::")
        assert (ROOT / file).is_file(), one
        if test:
            assert test in names_in(ROOT / file), one
    if stopped.startswith("program"):
        assert any(one.startswith("tests/") for one in named), "what the program stops can be tested"


def test_no_way_out_that_somebody_tries_first_is_left_out() -> None:
    assert len({way for way, _, _ in WAYS}) == len(WAYS)
    ways = " ".join(way for way, _, _ in WAYS).lower()
    for tried in (
        *("edge", "long press", "alt+f4", "alt+tab", "ctrl+alt+del", "ctrl+alt+f1", "sysrq", "win", "sticky"),
        *("dialogs", "printing", "drag and drop", "links", "context menus", "types by itself", "mouse"),
        *("scanner", "usb stick", "plug", "network", "copying", "crash", "staff page", "ctrl+p"),
    ):
        assert tried in ways, tried


@pytest.mark.parametrize("page", [WAYS_OUT, HANDBOOK, WINDOWS], ids=lambda page: page.parent.name + page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        file, _, heading = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        if there.is_dir():
            there /= "README.md"
        assert there.is_file(), target
        headings = re.findall(r"(?m)^#+ (.+)$", there.read_text("utf-8")) if heading else []
        assert not heading or heading in {one.lower().replace(" ", "-") for one in headings}, target


def test_every_command_of_the_handbook_is_one_that_the_programs_have() -> None:
    commands = set(re.findall(r"`hailong-(kiosk|central) ([a-z ]+)", HANDBOOK.read_text("utf-8")))
    assert len(commands) > 12
    for program, words in commands:
        parser: argparse.ArgumentParser | None = PROGRAMS[program]()
        for word in words.split():
            assert parser is not None, words
            below = below_in(parser)
            assert word in below, words
            parser = below[word] if below_in(below[word]) else None
        assert parser is None, f"{words} says not enough"


def test_both_languages_have_the_same_sections_and_tables() -> None:
    vietnamese, english = HANDBOOK.read_text("utf-8").split("## Tiếng Việt")[1].split("## English")
    for mark in (r"(?m)^### ", r"(?m)^\|", r"(?m)^\d\. ", r"(?m)^- "):
        assert len(re.findall(mark, vietnamese)) == len(re.findall(mark, english)), mark
