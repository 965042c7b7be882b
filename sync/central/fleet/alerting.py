"""What whoever looks after kiosks is told outside: alarms that began, and that they are over.

Each target is told of each alarm once, and once that it is over; of one acknowledged before, nothing.
There is one message at most in a quarter of an hour, with a line for each kind: 500 kiosks that fall
silent together are one line. What a target's server did not take is tried again, ever more rarely.
What was sent is remembered after it was: cut off between the two, a message is sent once more.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Text,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
)

from sync.central.alarms.kinds import WORDS, Kind
from sync.central.alerts.sending import Message, send_all
from sync.central.alerts.standing import ALARM, SINCE
from sync.central.alerts.targets import Target, TargetsRefused
from sync.central.database.rows import insert_new, put
from sync.central.database.tables import alarms, alert_tries, kiosks, notices, units
from sync.central.database.unit_tree import units_below_any
from sync.central.keys.clock import Clock
from sync.central.web.words import Voice, load_words

Writing = Callable[[], AbstractContextManager[Connection]]
_ROOM: Final = "sync.central.fleet"
_MINUTE_MS: Final = 60_000
QUIET_MS: Final = 15 * _MINUTE_MS
"""From one message to a target to the next."""
_LONGEST_WAIT: Final = 64
"""Minutes until a server that takes nothing is tried again, at most; twice as long each time."""
_STALE_MS: Final = 7 * 86_400_000
"""What is over for so long is told to nobody any more."""
_UNITS: Final = 5
"""How many units a line names."""


class Told(NamedTuple):
    """How many targets took a message, did not, and are not tried just now though they did not before."""

    sent: int
    failed: int
    waiting: int

    @property
    def untold(self) -> int:
        """Targets whose server is away."""
        return self.failed + self.waiting


def judge_targets(connection: Connection, targets: Sequence[Target]) -> None:
    """See that each target's unit is known here.

    Raises:
        TargetsRefused: it is not; the message is in the language of that target.
    """
    known = set(connection.execute(select(units.c.unit)).scalars())
    for number, target in enumerate(targets, 1):
        if target.unit is not None and target.unit not in known:
            voice = Voice(target.language, load_words(_ROOM))
            raise TargetsRefused(voice.say("alert_refused_unit", number=number, unit=target.unit))


def tell_alarms(
    clock: Clock, targets: Sequence[Target], address: str, writing: Writing, go_on: Callable[[], None]
) -> Told:
    """Tell each target of the fleet what it was not told yet, in one message."""
    sent = failed = waiting = 0
    news: dict[str, Sequence[Row[Any]]] = {}
    messages: list[Message] = []
    for target in (one for one in targets if one.about == "fleet"):
        now_ms = clock.wall_ms()
        with writing() as connection:
            insert_new(connection, notices, [{"target": target.name, "about": SINCE, "sent_ms": now_ms}])
            tries = _tries(connection, target)
            found = [] if _is_quiet(connection, target, now_ms) else _news_for(connection, target, now_ms)
        if tries is not None and tries.next_ms > now_ms:
            waiting += 1
        elif found and target.name not in news:
            news[target.name] = found
            messages.append(Message(target, *_written(target, found, address)))
        go_on()
    for message, took in send_all(messages, go_on):
        if took:
            _remember(writing, message.target, news[message.target.name], clock.wall_ms())
            sent += 1
        else:
            _put_off(writing, message.target, clock.wall_ms())
            failed += 1
    return Told(sent, failed, waiting)


def _remember(writing: Writing, target: Target, news: Sequence[Row[Any]], now_ms: int) -> None:
    abouts = [f"{ALARM}{one.alarm_no}" for one in news]
    abouts += [f"{ALARM}{one.alarm_no} over" for one in news if one.ended_ms is not None]
    with writing() as connection:
        rows = [{"target": target.name, "about": about, "sent_ms": now_ms} for about in abouts]
        insert_new(connection, notices, rows)
        connection.execute(delete(alert_tries).where(alert_tries.c.target == target.name))


def _put_off(writing: Writing, target: Target, now_ms: int) -> None:
    with writing() as connection:
        tries = _tries(connection, target)
        failed = 1 if tries is None else tries.failed + 1
        wait_ms = min(2 ** (failed - 1), _LONGEST_WAIT) * _MINUTE_MS
        row = {"target": target.name, "failed": failed, "next_ms": now_ms + wait_ms}
        put(connection, alert_tries, [row])


def _tries(connection: Connection, target: Target) -> Row[Any] | None:
    return connection.execute(select(alert_tries).where(alert_tries.c.target == target.name)).one_or_none()


def _is_quiet(connection: Connection, target: Target, now_ms: int) -> bool:
    mine = (notices.c.target == target.name, notices.c.about.startswith(ALARM))
    last = connection.execute(select(func.max(notices.c.sent_ms)).where(*mine)).scalar()
    return last is not None and last <= now_ms < last + QUIET_MS


def _news_for(connection: Connection, target: Target, now_ms: int) -> Sequence[Row[Any]]:
    """Alarms that began (`told` is false) or are over (`ended_ms`), by number."""
    began, over = _was_told(target, ""), _was_told(target, " over")
    mine = (notices.c.target == target.name, notices.c.about == SINCE)
    since_ms = connection.execute(select(notices.c.sent_ms).where(*mine)).scalar_one()
    ended = alarms.c.ended_ms >= now_ms - _STALE_MS
    seen = alarms.c.acknowledged_ms.is_not(None)
    news = or_(
        and_(~began, ~seen, or_(alarms.c.ended_ms.is_(None), and_(ended, alarms.c.ended_ms >= since_ms))),
        and_(ended, began, ~over),
    )
    which = [alarms.c.kind.in_(target.kinds)] if target.kinds else []
    if target.unit is not None:
        which.append(kiosks.c.unit.in_(units_below_any([target.unit])))
    columns = (alarms.c.alarm_no, alarms.c.kind, alarms.c.ended_ms, units.c.name_vi, units.c.name_en)
    return connection.execute(
        select(*columns, began.label("told"))
        .join(kiosks, kiosks.c.kiosk == alarms.c.kiosk, isouter=True)
        .join(units, units.c.unit == kiosks.c.unit, isouter=True)
        .where(news, *which)
        .order_by(alarms.c.alarm_no)
    ).all()


def _was_told(target: Target, what: str) -> ColumnElement[bool]:
    about = literal(ALARM) + cast(alarms.c.alarm_no, Text) + literal(what)
    return exists().where(notices.c.target == target.name, notices.c.about == about)


def _written(target: Target, news: Sequence[Row[Any]], address: str) -> tuple[str, str]:
    voice = Voice(target.language, load_words(_ROOM))
    parts = {
        "alert_began": [one for one in news if one.ended_ms is None],
        "alert_passed": [one for one in news if one.ended_ms is not None and not one.told],
        "alert_over": [one for one in news if one.ended_ms is not None and one.told],
    }
    lines = [line for word, some in parts.items() for line in _lines(voice, word, some)]
    return voice.say("alert_title"), "\n".join([*lines, f"{address}/fleet/alarms"])


def _lines(voice: Voice, word: str, some: Sequence[Row[Any]]) -> Iterator[str]:
    for kind in Kind:
        mine = [one for one in some if one.kind == kind]
        if mine:
            meaning = voice.pick(WORDS[kind].meaning)
            yield voice.say(word, number=len(mine), meaning=meaning, where=_where(voice, mine))


def _where(voice: Voice, some: Sequence[Row[Any]]) -> str:
    """Of which units, those with most first."""
    names = ({"vi": one.name_vi, "en": one.name_en} for one in some if one.name_vi is not None)
    counted = Counter(voice.pick(name) for name in names)
    told = [f"{name}: {number}" for name, number in counted.most_common(_UNITS)]
    more = len(counted) - len(told)
    return "; ".join([*told, *([voice.say("alert_units", number=more)] if more else [])])
