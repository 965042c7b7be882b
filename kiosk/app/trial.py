"""A release on trial proves itself, or makes way: it is drawn, it appends, and the central server hears it.

The ledger is told of each: it is the only thing that travels up.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.app.drafting import Drafted
from kiosk.releases.choosing import UNHEARD, confirmed, failed, works
from kiosk.releases.standing import Standing, number_of, read_standing, release_of, write_standing
from kiosk.releases.system import own_release
from sync.contract.crash import crash_point
from sync.contract.version import SOFTWARE

log = logging.getLogger(__name__)

LONGEST_MS: Final = 24 * 3_600_000
"""A trial that nobody answers for so long at a stretch is over."""
UNHEARABLE_MS: Final = 600_000
"""Where no server is called and none calls, a trial that stands so long has passed."""


class Trial(QObject):
    """Lives on the screen's thread; also of a release that is confirmed it says that it came to itself.

    `leave` ends the program so that it is started again; `hearable`: some server may hear this kiosk.
    """

    drawn = Signal()
    appended = Signal()
    """A line is on disk; may be emitted from any thread, as `heard`: the central server answered."""
    heard = Signal()
    _told = Signal(object)

    def __init__(
        self,
        data: Path,
        append: Callable[[Drafted], Future[int]],
        leave: Callable[[], None],
        *,
        hearable: bool,
    ) -> None:
        super().__init__()
        self._data, self._append, self._leave, self._hearable = data, append, leave, hearable
        self._proved: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_over)
        queued = Qt.ConnectionType.QueuedConnection
        self.drawn.connect(lambda: self._prove("drawn"), queued)
        self.appended.connect(lambda: self._prove("appended"), queued)
        self.heard.connect(lambda: self._prove("heard"), queued)
        self._told.connect(self._forget, queued)

    def open(self) -> None:
        """Tell the ledger what it has not been told, and begin to prove."""
        for news in read_standing(self._data).news:
            release, number, outcome = news
            done = self._append(
                Drafted("update.done", {"release": release, "number": number, "outcome": outcome})
            )
            done.add_done_callback(partial(self._answered, news))
        name = self._on_trial()
        if name is not None:
            body = {"release": release_of(name), "number": number_of(name), "software": SOFTWARE}
            self._append(Drafted("update.begun", body))
            self._timer.start(LONGEST_MS if self._hearable else UNHEARABLE_MS)

    def close(self) -> None:
        """Prove no more."""
        self._timer.stop()

    def _on_trial(self) -> str | None:
        """The folder's name of the program that runs, while it is on trial."""
        name = own_release()
        return name if name is not None and name == read_standing(self._data).trial else None

    def _prove(self, what: str) -> None:
        if what in self._proved:
            return
        self._proved.add(what)
        if {"drawn", "appended"} <= self._proved and "works" not in self._proved:
            self._proved.add("works")
            self._change(works)
            crash_point("update.after_works")
        if {"works", "heard"} <= self._proved:
            self._confirm()

    def _confirm(self) -> None:
        name = self._on_trial()
        if name is None:
            return
        self._timer.stop()
        crash_point("update.before_confirmed")
        self._change(confirmed)
        crash_point("update.after_confirmed")
        self.open()

    def _time_is_over(self) -> None:
        if not self._hearable and "works" in self._proved:
            self._confirm()
        elif self._on_trial() is not None:
            log.error("the release on trial was not heard: the one before it takes over")
            self._change(lambda now: failed(now, UNHEARD))
            self._leave()

    def _answered(self, news: tuple[str, int, str], line: Future[int]) -> None:
        self._told.emit((news, line))

    def _forget(self, told: tuple[tuple[str, int, str], Future[int]]) -> None:
        news, line = told
        if line.exception() is not None:
            log.error("the ledger could not be told of a release: %s", line.exception())
            return
        crash_point("update.after_news")
        self._change(lambda now: replace(now, news=tuple(one for one in now.news if one != news)))

    def _change(self, how: Callable[[Standing], Standing]) -> None:
        before = read_standing(self._data)
        after = how(before)
        if after != before:
            try:
                write_standing(self._data, after)
            except OSError as error:
                log.error("how the release stands could not be kept: %s", error)
