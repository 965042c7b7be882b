"""What the forms for texts and policies say."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sync.central.directory.importing.folding import composed
from sync.central.directory.pages.fields import line, number
from sync.central.web.forms import Form
from sync.contract.encoding import Malformed
from sync.contract.hours import WEEKDAYS, read_hours

POLICIES: Final = ("hotline", "paper_form", "keep_days", "languages", "hours", "tone_style", "sound")
TEXTS: Final = ("caption", "conduct", "rights", "published")
MAX_LINES: Final = 12


def typed_policies(form: Form, own: Mapping[str, Any], *, everything: bool) -> dict[str, Any]:
    """What is said here; what the form does not show stays. `everything`: nothing comes from above."""
    said = {key: value for key, value in own.items() if key not in POLICIES}
    for key in POLICIES:
        if everything or form.text(f"own_{key}") == "1":
            said[key] = _POLICY[key](form, own.get(key))
    return said


def typed_texts(form: Form, own: Mapping[str, Any], *, everything: bool) -> dict[str, Any]:
    """The same for texts; an empty one is said to be empty, so that none comes from above."""
    said = {key: value for key, value in own.items() if key not in TEXTS}
    for key in TEXTS:
        if everything or form.text(f"own_{key}") == "1":
            said[key] = _words(form, key) if key == "caption" else _lines(form, key)
    return said


def _words(form: Form, key: str) -> dict[str, str]:
    vi, en = line(form, f"{key}_vi", needed=False), line(form, f"{key}_en", needed=False)
    return {"vi": vi, "en": en or vi} if vi else {}


def _lines(form: Form, key: str) -> list[dict[str, str]]:
    """One sentence a line; the same line of the other language is its translation."""
    texts = [
        [composed(sentence) for sentence in form.text(f"{key}_{language}").splitlines()]
        for language in ("vi", "en")
    ]
    if any(len(lines) > MAX_LINES or any(len(one) > 200 for one in lines) for lines in texts):
        form.refuse(f"{key}_vi", "refused_length")
    vi, en = texts
    en += [""] * (len(vi) - len(en))
    return [{"vi": one, "en": other or one} for one, other in zip(vi, en, strict=False) if one]


def _hours(form: Form, own: Any) -> dict[str, Any] | None:
    """Spans of each weekday; none anywhere: the desk is always open. Dates that were written down stay."""
    said: dict[str, Any] = {}
    for name in WEEKDAYS:
        spans = [span.replace(" ", "") for span in form.text(f"hours_{name}").replace("–", "-").split(",")]
        if any(spans):
            said[name] = [span for span in spans if span]
    days = {key: own[key] for key in ("holidays", "days") if own and key in own}
    if not said:
        return days or None
    try:
        read_hours(said)
    except Malformed:
        form.refuse("hours", "refused_hours")
    return said | days


def _languages(form: Form, _own: Any) -> list[str]:
    found = form.text("languages").replace(",", " ").split()
    if not found or not all(len(one) == 2 and one.isascii() and one.islower() for one in found):
        form.refuse("languages", "refused_languages")
    return found


_POLICY: Final[Mapping[str, Callable[[Form, Any], Any]]] = {
    "hotline": lambda form, _own: line(form, "hotline", needed=False) or None,
    "paper_form": lambda form, _own: form.text("paper_form") == "1",
    "keep_days": lambda form, _own: number(form, "keep_days", 30, 3_650),
    "languages": _languages,
    "hours": _hours,
    "tone_style": lambda form, _own: "old" if form.text("tone_style") == "old" else "modern",
    "sound": lambda form, _own: form.text("sound") == "1",
}
