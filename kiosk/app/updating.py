"""A release comes a little at a time, is laid out beside the one that runs, and waits for a quiet moment.

Each step is short, and is done only while nobody is before the screen; whatever cuts it off, the next goes
on.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from random import random
from typing import Final

from kiosk.app.release_judged import (
    Place,
    Refused,
    begin_trial,
    building_of,
    has_room,
    judged,
    wanted_of,
)
from kiosk.releases.building import Building, sweep
from kiosk.releases.incoming import Incoming
from kiosk.releases.keys import trusted_keys
from kiosk.releases.standing import GIVEN_UP, Standing, read_standing, releases_folder, write_standing
from kiosk.store import AlreadyRunning, RunLock, StoreFailed
from sync.agent.outcome import Busy, Unanswered, Unreachable
from sync.agent.pacing import Pacing, backoff_ms
from sync.agent.release_fetch import USUAL, next_count
from sync.contract.encoding import Malformed
from sync.contract.release import LONGEST_PIECE, MAX_DOCUMENT, Offer, release_name

log = logging.getLogger(__name__)

LOOK_MS: Final = 60_000
SHORT_MS: Final = 500
SHARE: Final = 3
"""So many times its length pass after each step: it takes a quarter of link, disk and processor at most."""

Bring = Callable[[str, str | None, int, int], bytes | Unanswered]


class Updater:
    """Takes one step when the worker has time; `ready` hears, on that thread, that a restart is wanted.

    `offers` tells what the directory names now, `resting` whether nobody is before the screen.
    """

    def __init__(
        self,
        place: Place,
        bring: Bring,
        offers: Callable[[], Sequence[Offer]],
        resting: Callable[[], bool],
        ready: Callable[[], None],
    ) -> None:
        self._place = place
        self._bring = bring
        self._offers = offers
        self._resting = resting
        self._ready = ready
        self._count, self._failures = USUAL, 0
        self._building: Building | None = None
        self._swept: str | None = ""
        self._refused: set[str] = set()

    def step(self) -> int:
        """Do a little, if anything is to be done; the ms until the next."""
        began = time.monotonic()
        try:
            with RunLock(releases_folder(self._place.data)):
                again = self._step()
        except AlreadyRunning:
            return LOOK_MS
        except (OSError, Malformed, StoreFailed) as error:
            log.warning("a release comes no further: %s", error)
            return self._later(None)
        except Exception:
            log.exception("a release could not be taken")
            return self._later(None)
        spent_ms = int((time.monotonic() - began) * 1000)
        return again if again is not None else max(SHORT_MS, SHARE * spent_ms)

    def _step(self) -> int | None:
        """None: soon again."""
        standing = read_standing(self._place.data)
        if standing.trial is not None:
            self._ready()
            return LOOK_MS
        wanted = wanted_of(self._offers(), standing, self._refused)
        self._sweep(standing, None if wanted is None else wanted.release)
        if wanted is None or not trusted_keys(self._place.data, standing, self._place.keys):
            self._building = None
            return LOOK_MS
        if not self._resting():
            return 10 * SHORT_MS
        if self._building is None or self._building.incoming.release != wanted.release:
            return self._begin(wanted)
        return self._go_on(self._building)

    def _begin(self, wanted: Offer) -> int | None:
        incoming = Incoming(self._place.data, wanted.release)
        raw = incoming.document()
        if raw is None:
            return self._fetch(incoming, None, MAX_DOCUMENT)
        try:
            release = judged(self._place, raw, wanted)
        except Refused as why:
            log.error("release %d is refused: %s", wanted.number, why)
            self._refused.add(wanted.release)  # until the next start: another release may name another key
            return None
        if not has_room(self._place, release):
            log.warning("there is no room for release %d", release.number)
            return 10 * LOOK_MS
        self._building = building_of(self._place, raw, release)
        if self._building.stands():
            return self._finish(self._building)
        return None

    def _go_on(self, building: Building) -> int | None:
        part = next(building.missing_parts(), None)
        if part is None:
            building.finish()
            return self._finish(building)
        pieces = building.missing_pieces(part)
        if pieces:
            return self._fetch(building.incoming, pieces[0], LONGEST_PIECE)
        try:
            building.place(part)
        except Malformed as error:
            if building.missing_pieces(part):
                raise
            log.error("release %d is broken: %s", building.release.number, error)
            return self._give_up(building.incoming.release)
        return None

    def _finish(self, building: Building) -> int | None:
        begin_trial(building)
        self._building = None
        self._ready()
        return LOOK_MS

    def _fetch(self, incoming: Incoming, piece: str | None, most: int) -> int | None:
        name = piece or "document"
        begun, wanted = incoming.begun(name), piece or incoming.release
        more = self._bring(incoming.release, piece, len(begun), self._count)
        if not isinstance(more, bytes):
            self._count = next_count(self._count, came=False)
            return self._later(more)
        whole = begun + more
        if release_name(whole) == wanted:
            if piece is None:
                incoming.keep_document(whole)
            else:
                incoming.keep_piece(piece, whole)
            incoming.forget_begun(name)
        elif len(more) < self._count or len(whole) > most:
            incoming.forget_begun(name)
            raise Malformed("something else came under its name")
        else:
            incoming.go_on(name, more)
        self._count, self._failures = next_count(self._count, came=True), 0
        return None

    def _give_up(self, release: str) -> int:
        standing = read_standing(self._place.data)
        failed = {**standing.failed, release: GIVEN_UP}
        write_standing(self._place.data, replace(standing, failed=failed))
        self._building = None
        return LOOK_MS

    def _later(self, why: Unanswered | None) -> int:
        wait_ms = backoff_ms(Pacing(), self._failures, random())  # noqa: S311 - spreads tries, and no secret
        self._failures += 1
        asked = why.retry_ms if isinstance(why, Busy | Unreachable) else None
        return max(wait_ms, min(asked or 0, Pacing().believed_ms))

    def _sweep(self, standing: Standing, wanted: str | None) -> None:
        """Once for each release that is wanted, and once where none is."""
        if self._swept != wanted:
            with suppress(OSError):
                sweep(self._place.data, standing, wanted)
            self._swept = wanted
