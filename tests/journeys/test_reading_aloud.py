"""A citizen hears each page, in two languages, through a player that stands in for the machine's."""

import time
from collections.abc import Callable
from os import environ
from pathlib import Path

import pytest

from tests.journeys.office import Office
from tests.journeys.programs import PATIENCE_SECONDS, Citizen

PLAYER = '#!/bin/sh\nprintf "%s\\n" "$1" >> "{log}"\n'
CRITERIA = 1 + 4 * 3
"""Sentences: the page's own, then each question with its two answers."""


@pytest.fixture
def heard(tmp_path: Path) -> Callable[[], list[str]]:
    """The machine's edge: `language/sound` of all that was played so far."""
    (tmp_path / "bin").mkdir()
    player, log = tmp_path / "bin" / "pw-play", tmp_path / "played"
    log.touch()
    player.write_text(PLAYER.format(log=log))
    player.chmod(0o755)
    return lambda: ["/".join(Path(line).with_suffix("").parts[-2:]) for line in log.read_text().splitlines()]


def hear(someone: Citizen, heard: Callable[[], list[str]], sentences: int) -> list[str]:
    """Ask to hear the page; what was said of it, once there were so many sentences."""
    before = len(heard())
    someone.touch("readAloud")
    limit = time.monotonic() + PATIENCE_SECONDS
    while len(heard()) < before + sentences:
        assert time.monotonic() < limit, heard()[before:]
        time.sleep(0.02)
    return heard()[before:]


def test_every_page_is_read_in_its_language_and_alike_after_every_score(
    office: Office, tmp_path: Path, heard: Callable[[], list[str]]
) -> None:
    with office.serving():
        office.enrol()
    with office.citizen(PATH=f"{tmp_path / 'bin'}:{environ['PATH']}") as someone:
        visits = []
        for score in (1, 5):
            someone.see("attract")
            someone.read("Xin mời")
            said = [hear(someone, heard, 3)]
            someone.touch("wholeDesk")
            someone.see("score")
            said.append(hear(someone, heard, 7))
            someone.touch("language")
            someone.read("How satisfied")
            said.append(hear(someone, heard, 7))
            someone.touch(f"score-{score}")
            someone.see("criteria")
            said.append(hear(someone, heard, CRITERIA))
            someone.touch("answer-clear-no")
            someone.touch("goOn")
            someone.see("reasons")
            someone.touch("language")
            someone.read("Điều gì cần cải thiện")
            said.append(hear(someone, heard, 11))
            someone.touch("skip")
            someone.see("thanks")
            said.append(hear(someone, heard, 2))
            someone.touch("language")
            someone.touch("finish")
            visits.append(said)
        someone.see("attract")
        assert someone.leave() == 0
    assert visits[0] == visits[1]
    languages = ["vi", "vi", "en", "en", "vi", "vi"]
    assert [{one.partition("/")[0] for one in said} for said in visits[0]] == [{one} for one in languages]
    assert heard() == sum((said for visit in visits for said in visit), [])
