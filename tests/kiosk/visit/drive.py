"""Drives the machine as the app does, and keeps what came out."""

from kiosk.visit import (
    TIMINGS,
    Committed,
    Desk,
    Event,
    Fact,
    OfficialChosen,
    ScoreTouched,
    Started,
    Ticked,
    Visit,
    advance,
    begin,
)

CHOOSE = Desk(attribution="choose", counter="c0000000-0000-4000-8000-000000000001")
FIXED = Desk(attribution="fixed", official="a0000000-0000-4000-8000-000000000001", counter="c1")
OFFICIAL = "a0000000-0000-4000-8000-000000000002"


class Kiosk:
    """A visit, a clock in milliseconds, and every fact so far."""

    def __init__(self, desk: Desk = CHOOSE, at_ms: int = 1_000) -> None:
        self.at_ms = at_ms
        self.visit: Visit = begin(desk, at_ms)
        self.facts: list[Fact] = []

    def wait(self, ms: int) -> "Kiosk":
        self.at_ms += ms
        return self

    def send(self, event: Event) -> tuple[Fact, ...]:
        self.visit, facts = advance(self.visit, event)
        self.facts += facts
        return facts

    def tick(self, ms: int) -> tuple[Fact, ...]:
        self.wait(ms)
        return self.send(Ticked(at_ms=self.at_ms))

    def reach_score(self, official: str | None = OFFICIAL) -> "Kiosk":
        self.send(Started(at_ms=self.at_ms))
        if self.visit.desk.attribution == "choose":
            self.wait(TIMINGS.repeat_guard_ms).send(OfficialChosen(official, at_ms=self.at_ms))
        return self.wait(TIMINGS.repeat_guard_ms)

    def touch_face(self, score: int) -> tuple[Fact, ...]:
        return self.send(ScoreTouched(score, at_ms=self.at_ms))

    def reach_thanks(self, score: int = 4) -> "Kiosk":
        self.reach_score().touch_face(score)
        self.wait(50).send(Committed(at_ms=self.at_ms))
        return self.wait(TIMINGS.repeat_guard_ms)
