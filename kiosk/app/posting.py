"""Where this kiosk stands: what a directory says, as the visit and the screen need it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.visit import Desk
from sync.contract.directory import Directory, Official
from sync.contract.rating import QuestionnaireVersion


@dataclass(frozen=True)
class Posting:
    """The unit, who can be rated here, and the questionnaire that ratings name.

    `photos`: URLs by the SHA-256 (hex) that the directory names them by.
    """

    directory: Directory
    photos: Mapping[str, str] = field(default_factory=dict)

    @property
    def unit_name(self) -> dict[str, str]:
        """The unit's name by language."""
        return next(u.name for u in self.directory.units if u.unit == self.directory.policies.unit)

    @property
    def desk(self) -> Desk:
        """How visits start: a fixed kiosk rates who alone is on its counter, or else the whole desk."""
        policies = self.directory.policies
        if policies.attribution == "choose":
            return Desk("choose", None, policies.counter)
        present = [o for o in self.directory.officials if policies.counter in o.counters]
        return Desk("fixed", present[0].official if len(present) == 1 else None, policies.counter)

    @property
    def questionnaire(self) -> QuestionnaireVersion:
        """The questionnaire answered here."""
        first = self.directory.questionnaires[0]
        return QuestionnaireVersion(first.id, first.version)

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

    def counter_text(self, official: Official) -> dict[str, str]:
        """What stands under the name: the counter's number and name, else the title, by language."""
        counters = {counter.counter: counter for counter in self.directory.counters}
        for counter in official.counters:
            found = counters[counter]
            return {
                language: f"{_COUNTER.get(language, _COUNTER['en'])} {found.number} · {name}"
                for language, name in found.name.items()
            }
        return dict(official.title)


_COUNTER = {"vi": "Quầy", "en": "Counter"}
