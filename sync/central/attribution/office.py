"""What people do about whom ratings were given for; figures follow in the same transaction."""

import uuid
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, func, select, update

from sync.central.attribution.refusal import AttributionRefused
from sync.central.attribution.serving import posted, served
from sync.central.attribution.statements import Kind, keep_statement
from sync.central.attribution.states import OPEN, Act, Standing, State, Who, after, why_not
from sync.central.database.rows import lock_units
from sync.central.database.tables import attributions, kiosks
from sync.central.figures.attribution import corrections_at, keep_correction
from sync.central.figures.correcting import attribute_again
from sync.central.figures.knowledge import knowledge_of
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.central.keys.published import known_keys
from sync.contract.attribution import CORRECTED, Correction
from sync.contract.desk_time import DAY_MS
from sync.contract.encoding import convert

LONGEST_DAYS: Final = 31
"""Days that one correction may be about."""
MOST_CONTESTED: Final = 20
"""What one official contests may wait for an answer so many times at once."""


class Proposal(NamedTuple):
    """At a kiosk, from `since_ms` to before `until_ms`, who was `named` was in truth `official`."""

    kiosk: str
    since_ms: int
    until_ms: int
    named: str | None
    official: str | None


class Office(NamedTuple):
    """Whoever acts, in one writing transaction."""

    connection: Connection
    identity: Identity
    clock: Clock
    who: Who

    def contest(self, official: str, unit: str, since_ms: int, until_ms: int, text: str) -> str:
        """An official says that a stretch of a day was not theirs; its id.

        Nothing tells whether anything was rated then.

        Raises:
            AttributionRefused: no such time, not theirs to contest, too many wait, or nothing is said.
        """
        hold_own_ledger(self.connection)
        if official not in self.who.officials or not posted(self.connection, official, unit):
            raise AttributionRefused("refused_official")
        self._judge_span(since_ms, until_ms, DAY_MS)
        waiting = (attributions.c.contested_by == official, attributions.c.state.in_(OPEN))
        number = select(func.count()).select_from(attributions).where(*waiting)
        if self.connection.execute(number).scalar_one() >= MOST_CONTESTED:
            raise AttributionRefused("refused_many")
        span = {"since_ms": since_ms, "until_ms": until_ms}
        asked = {"asked_since_ms": since_ms, "asked_until_ms": until_ms, "contested_by": official}
        name = self._begin(unit, State.CONTESTED, named=official, **span, **asked)
        self._say(Kind.CONTEST, text, unit, name, official)
        return name

    def propose(self, given: Proposal, why: str, contested: str | None = None) -> str:
        """Propose a correction, of itself or as an answer to what was contested; its id.

        Raises:
            AttributionRefused: not now, not by this person, not this correction, or no reason is given.
        """
        hold_own_ledger(self.connection)
        unit = self._unit_of(given.kiosk)
        row = None if contested is None else self._find(contested)
        at = Standing(State.CONTESTED) if row is None else standing_of(row)
        concerned = at.concerned | ({given.named, given.official} - {None})
        self._may(Act.PROPOSE, Standing(at.state, at.contested_by, concerned=frozenset(map(str, concerned))))
        if row is not None and row.unit != unit:
            raise AttributionRefused("refused_kiosk")
        self._judge(given, unit)
        told = given._asdict() | {"proposed_by": self.who.name, "proposer": self.who.account}
        if row is None:
            name = self._begin(unit, State.PROPOSED, **told)
        else:
            name = str(row.attribution)
            self._change(name, state=State.PROPOSED, **told)
        self._say(Kind.WHY, why, unit, name)
        return name

    def approve(self, name: str) -> int:
        """Write a proposed correction into the own ledger, and let figures follow; the line's number.

        Raises:
            AttributionRefused: not now, not by this person, or not this correction (any more).
        """
        unit = self._find(name).unit
        lock_units(self.connection, [unit])  # before the own ledger, as where lines come in
        hold_own_ledger(self.connection)
        row = self._find(name)
        self._may(Act.APPROVE, standing_of(row))
        given = Proposal(*(getattr(row, field) for field in Proposal._fields))
        if self._unit_of(given.kiosk) != unit:
            raise AttributionRefused("refused_kiosk")
        self._judge(given, unit)
        body = {
            "correction": row.attribution,
            "kiosk": given.kiosk,
            "since": given.since_ms,
            "until": given.until_ms,
            "named": given.named,
            "official": given.official,
        }
        people = {"proposed_by": row.proposed_by, "approved_by": self.who.name}
        line = append(self.connection, self.identity, self.clock, CORRECTED, body | people)
        said, server = convert(body, Correction), self.identity.server_id
        keep_correction(self.connection, server, said)
        keys = known_keys(self.connection, self.identity)
        attribute_again(self.connection, said, knowledge_of(self.connection, unit, server, keys))
        self._decided(row, Act.APPROVE)
        return line

    def refuse(self, name: str, answer: str) -> None:
        """Let things stay as they are, and say why.

        Raises:
            AttributionRefused: not now, not by this person, or nothing is said.
        """
        hold_own_ledger(self.connection)
        row = self._find(name)
        self._may(Act.REFUSE, standing_of(row))
        self._decided(row, Act.REFUSE)
        self._say(Kind.ANSWER, answer, row.unit, name)

    def withdraw(self, name: str) -> None:
        """Take back what one contested or proposed oneself.

        Raises:
            AttributionRefused: not now, or somebody else did.
        """
        hold_own_ledger(self.connection)
        row = self._find(name)
        at = standing_of(row)
        self._may(Act.WITHDRAW, at)
        state = after(Act.WITHDRAW, at)
        if state is State.CONTESTED:
            asked = {"since_ms": row.asked_since_ms, "until_ms": row.asked_until_ms}
            nobody = dict.fromkeys(("kiosk", "official", "proposed_by", "proposer"))
            self._change(name, state=state, named=at.contested_by, **asked, **nobody)
        else:
            self._decided(row, Act.WITHDRAW)

    def reply(self, official: str, unit: str, text: str, name: str | None = None) -> str:
        """An official's word on their figures in a unit, or on a correction that concerns them; its id.

        Raises:
            AttributionRefused: not theirs to reply to, or nothing is said.
        """
        if official not in self.who.officials or not posted(self.connection, official, unit):
            raise AttributionRefused("refused_official")
        if name is not None:
            row = self._find(name)
            if official not in standing_of(row).concerned or row.unit != unit:
                raise AttributionRefused("refused_official")
        return self._say(Kind.REPLY, text, unit, name, official)

    def _judge(self, given: Proposal, unit: str) -> None:
        self._judge_span(given.since_ms, given.until_ms, LONGEST_DAYS * DAY_MS)
        if given.named is not None and not posted(self.connection, given.named, unit):
            raise AttributionRefused("refused_named")
        if given.official is not None and not served(
            self.connection, given.official, unit, given.since_ms, given.until_ms
        ):
            raise AttributionRefused("refused_serving")
        earlier = corrections_at(self.connection, self.identity.server_id, given.kiosk)
        again = (
            one.named == given.named and one.since < given.until_ms and given.since_ms < one.until
            for one in earlier
        )
        if given.named == given.official and not any(again):
            raise AttributionRefused("refused_same_official")

    def _judge_span(self, since_ms: int, until_ms: int, longest_ms: int) -> None:
        if not 0 <= since_ms < until_ms <= self.clock.wall_ms() or until_ms - since_ms > longest_ms:
            raise AttributionRefused("refused_span")

    def _unit_of(self, kiosk: str) -> str:
        ours = (kiosks.c.kiosk == kiosk, kiosks.c.province.is_(None))
        unit: str | None = self.connection.execute(select(kiosks.c.unit).where(*ours)).scalar()
        if unit is None:
            raise AttributionRefused("refused_kiosk")
        return unit

    def _find(self, name: str) -> Row[Any]:
        return find_attribution(self.connection, name)

    def _may(self, act: Act, at: Standing) -> None:
        if word := why_not(act, at, self.who):
            raise AttributionRefused(word)

    def _begin(self, unit: str, state: State, **told: object) -> str:
        name = str(uuid.uuid4())
        row = {"attribution": name, "unit": unit, "state": state, "opened_ms": self.clock.wall_ms()}
        self.connection.execute(attributions.insert().values(row | told))
        return name

    def _decided(self, row: Row[Any], act: Act) -> None:
        decided = {"decided_by": self.who.name, "decided_ms": self.clock.wall_ms()}
        self._change(str(row.attribution), state=after(act, standing_of(row)), **decided)

    def _change(self, name: str, **told: object) -> None:
        this = attributions.c.attribution == name
        self.connection.execute(update(attributions).where(this).values(**told))

    def _say(self, kind: Kind, text: str, unit: str, name: str | None, official: str | None = None) -> str:
        who, clock = self.who.name, self.clock
        return keep_statement(
            self.connection, clock, kind, text, who, unit=unit, attribution=name, official=official
        )


def find_attribution(connection: Connection, name: str) -> Row[Any]:
    """The row of this id, or of the one id that begins so.

    Raises:
        AttributionRefused: there is none, or several.
    """
    which = attributions.c.attribution.startswith(name, autoescape=True)
    found = connection.execute(select(attributions).where(which).limit(2)).all() if len(name) >= 8 else []
    if len(found) != 1:
        raise AttributionRefused("refused_absent")
    return found[0]


def standing_of(row: Row[Any]) -> Standing:
    """What of it tells who may do what."""
    concerned = {row.contested_by, row.named, row.official} - {None}
    return Standing(State(row.state), row.contested_by, row.proposer, row.proposed_by, frozenset(concerned))
