"""Twenty-five visits: every score, answers, comments, three who walk away, a change of mind, a slow disk."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from kiosk.visit import TIMINGS
from tests.journeys.programs import Citizen, slow_disk


class Ending(Enum):
    """How a visit ends."""

    FINISHED = auto()
    CORRECTED = auto()
    LEFT_AMID_QUESTIONS = auto()
    LEFT_AT_THANKS = auto()
    LEFT_BEFORE_FACE = auto()
    SLOW_DISK = auto()


@dataclass(frozen=True)
class Planned:
    """Whom a citizen rates (a place among the officials; None: the whole desk), how, and how it ends.

    `answers` are controls of the first page of questions, `reasons` of the second, `comment` the keys of the
    third; none: it is skipped.
    """

    who: int | None
    score: int
    answers: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    comment: tuple[str, ...] = ()
    ending: Ending = Ending.FINISHED


SCORES = (5, 4, 5, 3, 4, 5, 1, 4, 5, 2, 4, 5, 5, 3, 4, 5, 4, 2, 5, 4, 1, 5, 4, 3, 5)
ENDINGS = {
    3: Ending.LEFT_AMID_QUESTIONS,
    7: Ending.CORRECTED,
    12: Ending.LEFT_AT_THANKS,
    18: Ending.LEFT_BEFORE_FACE,
    22: Ending.SLOW_DISK,
}
WHOLE_DESK = {5, 14, 21}
ANSWERS = (
    (
        "answer-polite-yes",
        "answer-competent-yes",
        "answer-clear-yes",
        "answer-on_time-yes",
        "answer-harassed-no",
    ),
    (),
    ("answer-clear-no", "answer-harassed-yes"),
    ("answer-on_time-yes",),
)
REASONS = ((), ("choice-waiting", "choice-papers"), ("choice-nothing",))
COMMENTS = (
    (),
    (*"theem", "space", *"ghees", "space", *"owr", "space", *"sarnh"),
    (),
    (*"huong", "ư", "ơ", "sắc", "space", *"dan", "â", "ngã", "enter", *"carm", "space", *"own"),
    (),
)
"""By Telex, and by the row of tones and letters with marks."""
WRITTEN = ("", "Thêm ghế ở sảnh", "", "Hướng dẫn\nCảm ơn", "")
PLAN = tuple(
    Planned(
        None if place in WHOLE_DESK else place * 5 % 12,
        score,
        ANSWERS[place % len(ANSWERS)],
        REASONS[place % len(REASONS)],
        COMMENTS[place % len(COMMENTS)],
        ENDINGS.get(place, Ending.FINISHED),
    )
    for place, score in enumerate(SCORES)
)
COMMENTED = [
    place
    for place, planned in enumerate(PLAN)
    if planned.comment and planned.ending not in {Ending.LEFT_AMID_QUESTIONS, Ending.LEFT_BEFORE_FACE}
]
"""The visits whose citizen sends a comment."""
SLACK_SECONDS = 5.0
Keep = Callable[[str], None]


def visit(citizen: Citizen, plan: Planned, officials: list[str], data: Path, keep: Keep) -> bool:
    """Walk through one visit until the next citizen could start; whether something was rated."""
    citizen.see("attract")
    keep("1-attract")
    citizen.touch("wholeDesk" if plan.who is None else f"official-{officials[plan.who]}")
    citizen.see("score")
    keep("2-score")
    if plan.ending is Ending.LEFT_BEFORE_FACE:
        citizen.see("still_there", TIMINGS.page_ms / 1000 + SLACK_SECONDS)
        keep("7-still-there")
        citizen.see("attract", TIMINGS.still_there_ms / 1000 + SLACK_SECONDS)
        return False
    with slow_disk(data) if plan.ending is Ending.SLOW_DISK else nullcontext():
        citizen.touch(f"score-{plan.score}")
        if plan.ending is Ending.SLOW_DISK:
            citizen.see("paused")
            keep("8-paused")
    citizen.see("criteria")
    if plan.ending is Ending.LEFT_AMID_QUESTIONS:
        citizen.touch(plan.answers[0])
        citizen.see("still_there", TIMINGS.page_ms / 1000 + SLACK_SECONDS)
        citizen.see("attract", TIMINGS.still_there_ms / 1000 + SLACK_SECONDS)
        return True
    answer(citizen, plan.answers, lambda: keep("3-criteria"))
    citizen.see("reasons")
    answer(citizen, plan.reasons, lambda: keep("4-reasons"))
    citizen.see("comment")
    write(citizen, plan.comment, lambda: keep("5-comment"))
    citizen.see("thanks")
    keep("6-thanks")
    if plan.ending is Ending.LEFT_AT_THANKS:
        citizen.see("attract", TIMINGS.thanks_ms / 1000 + SLACK_SECONDS)
        return True
    if plan.ending is Ending.CORRECTED:
        citizen.touch("correct")
        citizen.see("score")
        citizen.touch(f"score-{6 - plan.score}")
        citizen.see("thanks")
    citizen.touch("finish")
    return True


def answer(citizen: Citizen, controls: tuple[str, ...], seen: Callable[[], None]) -> None:
    """A page of questions: answered and left, or skipped; `seen` is called between the two."""
    for control in controls:
        citizen.touch(control)
    if controls:
        seen()
    citizen.touch("goOn" if controls else "skip")


def write(citizen: Citizen, keys: tuple[str, ...], seen: Callable[[], None]) -> None:
    """The page with the keyboard: a comment typed and sent, or skipped; `seen` is called between the two."""
    if keys:
        citizen.type(keys)
        seen()
    citizen.touch("send" if keys else "skip")


def keeper(citizen: Citizen, folder: Path) -> Keep:
    """Keeps the first picture of each name in `folder`."""

    def keep(name: str) -> None:
        file = folder / f"{name}.png"
        if not file.exists():
            citizen.picture(file)

    return keep
