"""Who is on duty at this kiosk: signed on and off by PIN or badge, never in a citizen's way."""

from dataclasses import replace

from kiosk.visit.events import DutyLapsed, DutyToggled
from kiosk.visit.facts import DutyBegan, DutyEnded, Fact
from kiosk.visit.moves import Step
from kiosk.visit.pages import RESTING, Page
from kiosk.visit.staff import leave
from kiosk.visit.state import Desk, Notice, Visit
from kiosk.visit.timings import TIMINGS


def duty_told(visit: Visit, event: DutyToggled | DutyLapsed) -> Step:
    """Somebody signs on or off, or is on duty no more.

    At a fixed kiosk there is one seat: who signs on relieves whoever sat there and forgot to sign off.
    A badge that a scanner reads twice is one sign-on.
    """
    if isinstance(event, DutyLapsed):
        return _lapse(visit, event.officials)
    official, notice, on_duty = event.official, visit.standing.notice, visit.standing.on_duty
    if notice is not None and notice.official == official and event.at_ms < notice.until_ms:
        return visit, ()
    signs_on = official not in on_duty
    told: tuple[Fact, ...]
    if signs_on:
        relieved = on_duty if _desk(visit).attribution == "fixed" else ()
        now = (*(one for one in on_duty if one not in relieved), official)
        told = (*_ended(visit, relieved), DutyBegan(official, _desk(visit).counter))
    else:
        now = tuple(one for one in on_duty if one != official)
        told = _ended(visit, (official,))
    notice = Notice(official, signs_on, event.at_ms + TIMINGS.notice_ms)
    noticed = replace(visit, standing=replace(visit.standing, notice=notice))
    changed = _on_duty(noticed, now)
    if changed.page is Page.STAFF_PIN:
        changed, left = leave(changed, event.at_ms)
        told = (*told, *left)
    return changed, told


def _lapse(visit: Visit, officials: tuple[str, ...]) -> Step:
    lapsed = tuple(one for one in visit.standing.on_duty if one in officials)
    kept = tuple(one for one in visit.standing.on_duty if one not in officials)
    return _on_duty(visit, kept), _ended(visit, lapsed)


def move_desk(visit: Visit, desk: Desk) -> Step:
    """`desk` holds from the next visit on; at another counter nobody has signed on yet."""
    before, moved = _desk(visit), visit
    told: tuple[Fact, ...] = ()
    if (before.attribution, before.counter) != (desk.attribution, desk.counter):
        moved, told = _lapse(visit, visit.standing.on_duty)
    if _undisturbed(visit):
        return replace(moved, desk=desk, counter=desk.counter), told
    return replace(moved, next_desk=desk), told


def forget_notice(visit: Visit, at_ms: int) -> Visit:
    """What an official had to read has been read."""
    notice = visit.standing.notice
    if notice is None or at_ms < notice.until_ms:
        return visit
    return replace(visit, standing=replace(visit.standing, notice=None))


def _on_duty(visit: Visit, officials: tuple[str, ...]) -> Visit:
    changed = replace(visit, standing=replace(visit.standing, on_duty=officials))
    return replace(changed, present=officials) if _undisturbed(visit) else changed


def _undisturbed(visit: Visit) -> bool:
    return visit.page in RESTING or (visit.page is Page.PAUSED and not visit.committing)


def _ended(visit: Visit, officials: tuple[str, ...]) -> tuple[DutyEnded, ...]:
    return tuple(DutyEnded(official, _desk(visit).counter) for official in officials)


def _desk(visit: Visit) -> Desk:
    return visit.next_desk or visit.desk
