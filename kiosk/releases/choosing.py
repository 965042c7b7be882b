"""Which program starts, and how a trial ends: pure functions of what is known."""

from dataclasses import replace
from typing import Final

from kiosk.releases.standing import GIVEN_UP, Standing, number_of, release_of

TRIAL_STARTS: Final = 3
"""A release on trial begins so often without drawing and appending; then it is given up."""
TRIAL_UNHEARD: Final = 10
"""So often it may draw and append without being heard."""
CONFIRMED_STARTS: Final = 10
"""A confirmed release that begins so often in vain was damaged since: the packaged one takes over."""

CONFIRMED, CRASHED, UNHEARD, SUPERSEDED, DAMAGED = "confirmed", "crashed", "unheard", "superseded", "damaged"


def choose(standing: Standing, packaged: int) -> tuple[Standing, str | None]:
    """What is known once this start is counted, and the folder to start; None: the packaged program.

    `packaged` is its number: one that was installed over an older release goes before it.
    """
    standing = _without_older(standing, packaged)
    if standing.trial is not None:
        if standing.starts >= TRIAL_STARTS:
            standing = failed(standing, CRASHED)
        elif standing.unheard >= TRIAL_UNHEARD:
            standing = failed(standing, UNHEARD)
        else:
            return replace(standing, starts=standing.starts + 1), standing.trial
    if standing.confirmed is None:
        return standing, None
    if standing.starts >= CONFIRMED_STARTS:
        return _damaged(standing), None
    return replace(standing, starts=standing.starts + 1), standing.confirmed


def usual(standing: Standing, packaged: int) -> str | None:
    """The folder for every other command, which no trial concerns; None: the packaged program."""
    return _without_older(standing, packaged).confirmed


def tried(standing: Standing, name: str) -> Standing:
    """A release begins its trial with the next start."""
    return replace(standing, trial=name, starts=0, unheard=0)


def works(standing: Standing) -> Standing:
    """The program that runs has drawn and appended."""
    unheard = standing.unheard + (standing.trial is not None)
    return replace(standing, starts=0, unheard=unheard)


def confirmed(standing: Standing) -> Standing:
    """The release on trial was heard: from now on it is this kiosk's."""
    name = standing.trial
    if name is None:
        return standing
    told = (*standing.news, (release_of(name), number_of(name), CONFIRMED))
    floor = max(standing.floor, number_of(name))
    return replace(standing, confirmed=name, trial=None, starts=0, unheard=0, floor=floor, news=told)


def failed(standing: Standing, outcome: str) -> Standing:
    """The trial is over; what ran before runs again. One that did not crash may come again, a few times."""
    name = standing.trial
    if name is None:
        return standing
    release = release_of(name)
    times = GIVEN_UP if outcome == CRASHED else standing.failed.get(release, 0) + (outcome != SUPERSEDED)
    told = (*standing.news, (release, number_of(name), outcome))
    kept = {**standing.failed, release: times} if times else standing.failed
    return replace(standing, trial=None, starts=0, unheard=0, failed=kept, news=told)


def may_try(standing: Standing, release: str, number: int, running: int) -> bool:
    """Whether a release is newer than what runs, not older than all that ever did, and failed not too often.

    It may be the highest that ever ran: that is how one whose folder was damaged comes back. The
    confirmed one is there, whatever number its program takes itself for.
    """
    newer = number > running and number >= standing.floor
    there = release == release_of(standing.confirmed or "")
    return newer and not there and standing.failed.get(release, 0) < GIVEN_UP


def _without_older(standing: Standing, packaged: int) -> Standing:
    """Forget what the packaged program is newer than; the floor stays."""
    if standing.trial is not None and number_of(standing.trial) <= packaged:
        standing = failed(standing, SUPERSEDED)
    if standing.confirmed is not None and number_of(standing.confirmed) <= packaged:
        standing = replace(standing, confirmed=None, starts=0)
    return standing


def _damaged(standing: Standing) -> Standing:
    name = standing.confirmed
    if name is None:
        return standing
    told = (*standing.news, (release_of(name), number_of(name), DAMAGED))
    return replace(standing, confirmed=None, starts=0, news=told)
