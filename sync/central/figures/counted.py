"""All that counts of units now, by the cells that are published: sums of rollups."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, func, select

from sync.central.database.tables import official_months, unit_answers, unit_months, unit_offers
from sync.central.figures.closing import ANSWERS, CALLED, CALLS, DESK, INVITED, OFFICIAL, RATED
from sync.central.figures.rollups import ALL

ID: Final = 36
"""Characters of a questionnaire's id, before its version."""
_CELLS: Final = {CALLED: CALLS, RATED: CALLS, INVITED: INVITED}

Counted = Mapping[str, Mapping[str, int]]
"""Numbers by cell and value."""


def read_counted(connection: Connection) -> Mapping[str, Counted]:
    """By unit."""
    found: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    whole = select(unit_months.c.unit, unit_months.c.score, func.sum(unit_months.c.n))
    of_all = whole.where(unit_months.c.rule == ALL).group_by(unit_months.c.unit, unit_months.c.score)
    for unit, score, n in connection.execute(of_all):
        found[unit][DESK][str(score)] += int(n)
    named = (official_months.c.unit, official_months.c.official, official_months.c.score)
    for unit, official, score, n in connection.execute(
        select(*named, func.sum(official_months.c.n)).group_by(*named)
    ):
        found[unit][OFFICIAL + official][str(score)] += int(n)
        found[unit][DESK][str(score)] -= int(n)
    chosen = (
        unit_answers.c.unit,
        unit_answers.c.questionnaire,
        unit_answers.c.question,
        unit_answers.c.choice,
    )
    for unit, questionnaire, question, choice, n in connection.execute(
        select(*chosen, func.sum(unit_answers.c.n)).group_by(*chosen)
    ):
        found[unit][asked(questionnaire, question)][choice] += int(n)
    offered = (unit_offers.c.unit, unit_offers.c.what)
    for unit, what, n in connection.execute(
        select(*offered, func.sum(unit_offers.c.n)).where(unit_offers.c.what.in_(_CELLS)).group_by(*offered)
    ):
        found[unit][_CELLS[what]][what] += int(n)
    return found


def asked(questionnaire: str, question: str) -> str:
    """The cell of a question, whichever version of its questionnaire asked it."""
    return f"{ANSWERS}{questionnaire[:ID]}/{question}"
