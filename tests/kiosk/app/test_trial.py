"""What a release on trial must prove, and how a restart waits for nobody to be there."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from kiosk.app import quiet_restart
from kiosk.app.drafting import Drafted
from kiosk.app.quiet_restart import QuietRestart
from kiosk.app.trial import Trial
from kiosk.releases.choosing import tried
from kiosk.releases.standing import Standing, folder_name, read_standing, release_of, write_standing

NEW, OLD = folder_name(3, "cd" * 32), folder_name(2, "ab" * 32)


@dataclass
class Desk:
    """A program that runs as NEW on trial; `lines` is what the ledger was told."""

    data: Path
    hearable: bool = True
    lines: list[Drafted] = field(default_factory=list)
    left: int = 0

    def __post_init__(self) -> None:
        write_standing(self.data, tried(Standing(confirmed=OLD, floor=2), NEW))
        self.trial = Trial(self.data, self._append, self._leave, hearable=self.hearable)
        self.trial.open()

    def _append(self, drafted: Drafted) -> Future[int]:
        self.lines.append(drafted)
        seq: Future[int] = Future()
        seq.set_result(len(self.lines))
        return seq

    def _leave(self) -> None:
        self.left += 1

    def hear(self, *what: str) -> Standing:
        for one in what:
            getattr(self.trial, one).emit()
        QCoreApplication.processEvents()
        QCoreApplication.processEvents()
        return read_standing(self.data)


@pytest.fixture
def desk(tmp_path: Path, qt: QGuiApplication, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("HAILONG_LAUNCHED", NEW)
    return Desk(tmp_path)


def test_it_must_draw_append_and_be_heard_and_each_alone_is_not_enough(desk: Desk) -> None:
    assert desk.hear("heard").trial == NEW
    assert desk.hear("appended").unheard == 0
    confirmed = desk.hear("drawn")
    assert (confirmed.confirmed, confirmed.trial, confirmed.floor, confirmed.news) == (NEW, None, 3, ())
    assert [(line.kind, line.body.get("outcome")) for line in desk.lines] == [
        ("update.begun", None),
        ("update.done", "confirmed"),
    ]


def test_what_works_and_is_not_heard_is_counted_and_makes_way_in_the_end(desk: Desk) -> None:
    assert desk.hear("drawn", "appended").unheard == 1
    desk.trial._time_is_over()
    assert (read_standing(desk.data).trial, read_standing(desk.data).confirmed) == (None, OLD)
    assert read_standing(desk.data).news == ((release_of(NEW), 3, "unheard"),)
    assert desk.left == 1


def test_where_no_server_can_hear_it_a_trial_that_stands_has_passed(
    tmp_path: Path, qt: QGuiApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAILONG_LAUNCHED", NEW)
    desk = Desk(tmp_path, hearable=False)
    desk.hear("drawn", "appended")
    desk.trial._time_is_over()
    assert read_standing(tmp_path).confirmed == NEW


def test_the_program_before_tells_the_ledger_what_became_of_the_trial(
    tmp_path: Path, qt: QGuiApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAILONG_LAUNCHED", OLD)
    desk = Desk(tmp_path)
    write_standing(tmp_path, Standing(confirmed=OLD, news=((release_of(NEW), 3, "crashed"),)))
    desk.trial.open()
    assert desk.hear().news == ()
    assert [line.body["outcome"] for line in desk.lines] == ["crashed"]


@pytest.fixture
def restarts(
    qt: QGuiApplication, tmp_path: Path
) -> Callable[[Callable[[], bool]], tuple[QuietRestart, list[int]]]:
    def made(resting: Callable[[], bool]) -> tuple[QuietRestart, list[int]]:
        done: list[int] = []
        return QuietRestart(tmp_path, resting, lambda: done.append(1)), done

    return made


def test_a_visit_in_progress_holds_a_restart_up(
    restarts: Callable[[Callable[[], bool]], tuple[QuietRestart, list[int]]],
) -> None:
    there = [False, False, True, False, True, True]
    quiet, done = restarts(lambda: there.pop(0))
    quiet.wanted.emit()
    QCoreApplication.processEvents()
    while there:
        assert done == []
        quiet._look()
    assert done == [1]
    quiet.close()


def test_a_release_that_a_command_laid_out_is_noticed(
    restarts: Callable[[Callable[[], bool]], tuple[QuietRestart, list[int]]], tmp_path: Path
) -> None:
    quiet, done = restarts(lambda: True)
    quiet.open()
    assert not quiet._timer.isActive()
    write_standing(tmp_path, tried(Standing(), NEW))
    quiet._look_around()
    quiet._look()
    assert done == [1]
    assert quiet_restart.LOOK_MS <= 60_000
