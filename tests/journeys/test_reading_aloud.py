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


def test_every_page_is_read_when_asked_in_its_language_and_none_tells_the_score(
    office: Office, tmp_path: Path, heard: Callable[[], list[str]]
) -> None:
    with office.serving():
        office.enrol()
    with office.citizen(PATH=f"{tmp_path / 'bin'}:{environ['PATH']}") as someone:
        someone.see("attract")
        someone.read("Ai đã phục vụ")
        said = [hear(someone, heard, 3)]
        someone.touch("wholeDesk")
        someone.see("score")
        said.append(hear(someone, heard, 7))
        faces = set(said[-1])
        someone.touch("language")
        someone.read("How satisfied")
        someone.touch("score-5")
        someone.see("criteria")
        said.append(hear(someone, heard, CRITERIA))
        someone.touch("answer-clear-no")
        someone.touch("goOn")
        someone.see("reasons")
        someone.touch("language")
        someone.read("Điều gì cần cải thiện")
        said.append(hear(someone, heard, 11))
        someone.touch("language")
        someone.touch("skip")
        someone.see("thanks")
        said.append(hear(someone, heard, 2))
        someone.touch("finish")
        someone.read("Ai đã phục vụ")
        said.append(hear(someone, heard, 3))
        assert someone.leave() == 0
    languages = [{one.partition("/")[0] for one in page} for page in said]
    assert languages == [{"vi"}, {"vi"}, {"en"}, {"vi"}, {"en"}, {"vi"}]
    assert said[-1] == said[0]
    told = {one.partition("/")[2] for page in said[2:] for one in page}
    assert not told & {one.partition("/")[2] for one in faces}
    assert heard() == [one for page in said for one in page]
