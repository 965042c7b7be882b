"""What the form for an official says."""

from typing import Final

from sync.central.directory.importing.cells import duty_of, person_name
from sync.central.directory.importing.said import RowRefused
from sync.central.directory.pages.fields import day, line
from sync.central.directory.people import Leave, Person
from sync.central.directory.writing import WrittenOfficial
from sync.central.web.forms import Form

_WEEKDAYS: Final = {"mon": "T2", "tue": "T3", "wed": "T4", "thu": "T5", "fri": "T6", "sat": "T7", "sun": "CN"}


def told_days(days: tuple[str, ...]) -> str:
    """Weekdays and dates as people type them: "T2, T4, 2/9/2026"."""
    weekdays = [name for day, name in _WEEKDAYS.items() if day in days]
    dates = [f"{int(day[8:])}/{int(day[5:7])}/{day[:4]}" for day in sorted(days) if day not in _WEEKDAYS]
    return ", ".join([*weekdays, *dates])


def typed_official(form: Form, unit: str, today: str, before: Person | None) -> WrittenOfficial | None:
    """The official as the form has them; None where it is refused. Whoever moves serves no counter yet."""
    name = line(form, "name")
    try:
        name = person_name(name) if name else name
    except RowRefused:
        form.refuse("name", "refused_name")
    title = line(form, "title_vi")
    english = line(form, "title_en", needed=False)
    code = line(form, "code", needed=False)
    since = day(form, "since")
    moved = before is None or before.stands != unit
    if since is None and moved:
        since = today
    duty = {} if before is not None and moved else _typed_duty(form)
    away = _typed_leaves(form)
    if form.refusals:
        return None
    return WrittenOfficial(
        name,
        code or None,
        title,
        english or title,
        unit,
        since or "",
        form.text("active", "1") == "1",
        duty,
        away,
    )


def _typed_duty(form: Form) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for counter in form.all("serves"):
        try:
            found[counter] = duty_of(form.text(f"days_{counter}"))
        except RowRefused:
            form.refuse(f"days_{counter}", "refused_duty")
    return found


def _typed_leaves(form: Form) -> tuple[Leave, ...]:
    found = []
    for place in range(len(form.all("leave"))):
        first, last = day(form, f"first_{place}"), day(form, f"last_{place}")
        if first is not None:
            found.append(Leave(first, last))
        elif last is not None:
            form.refuse(f"first_{place}", "refused_missing")
    return tuple(sorted(set(found)))
