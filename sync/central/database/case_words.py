"""What is said in a case: the sealed texts that it is of, and what may repeat their words."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, select, update

from sync.central.database.tables import case_events, cases, sealed_texts

ITS: Final = (sealed_texts.c.rated_no == cases.c.ledger_no) & (sealed_texts.c.seq == cases.c.seq)
"""Which sealed texts are a case's."""
RULED: Final = ("opened", "fits")
"""What is told with these acts are names of rules, and no word of anybody."""


def forget_words(connection: Connection, digests: Collection[str]) -> None:
    """Forget what may repeat these texts: summaries, answers, reasons. Rules stay: they are counted by."""
    theirs = select(cases.c.code).join(sealed_texts, ITS).where(sealed_texts.c.digest.in_(digests))
    codes = connection.execute(theirs).scalars().all()
    gone = {"summary": None, "answer": None}
    connection.execute(update(cases).where(cases.c.code.in_(codes)).values(gone))
    said = (case_events.c.code.in_(codes), case_events.c.act.not_in(RULED))
    connection.execute(update(case_events).where(*said).values(told=""))
