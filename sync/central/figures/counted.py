"""All that counts of units now, by the cells that are published: sums of months."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, func, select

from sync.central.database.tables import answer_months, offer_months, official_months, unit_months
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
    months = answer_months.c
    chosen = (months.unit, months.questionnaire, months.question, months.choice)
    for unit, questionnaire, question, choice, n in connection.execute(
        select(*chosen, func.sum(months.n)).group_by(*chosen)
    ):
        found[unit][asked(questionnaire, question)][choice] += int(n)
    offered = (offer_months.c.unit, offer_months.c.what)
    for unit, what, n in connection.execute(
        select(*offered, func.sum(offer_months.c.n)).where(offer_months.c.what.in_(_CELLS)).group_by(*offered)
    ):
        found[unit][_CELLS[what]][what] += int(n)
    return found


def asked(questionnaire: str, question: str) -> str:
    """The cell of a question, whichever version of its questionnaire asked it."""
    return f"{ANSWERS}{questionnaire[:ID]}/{question}"
