"""Where this kiosk stands: what a directory says, as the visit and the screen need it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.visit import Asked, Desk, Form
from sync.contract.directory import Directory, Official
from sync.contract.questionnaire import Question, Questionnaire
from sync.contract.rating import QuestionnaireVersion


@dataclass(frozen=True)
class Posting:
    """The unit, who can be rated here, and the questionnaire that ratings name.

    `photos`: URLs by the SHA-256 (hex) that the directory names them by. `patience` as in `Desk`.
    """

    directory: Directory
    photos: Mapping[str, str] = field(default_factory=dict)
    patience: int = 1

    @property
    def unit_name(self) -> dict[str, str]:
        """The unit's name by language."""
        return next(u.name for u in self.directory.units if u.unit == self.directory.policies.unit)

    @property
    def desk(self) -> Desk:
        """How visits start: a fixed kiosk rates who alone is on its counter, or else the whole desk."""
        policies = self.directory.policies
        if policies.attribution == "choose":
            return Desk("choose", None, policies.counter, self.form, self.patience)
        present = [o for o in self.directory.officials if policies.counter in o.counters]
        official = present[0].official if len(present) == 1 else None
        return Desk("fixed", official, policies.counter, self.form, self.patience)

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire answered here."""
        return self.directory.questionnaires[0]

    @property
    def questionnaire_version(self) -> QuestionnaireVersion:
        """Its name in a rating."""
        return QuestionnaireVersion(self.questionnaire.id, self.questionnaire.version)

    @property
    def score_question(self) -> Question:
        """The question whose choices are the faces."""
        return self.questionnaire.questions[0]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked after the score; what must be sealed only where there is somebody to seal for."""
        sealing = self.directory.seal_keys.supervisors is not None
        return tuple(
            question
            for question in self.questionnaire.questions[1:]
            if sealing or not (question.sealed or question.kind == "comment")
        )

    @property
    def form(self) -> Form:
        """The same, as a visit knows it."""
        levels = [choice.score for choice in self.questionnaire.questions[0].choices]
        asked = tuple(_asked(question) for question in self.questions)
        return Form(tuple(level for level in levels if level is not None), asked)

    def counter_of(self, official: str | None) -> str | None:
        """The counter where `official` (a UUID) serves; the kiosk's own where it has one."""
        if self.directory.policies.counter is not None:
            return self.directory.policies.counter
        served = next((o.counters for o in self.directory.officials if o.official == official), ())
        return served[0] if len(served) == 1 else None

    def officials_by_counter(self) -> list[Official]:
        """Everybody who can be chosen, in the order of the numbers painted on the counters."""
        numbers = {counter.counter: counter.number for counter in self.directory.counters}
        return sorted(
            self.directory.officials,
            key=lambda o: (min((numbers[c] for c in o.counters), default=len(numbers) + 1_000), o.name),
        )

    def place_of(self, official: Official) -> tuple[int, dict[str, str]]:
        """What stands under the name: the counter's number and its name, else 0 and the title."""
        counters = {counter.counter: counter for counter in self.directory.counters}
        for counter in official.counters:
            return counters[counter].number, dict(counters[counter].name)
        return 0, dict(official.title)


def _asked(question: Question) -> Asked:
    if question.kind == "score":
        raise ValueError("the score is no question after the score")
    return Asked(
        question.question,
        question.kind,
        tuple(choice.choice for choice in question.choices),
        tuple(question.when.items()),
        tuple(choice.choice for choice in question.choices if choice.alone),
    )
