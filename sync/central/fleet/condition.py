"""How a kiosk stands, as an expression over its row: found, counted and shown by the same words."""

from sqlalchemy import Case, ColumnElement, and_, case, exists, func, select

from sync.central.database.tables import alarms, directories, kiosks, ledgers
from sync.central.fleet.line import Condition
from sync.central.fleet.silence import Silence, is_silent

MANY_PENDING = 200
"""Lines that wait at a kiosk that calls are a backlog, not the last minute's."""

published_version = (
    select(func.max(directories.c.version))
    .where(directories.c.kiosk == kiosks.c.kiosk)
    .correlate(kiosks)
    .scalar_subquery()
)
waiting_alarms = (
    select(func.count())
    .select_from(alarms)
    .where(alarms.c.kiosk == kiosks.c.kiosk, alarms.c.ended_ms.is_(None), alarms.c.acknowledged_ms.is_(None))
    .correlate(kiosks)
    .scalar_subquery()
)
quarantined_lines = (
    select(func.coalesce(func.sum(ledgers.c.held - ledgers.c.quarantined_from + 1), 0))
    .where(ledgers.c.kiosk == kiosks.c.kiosk, ledgers.c.held >= ledgers.c.quarantined_from)
    .correlate(kiosks)
    .scalar_subquery()
)


def condition_of(silence: Silence) -> Case[str]:
    """The word of `Condition` for a row of kiosks."""
    alarmed = (
        exists(alarms.c.alarm_no)
        .where(alarms.c.kiosk == kiosks.c.kiosk, alarms.c.ended_ms.is_(None))
        .where(alarms.c.acknowledged_ms.is_(None))
        .correlate(kiosks)
    )
    kept_apart = (
        exists(ledgers.c.ledger_no)
        .where(ledgers.c.kiosk == kiosks.c.kiosk, ledgers.c.held >= ledgers.c.quarantined_from)
        .correlate(kiosks)
    )
    return case(
        (kiosks.c.state != "enrolled", kiosks.c.state),
        (is_silent(silence), Condition.SILENT.value),
        (alarmed, Condition.ALARM.value),
        (kept_apart, Condition.QUARANTINED.value),
        (kiosks.c.pending > MANY_PENDING, Condition.PENDING.value),
        (kiosks.c.directory_version < published_version, Condition.BEHIND.value),
        else_=Condition.WELL.value,
    )


def stands(silence: Silence, condition: Condition) -> ColumnElement[bool]:
    """Whether a row of kiosks stands so; what is out of use is found by its state alone."""
    if condition in {"awaited", "replaced", "retired", "revoked", "relayed"}:
        return kiosks.c.state == condition.value
    return and_(kiosks.c.state == "enrolled", condition_of(silence) == condition.value)
