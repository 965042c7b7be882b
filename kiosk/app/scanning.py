"""What the scanner reads: a citizen's dossier, an official's badge, or something to warn about."""

import logging
from collections.abc import Callable, Sequence

from kiosk.desk import Dossier, Scanning, Unreadable, read_scan, scanned
from kiosk.desk.scanner import MIN_CHARACTERS
from kiosk.visit import DutyToggled, Event, Scanned
from sync.contract.badge import Badge
from sync.contract.directory import Directory

log = logging.getLogger(__name__)


class Scans:
    """Tells the visit of a scan; nothing of it is kept or logged."""

    def __init__(
        self, directory: Directory, take: Callable[[Event], None], now_ms: Callable[[], int]
    ) -> None:
        self.directory = directory
        """Whose badges are known; replaced whole."""
        self._take = take
        self._now_ms = now_ms

    def heard(self, typed: Sequence[tuple[str, int]]) -> bool:
        """Whether a scanner typed this: characters, and when (monotonic ms); if so, it is told.

        A scanner that was set up without Enter is known by its speed alone.
        """
        state, text = Scanning(), None
        for character, at_ms in typed:
            state, text = scanned(state, character, at_ms)
        if text is None and len(state.text) >= MIN_CHARACTERS:
            text = state.text
        if text is None:
            return False
        self._tell(text)
        return True

    def _tell(self, text: str) -> None:
        match read_scan(text):
            case Dossier(code=code, stage=stage):
                self._take(Scanned(code, stage, at_ms=self._now_ms()))
            case Badge() as badge:
                self._sign(badge)
            case Unreadable():
                self._take(Scanned(None, at_ms=self._now_ms()))

    def _sign(self, badge: Badge) -> None:
        found = next((one for one in self.directory.officials if one.official == badge.official), None)
        if found is not None and found.badge is not None and badge.fits(found.badge):
            self._take(DutyToggled(badge.official, at_ms=self._now_ms()))
        else:
            log.warning("a badge of %s that the directory does not know", badge.official)
            self._take(Scanned(None, at_ms=self._now_ms()))
