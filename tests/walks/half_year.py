"""An office whose half-year is over: what was rated in it was delivered, and closed, in its own time."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from unittest.mock import patch
from uuid import uuid4

from sync.agent.enrolment import Enrolled, enrol, read_link
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered
from sync.agent.trust import Trust
from sync.central.reports.periods import load_form, period_called
from sync.contract.desk_time import began_ms, desk_date
from sync.contract.enrolment import EnrolmentLink
from tests.agent.in_memory import contact_of
from tests.agent.memory import Keys, MemoryOutbox
from tests.faults.clocks import library
from tests.hand_clock import HandClock
from tests.journeys.office import PROVINCE, Office, answer, touch_face
from tests.journeys.programs import Done
from tests.journeys.wire import Wire

_PROVINCE: Final = json.loads((PROVINCE / "province.json").read_text(encoding="utf-8"))
UNIT, OTHER = _PROVINCE["units"][:2]
OFFICIAL: Final = _PROVINCE["officials"][0]
_QUESTIONS: Final = {name: _PROVINCE["questionnaires"][0][name] for name in ("id", "version")}

RATED: Final[Mapping[str, Mapping[str | None, Sequence[int]]]] = {
    UNIT["unit"]: {OFFICIAL["official"]: (1, 1, 4, 18, 10), None: (0, 1, 2, 6, 3)},
    OTHER["unit"]: {None: (0, 1, 1, 7, 3)},
}
"""How often each level from 1 to 5 was given in the half-year, by unit and official; None: the whole desk."""
LOW: Final = 2
"""The level that is given today, with the comment."""
COMMENT: Final = "Quận xkzvwq"
WAITING: Final = 3
"""Lines that kiosks of the half-year tell of, and never deliver."""
_KEYS: Final = [*"quaajn", "space", *"xkzvwq"]
_MINUTE_MS: Final = 60_000
_NOW_NS: Final = time.time_ns


def over_now() -> str:
    """The report of the half-year that was over last."""
    form, today = load_form(), desk_date(_NOW_NS() // 1_000_000)
    periods = [period_called(form, f"{today.year - ago}-{half}") for ago in (0, 1) for half in form.periods]
    return max((one.now.last, one.report) for one in periods if one.now.last < str(today))[1]


def levels(*units: str) -> Counter[int]:
    """Ratings of the half-year by level, of these units or of all."""
    summed: Counter[int] = Counter()
    for unit in units or RATED:
        for given in RATED[unit].values():
            summed.update(dict(enumerate(given, start=1)))
    return summed


class HalfYear(Office):
    """An office that rated, delivered and closed a day of the half-year; its time is `past_ms` behind."""

    past_ms = 0

    def __init__(self, folder: Path, wire: Wire) -> None:
        self.report, self.held = over_now(), dict[str, int]()
        last = date.fromisoformat(period_called(load_form(), self.report).now.last)
        day = last - timedelta(days=(last.weekday() - 2) % 7 or 7)  # a Wednesday
        with self._at(day, 10):
            super().__init__(folder, f"sqlite:///{folder / 'central.sqlite'}", wire)
            self._run_jobs()
            with self.serving(**self._behind()):
                for unit in RATED:
                    self._rate(unit)
        with self._at(day + timedelta(days=1), 1):
            self._run_jobs()

    def central(self, *arguments: str, typed: str = "", **environment: str) -> Done:
        """A command of the central server, at its time."""
        with patch("time.time_ns", lambda: self._now_ms() * 1_000_000):
            return super().central(*arguments, typed=typed, **environment)

    def complain(self) -> None:
        """Today: a citizen gives a low rating at a real kiosk, says why, and the kiosk delivers."""
        self.enrol()
        with self.citizen() as someone:
            touch_face(someone, LOW)
            answer(someone, asked="comment")
            someone.type(_KEYS)
            someone.touch("send")
            someone.see("thanks")
            someone.touch("finish")
            someone.see("attract")
            assert someone.leave() == 0
        assert self.kiosk("deliver").code == 0
        assert self.central("case", "remind").code == 0

    def _now_ms(self) -> int:
        return _NOW_NS() // 1_000_000 - self.past_ms

    @contextmanager
    def _at(self, day: date, hour: int) -> Iterator[None]:
        """It is that hour of that day in Vietnam, and time goes on."""
        self.past_ms = self._now_ms() - began_ms(day) - hour * 60 * _MINUTE_MS
        yield
        self.past_ms = 0

    def _behind(self) -> dict[str, str]:
        """The environment of a process, and of its database, that is to be as late."""
        return {
            "LD_PRELOAD": library(),
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME": f"-{self.past_ms // 1000}",
        }

    def _run_jobs(self) -> None:
        """In a process of its own: what is due is told by the database's time."""
        assert self.central("jobs", "--run", **self._behind()).code == 0

    def _rate(self, unit: str) -> None:
        """A kiosk's morning: a rating every other minute, from a clock that counts; then it delivers."""
        link = read_link(self.wire.address, self.add_kiosk(unit, "Sảnh chờ"))
        assert isinstance(link, EnrolmentLink)
        keys, clock = Keys(), HandClock(self._now_ms(), up=6 * 60 * _MINUTE_MS)
        enrolled = enrol(link, keys, "kiosk", clock)
        assert isinstance(enrolled, Enrolled), enrolled
        given = [(who, score) for who, some in RATED[unit].items() for score in _each(some)]
        outbox = MemoryOutbox(clock, enrolled.directory.kiosk)
        clock.pass_ms(-2 * _MINUTE_MS * len(given))
        outbox.append_now("ledger.opened", {"kiosk": outbox.kiosk, "reason": "enrolled"})
        for who, score in given:
            clock.pass_ms(2 * _MINUTE_MS)
            body = {"rating": str(uuid4()), "unit": unit, "official": who, "score": score}
            outbox.append_now("rating.given", body | {"questionnaire": _QUESTIONS, "via": "touch"})
        told = KioskTime(clock)
        carrier = HttpCarrier(Trust.of(enrolled.directory), keys, told.now_ms)
        contact = contact_of(outbox, carrier, keys, told, enrolled.directory)
        delivered = contact.deliver_all()
        assert isinstance(delivered, Delivered), delivered
        self.held[unit] = outbox.settled
        for _ in range(WAITING - len(outbox.lines) + outbox.settled):
            outbox.append_now("visit.lapsed", {})
        assert isinstance(contact.beat(), Delivered)
        carrier.close()


def _each(counts: Sequence[int]) -> list[int]:
    """The levels one by one, mixed."""
    left, mixed = Counter(dict(enumerate(counts, start=1))), []
    while left.total():
        for score in left:
            if left[score]:
                left[score] -= 1
                mixed.append(score)
    return mixed
