"""A questionnaire as a kiosk shows it, screen after screen: the same grouping as `kiosk.visit.form`."""

from typing import Final, Literal, NamedTuple

from sync.contract.questionnaire import Question, Questionnaire

ROWS: Final = 5
"""So many questions with two choices stand on one screen."""
_UNEVEN: Final = 1.6


class Screen(NamedTuple):
    """One screen; `rows`: questions beside their two choices, `choices`: one question's, to touch."""

    kind: Literal["score", "rows", "choices", "reasons", "comment"]
    questions: tuple[Question, ...]

    @property
    def conditional(self) -> bool:
        """Whether some citizens never see it."""
        return bool(self.questions[0].when)

    @property
    def columns(self) -> int:
        """In how many columns a kiosk lays the choices out."""
        number = len(self.questions[0].choices)
        return 1 if number == 3 else 2 if number <= 10 else 3


def screens_of(questionnaire: Questionnaire) -> list[Screen]:
    """Every screen a citizen may see, in order."""
    first, *others = questionnaire.questions
    found = [Screen("score", (first,))]
    for question in others:
        last = found[-1]
        if last.kind in {"rows", "choices"} and _joins(last.questions, question):
            found[-1] = Screen("rows", (*last.questions, question))
        else:
            kind: Literal["choices", "reasons", "comment"] = "choices"
            if question.kind in {"reasons", "comment"}:
                kind = "reasons" if question.kind == "reasons" else "comment"
            found.append(Screen(kind, (question,)))
    return found


def _joins(page: tuple[Question, ...], question: Question) -> bool:
    together = (*page, question)
    pair = all(asked.kind == "choice" and len(asked.choices) == 2 for asked in together)
    return pair and len(page) < ROWS and not any(asked.when for asked in together)


def in_two_lines(text: str) -> list[str]:
    """A level's words as kiosks break them (`kiosk.ui.questions`): mostly before the last two syllables."""
    syllables = text.split()
    if len(syllables) < 2:
        return [text]
    breaks = [[" ".join(syllables[:at]), " ".join(syllables[at:])] for at in range(1, len(syllables))]
    usual = breaks[max(0, len(breaks) - 2)]
    fits = len(usual[0]) <= _UNEVEN * len(usual[1])
    return usual if fits else min(breaks, key=lambda lines: max(map(len, lines)))
