"""After this server was restored from a backup: the server above holds own lines that are not here any more.

They cannot come back, and what is written here next would contradict them. So the own ledger goes on in a new
one that names the last line which both have; everything is recorded anew there.
"""

import os

from sqlalchemy import delete, select

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.api.intake import Intake
from sync.central.database.engine import reading, writing
from sync.central.database.tables import ledgers, recorded
from sync.central.ingest.heads import head_at
from sync.central.keys.own_ledger import hold_own_ledger, renew_own_ledger
from sync.central.relay.answering import Voice
from sync.central.relay.marks import GIVEN_UP, Mark, mark_of, put_mark
from sync.contract.ledger import Head
from sync.contract.receipt import HeadDocument


def renew(intake: Intake, voice: Voice, number: int) -> None:
    """Give the own ledger `number` up behind the last line that the server above has, too.

    Raises:
        Ended: the server above does not answer as it must.
    """
    agreed = _agreed(intake, voice, number)
    with writing(intake.engine) as connection:
        hold_own_ledger(connection)
        row = connection.execute(select(ledgers).where(ledgers.c.ledger_no == number)).one()
        if mark_of(connection, row).told == GIVEN_UP:
            return  # another process was first
        renew_own_ledger(connection, intake.identity, intake.clock, agreed)
        put_mark(connection, number, Mark(agreed, GIVEN_UP))
        connection.execute(delete(recorded))
        raise_alarm(
            connection,
            Kind.RELAY_RENEWED,
            intake.identity.server_id,
            intake.clock.wall_ms(),
            ledger=row.ledger,
            agreed=agreed.seq,
            here=row.held,
        )


def _agreed(intake: Intake, voice: Voice, number: int) -> Head:
    """The last line that both have, found by bisection."""
    with reading(intake.engine) as connection:
        row = connection.execute(select(ledgers).where(ledgers.c.ledger_no == number)).one()
        theirs = voice.receipt("GET", f"/api/v1/ledgers/{row.ledger}", row.ledger)
        most = row.held if isinstance(theirs, str) else min(row.held, theirs.receipt.held)
        least = 0
        while least < most:
            middle = (least + most + 1) // 2
            nonce, path = os.urandom(16).hex(), f"/api/v1/ledgers/{row.ledger}/heads/{middle}"
            told, _way = voice.document("head", "GET", path, HeadDocument, nonce)
            if told.head == head_at(connection, row, middle).hex:
                least = middle
            else:
                most = middle - 1
        return head_at(connection, row, least)
