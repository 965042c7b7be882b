"""What people outside must be told of: new cases and answers, what is due soon, what is overdue.

A notice is a function of the cases as they stand; what was sent to a target is remembered: it is told once.
Cut off between sending and remembering, it is sent once more. It holds numbers, never a word of a case.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, select

from sync.central.alerts.sending import Message, send_all
from sync.central.alerts.targets import Target
from sync.central.cases.handling import rules_of
from sync.central.cases.opening import Finder
from sync.central.cases.states import State
from sync.central.cases.unread import ADDED, unread_of
from sync.central.database.rows import insert_new
from sync.central.database.tables import cases, notices
from sync.central.database.unit_tree import units_below_any
from sync.central.web.words import Voice, load_words

Writing = Callable[[], AbstractContextManager[Connection]]
_ROOM: Final = "sync.central.cases"


class What(StrEnum):
    """What is told; each has its words."""

    NEW = "new"
    CONFIDENTIAL = "confidential"
    UNREAD = "unread"
    ANSWERED = "answered"
    HANDED = "handed"
    DUE = "due"
    OVERDUE = "overdue"


class Notice(NamedTuple):
    """What is told of one case; `about` tells it from another; `unit`: to its head, none: to supervisors."""

    what: What
    about: str
    unit: str | None


class Told(NamedTuple):
    """How many targets took their message, and how many did not."""

    sent: int
    failed: int


def due_notices(connection: Connection, finder: Finder) -> list[Notice]:
    """All that is to be told as things stand."""
    over = [state for state in State if state.is_over]
    rows = connection.execute(select(cases).where(cases.c.state.not_in(over)).order_by(cases.c.code)).all()
    unread = unread_of(connection, ADDED)
    added = [Notice(What.UNREAD, f"unread {code} {digest}", None) for code, digest in unread.items()]
    return [notice for row in rows for notice in _of_case(row, finder)] + added


def tell_all(
    finder: Finder,
    targets: Sequence[Target],
    address: str,
    writing: Writing,
    go_on: Callable[[], None],
) -> Told:
    """Tell each target what it was not told yet, in one message; what did not go is tried the next time."""
    sent = failed = 0
    news: dict[str, Sequence[Notice]] = {}
    messages: list[Message] = []
    for target in (one for one in targets if one.about == "cases"):
        with writing() as connection:
            found = _news_for(connection, finder, target)
        if found and target.name not in news:
            news[target.name] = found
            messages.append(Message(target, *_written(target, found, address)))
        go_on()
    for message, took in send_all(messages, go_on):
        if not took:
            failed += 1
            continue
        name, now_ms = message.target.name, finder.clock.wall_ms()
        with writing() as connection:
            rows = [{"target": name, "about": one.about, "sent_ms": now_ms} for one in news[name]]
            insert_new(connection, notices, rows)
        sent += 1
    return Told(sent, failed)


def _of_case(row: Row[Any], finder: Finder) -> Iterator[Notice]:
    may = finder.rules.may_go_to_unit(rules_of(row))
    if row.state == State.NEW:
        yield Notice(What.NEW if may else What.CONFIDENTIAL, f"new {row.code} {row.opened_ms}", None)
    if row.state == State.ANSWERED:
        yield Notice(What.ANSWERED, f"answered {row.code} {row.due}", None)
    unit = row.assigned if may and row.state == State.ASSIGNED and row.batch else None
    if unit is not None:
        yield Notice(What.HANDED, f"handed {row.code} {row.batch}", unit)
    if row.due is None:
        return
    last, today = date.fromisoformat(row.due), finder.today
    if last < today:
        yield Notice(What.OVERDUE, f"overdue {row.code} {row.due}", None)
        if unit is not None:
            yield Notice(What.OVERDUE, f"overdue {row.code} {row.due} unit", unit)
    elif unit is not None and finder.rules.working.before(last, finder.rules.days.remind) <= today:
        yield Notice(What.DUE, f"due {row.code} {row.due}", unit)


def _news_for(connection: Connection, finder: Finder, target: Target) -> list[Notice]:
    mine = due_notices(connection, finder)
    if target.unit is None:
        mine = [one for one in mine if one.unit is None]
    else:
        below = set(connection.execute(units_below_any([target.unit])).scalars())
        mine = [one for one in mine if one.unit in below]
    told = select(notices.c.about).where(notices.c.target == target.name)
    known = set(connection.execute(told).scalars())
    return [one for one in mine if one.about not in known]


def _written(target: Target, news: Sequence[Notice], address: str) -> tuple[str, str]:
    voice = Voice(target.language, load_words(_ROOM))
    counted = Counter(one.what for one in news)
    lines = [voice.say(f"notice_{what}", number=counted[what]) for what in What if counted[what]]
    return voice.say("notice_title"), "\n".join([*lines, f"{address}/cases"])
