"""The preview groups and breaks as the kiosk does, whatever is asked."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.app.posting import _asked
from kiosk.ui.questions import in_two_lines as kiosk_breaks
from kiosk.visit.form import Form
from sync.central.directory.screens import in_two_lines, screens_of
from sync.contract.questionnaire import Choice, Question, Questionnaire

SCORE = Question(
    "score", "score", {"vi": "?"}, tuple(Choice(f"s{n}", {"vi": str(n)}, n) for n in range(1, 6))
)
ANSWERS: dict[str, tuple[str, ...]] = {"first": ("c0",)}


@st.composite
def questions(draw: st.DrawFn) -> tuple[Question, ...]:
    kinds = draw(st.lists(st.tuples(st.integers(2, 5), st.booleans()), max_size=14))
    found = [Question("first", "choice", {"vi": "?"}, choices(2))]
    found += [
        Question(f"q{at}", "choice", {"vi": "?"}, choices(number), ANSWERS if conditional else {})
        for at, (number, conditional) in enumerate(kinds)
    ]
    return (
        *found,
        Question("improve", "reasons", {"vi": "?"}, choices(3)),
        Question("comment", "comment", {"vi": "?"}),
    )


def choices(number: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{at}", {"vi": str(at)}) for at in range(number))


@given(questions())
def test_every_screen_holds_the_questions_that_stand_together_at_the_kiosk(
    asked: tuple[Question, ...],
) -> None:
    shown = screens_of(Questionnaire("00000000-0000-4000-8000-000000000000", 1, (SCORE, *asked)))
    form = Form((1, 2, 3, 4, 5), tuple(map(_asked, asked)))
    steps = form.steps((("first", "c0"),))
    assert [[one.question for one in screen.questions] for screen in shown[1:]] == [
        [one.question for one in step] for step in steps
    ]


@given(st.lists(st.sampled_from(["Rất", "không", "hài", "lòng", "dissatisfied"]), min_size=1, max_size=6))
def test_a_levels_words_break_where_the_kiosk_breaks_them(syllables: list[str]) -> None:
    text = " ".join(syllables)
    assert "\n".join(in_two_lines(text)) == kiosk_breaks(text)
