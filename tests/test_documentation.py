"""README.md and `--help` tell what is there; each example would be taken as it stands."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import kiosk.arguments
import kiosk.config
import sync.central.arguments
import sync.central.settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PARSERS = {"kiosk": kiosk.arguments.build_parser(), "central": sync.central.arguments.build_parser()}
ROOMS = ("assets/", "build_spec/", "kiosk/", "sync/", "tests/")


def commands_of(parser: argparse.ArgumentParser, *path: str) -> Iterator[tuple[list[str], str]]:
    """Each command and group of commands, with the example that its help shows."""
    yield list(path), (parser.epilog or "").partition("example:")[2].strip()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands_of(below, *path, name)


@pytest.mark.parametrize("program", PARSERS)
def test_every_help_shows_an_example_of_its_own_command_that_would_be_taken(program: str) -> None:
    for path, example in commands_of(PARSERS[program]):
        name, *words = shlex.split(example.partition(" < ")[0])
        assert [name, *words[: len(path)]] == [f"hailong-{program}", *path]
        PARSERS[program].parse_args(words)


@pytest.mark.parametrize("program", PARSERS)
def test_the_readme_tells_every_command_with_its_group(program: str) -> None:
    lines = [set(re.findall(r"[\w-]+", line)) for line in README.splitlines() if "`" in line]
    untold = [
        path for path, _ in commands_of(PARSERS[program]) if not any(set(path) <= words for words in lines)
    ]
    assert untold == []


def test_the_readme_tells_every_setting() -> None:
    told = {key for row in re.findall(r"^\| (`[^|]+) \|", README, re.MULTILINE) for key in spans(row)}
    assert {key.name for key in kiosk.config.KEYS} | set(sync.central.settings.KEYS) <= told


def test_every_file_that_the_readme_names_is_there() -> None:
    named = {link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link}
    named |= {span for span in spans(README) if span.startswith(ROOMS) and "<" not in span}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    tests = {file.name for file in (ROOT / "tests").rglob("test_*.py")}
    assert set(re.findall(r"\btest_\w+\.py\b", README)) <= tests


def spans(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)
