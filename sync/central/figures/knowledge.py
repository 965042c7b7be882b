"""What the database knows of a unit; whoever was ever there stays known, so a late rating still counts."""

from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from sync.central.database.tables import counters, postings, questionnaires, units
from sync.central.figures.judging import Knowledge
from sync.central.figures.relayed import relayed_knowledge
from sync.contract.answers import form_of
from sync.contract.questionnaire import Questionnaire

_PROVINCE: Final = select(units.c.province).where(units.c.unit == bindparam("unit"))
_COUNTERS: Final = select(counters.c.counter).where(counters.c.unit == bindparam("unit"))
_PEOPLE: Final = select(postings.c.official).where(postings.c.unit == bindparam("unit"))
_QUESTIONNAIRES: Final = select(questionnaires)


def knowledge_of(connection: Connection, unit: str, server: str, keys: tuple[bytes, ...]) -> Knowledge:
    """What lines of the unit's kiosks are judged by; `keys` are the server's (32 bytes each).

    Those of a province's unit are judged by its records, and by its server's keys.
    """
    province = connection.execute(_PROVINCE, {"unit": unit}).scalar()
    if province is not None:
        return relayed_knowledge(connection, unit, province)
    desks = connection.execute(_COUNTERS, {"unit": unit}).scalars()
    people = connection.execute(_PEOPLE, {"unit": unit}).scalars()
    forms = {
        f"{row.id}/{row.version}": form_of(msgspec.json.decode(row.document, type=Questionnaire))
        for row in connection.execute(_QUESTIONNAIRES)
    }
    return Knowledge(unit, frozenset(desks), frozenset(people), server, keys, forms)
