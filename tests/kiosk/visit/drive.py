"""Drives the machine as the app does, and keeps what came out."""

from kiosk.visit import (
    TIMINGS,
    Asked,
    Committed,
    Desk,
    Event,
    Fact,
    Form,
    OfficialChosen,
    ScoreTouched,
    Started,
    Ticked,
    Touch,
    Visit,
    advance,
    begin,
)

COUNTER = "c0000000-0000-4000-8000-000000000001"
OTHER_COUNTER = "c0000000-0000-4000-8000-000000000002"
OFFICIAL = "a0000000-0000-4000-8000-000000000002"
OTHER_OFFICIAL = "a0000000-0000-4000-8000-000000000003"
FORM = Form(
    asked=(
        Asked("polite", "choice", ("yes", "no")),
        Asked("clear", "choice", ("yes", "no")),
        Asked("on_time", "choice", ("early", "on_time", "late")),
        Asked("why_late", "choice", ("papers", "absent"), when=(("on_time", ("late",)),)),
        Asked("improve", "reasons", ("waiting", "papers", "nothing"), alone=("nothing",)),
        Asked("comment", "comment"),
    )
)
"""Two questions on one page, one page, one only for who waited, reasons, a comment."""
CHOOSE = Desk(attribution="choose", counter=COUNTER)
FIXED = Desk(attribution="fixed", official="a0000000-0000-4000-8000-000000000001", counter="c1")
ASKS = Desk(attribution="choose", counter=COUNTER, form=FORM)


class Kiosk:
    """A visit, a clock in milliseconds, and every fact so far."""

    def __init__(self, desk: Desk = CHOOSE, at_ms: int = 1_000) -> None:
        self.at_ms = at_ms
        self.visit: Visit = begin(desk, at_ms)
        self.facts: list[Fact] = []

    @property
    def page(self) -> str:
        """The page's name: one that mypy does not take for settled."""
        return self.visit.page.value

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

    def touch(self, touch: type[Touch], *what: object) -> tuple[Fact, ...]:
        """Touch once the guard is over."""
        self.wait(TIMINGS.repeat_guard_ms)
        return self.send(touch(*what, at_ms=self.at_ms))

    def commit(self) -> tuple[Fact, ...]:
        """The store has kept it."""
        return self.wait(50).send(Committed(at_ms=self.at_ms))

    def reach_score(self, official: str | None = OFFICIAL) -> "Kiosk":
        self.send(Started(at_ms=self.at_ms))
        if self.visit.desk.attribution == "choose":
            self.wait(TIMINGS.repeat_guard_ms).send(OfficialChosen(official, at_ms=self.at_ms))
        return self.wait(TIMINGS.repeat_guard_ms)

    def touch_face(self, score: int) -> tuple[Fact, ...]:
        return self.send(ScoreTouched(score, at_ms=self.at_ms))

    def rate(self, score: int = 4) -> "Kiosk":
        """A visit whose score is kept; the guard of the page after it is over."""
        self.reach_score().touch_face(score)
        self.commit()
        return self.wait(TIMINGS.repeat_guard_ms)

    def reach_thanks(self, score: int = 4) -> "Kiosk":
        return self.rate(score)
