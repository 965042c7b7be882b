"""What a province's own ledger says, put to use in the transaction that takes its lines."""

import logging
from collections.abc import Iterable

import msgspec
from sqlalchemy import ColumnElement, Connection, or_, select, update

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.database.rows import insert_new, lock_units, put
from sync.central.database.tables import (
    kiosks,
    ledgers,
    province_entries,
    province_keys,
    province_quarantines,
    provinces,
    questionnaires,
    units,
)
from sync.central.figures.attribution import keep_correction
from sync.central.figures.canaries import KINDS
from sync.central.figures.correcting import attribute_again
from sync.central.figures.derive import derive_phoned, reread
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.phoned import keep_phoned, phoned_from
from sync.central.figures.records import Phoned
from sync.central.figures.rederive import rederive
from sync.central.figures.relayed import COUNTER, OFFICIAL, PROOF, QUESTIONNAIRE, Proof, told_since
from sync.contract.attribution import CORRECTED, Correction
from sync.contract.encoding import Malformed, convert
from sync.contract.ledger import Line, read_line
from sync.contract.phone import RATED
from sync.contract.questionnaire import Questionnaire, judge_questionnaire
from sync.contract.relaying import (
    RECORDS,
    CounterRecord,
    KeyBody,
    KioskRecord,
    OfficialRecord,
    ProofBody,
    QuestionnaireRecord,
    UnitRecord,
)

log = logging.getLogger(__name__)


def lock_province(connection: Connection, province: str) -> None:
    """Let nobody else derive figures of a province's units until this transaction ends."""
    theirs = select(units.c.unit).where(units.c.province == province)
    lock_units(connection, connection.execute(theirs).scalars().all())


def apply_records(connection: Connection, province: str, raw_lines: Iterable[bytes], now_ms: int) -> None:
    """Take what lines just appended to a province's own ledger say of kiosks, units, keys and quarantines.

    Figures follow. What a line claims that is another province's is not taken, and an alarm says so.
    """
    errand = _Errand(connection, province, now_ms)
    new = list(raw_lines)
    for raw in new:
        try:
            errand.take(read_line(raw))
        except Malformed as error:
            log.warning("a line of province %s is not understood: %s", province, error.detail)
    for unit in sorted(errand.changed):
        rederive(connection, unit, "", ())
    errand.quarantine(told_since(new))


class _Errand:
    def __init__(self, connection: Connection, province: str, now_ms: int) -> None:
        self._connection = connection
        self._province = province
        self._now_ms = now_ms
        named = select(provinces.c.name).where(provinces.c.server == province)
        self._name: str = connection.execute(named).scalar() or province
        self.changed: set[str] = set()

    def take(self, line: Line) -> None:
        """Put one line to use."""
        if line.kind.startswith("keys."):
            self._key(line.kind, line.body)
            return
        if line.kind in KINDS:
            self._proof(line.kind, convert(line.body, ProofBody))
            return
        if line.kind == RATED:
            self._phoned(phoned_from(line))
            return
        if line.kind == CORRECTED:
            self._corrected(convert(line.body, Correction))
            return
        shape = RECORDS.get(line.kind)
        match None if shape is None else convert(line.body, shape):
            case UnitRecord(unit=unit, vi=vi, en=en):
                self._unit(unit, vi, en)
            case KioskRecord() as kiosk:
                self._kiosk(kiosk)
            case CounterRecord(counter=counter, unit=unit):
                self._entry(COUNTER, counter, unit)
            case OfficialRecord(official=official, unit=unit):
                self._entry(OFFICIAL, official, unit)
            case QuestionnaireRecord(questionnaire=questionnaire):
                self._questionnaire(questionnaire)

    def quarantine(self, since: dict[str, int]) -> None:
        """Count no further than the province says, from now on and of what is here."""
        rows = [{"province": self._province, "what": what, "since": at} for what, at in since.items()]
        put(self._connection, province_quarantines, rows)
        if not rows:
            return
        theirs = (kiosks.c.province == self._province, kiosks.c.kiosk == ledgers.c.kiosk)
        told = ledgers.c.ledger.in_(since) | ledgers.c.kiosk.in_(since)
        whole = ledgers.c.salvaged_from.is_(None)
        held = select(ledgers, kiosks.c.unit).join(kiosks, theirs[1]).where(theirs[0], told, whole)
        for row in self._connection.execute(held.order_by(ledgers.c.ledger_no)).all():
            at = quarantined_from(self._connection, self._province, row.ledger, row.kiosk)
            mine = ledgers.c.ledger_no == row.ledger_no
            self._connection.execute(
                update(ledgers).where(mine).values(quarantined_from=at, state="quarantined")
            )
            ledger = self._connection.execute(select(ledgers).where(mine).with_for_update()).one()
            reread(self._connection, ledger, knowledge_of(self._connection, row.unit, "", ()))

    def _unit(self, unit: str, vi: str, en: str) -> None:
        """A unit, under its name and its province's: many communes have the same."""
        names = {"name_vi": f"{vi} ({self._name})", "name_en": f"{en} ({self._name})"}
        row = {"unit": unit, "active": 0, "province": self._province} | names
        insert_new(self._connection, units, [row])
        if self._is_ours(unit):
            self._connection.execute(update(units).where(units.c.unit == unit).values(**names))

    def _kiosk(self, record: KioskRecord) -> None:
        if not self._is_ours(record.unit):
            return
        row = {
            "kiosk": record.kiosk,
            "unit": record.unit,
            "attribution": "choose",
            "name": record.kiosk[:8],
            "state": "relayed",
            "public_key": record.public_key,
            "added_ms": self._now_ms,
            "province": self._province,
        }
        keyed = select(kiosks.c.kiosk).where(kiosks.c.public_key == record.public_key)
        if self._connection.execute(keyed).scalar() in (None, record.kiosk):
            insert_new(self._connection, kiosks, [row])
        mine = (kiosks.c.kiosk == record.kiosk, kiosks.c.province == self._province)
        known = self._connection.execute(select(kiosks.c.public_key).where(*mine)).scalar()
        if known != record.public_key:
            self._conflict(f"kiosk {record.kiosk}")
            return
        self._connection.execute(update(kiosks).where(*mine).values(unit=record.unit))
        self.changed.add(record.unit)

    def _entry(self, kind: str, entry: str, unit: str) -> None:
        if self._is_ours(unit):
            self._put(kind, entry, unit, "")
            self.changed.add(unit)

    def _questionnaire(self, said: Questionnaire) -> None:
        judge_questionnaire(said)
        document = msgspec.json.encode(said).decode()
        self._put(QUESTIONNAIRE, f"{said.id}/{said.version}", "", document)
        worded = {"id": said.id, "version": said.version, "document": document}
        insert_new(self._connection, questionnaires, [worded])
        theirs = select(units.c.unit).where(units.c.province == self._province)
        self.changed |= set(self._connection.execute(theirs).scalars())

    def _proof(self, kind: str, said: ProofBody) -> None:
        """Take out a rating that was planned as a proof before it was revealed as one."""
        mine = (province_entries.c.province == self._province, province_entries.c.kind == PROOF)
        named = select(province_entries.c.document).where(*mine, province_entries.c.entry == said.canary)
        document = self._connection.execute(named).scalar()
        known = None if document is None else msgspec.json.decode(document, type=Proof)
        planned = Proof(said.kiosk)
        if kind == KINDS[0] and (known is None or known.ledger is None):
            self._put(PROOF, said.canary, "", msgspec.json.encode(planned).decode())
        elif kind == KINDS[1] and known == planned:
            revealed = Proof(said.kiosk, said.ledger, said.of)
            self._put(PROOF, said.canary, "", msgspec.json.encode(revealed).decode())
            self._reread(ledgers.c.ledger == said.ledger, kiosks.c.kiosk == said.kiosk)

    def _phoned(self, said: Phoned) -> None:
        """A rating by phone counts in its invitation's place, whichever comes first; the last one holds."""
        again = keep_phoned(self._connection, self._province, said)
        mine = or_(ledgers.c.ledger == said.ledger, ledgers.c.salvaged_from == said.ledger)
        theirs = (kiosks.c.kiosk == said.kiosk, kiosks.c.province == self._province)
        held = select(ledgers, kiosks.c.unit).join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
        for row in self._connection.execute(held.where(*theirs, mine).order_by(ledgers.c.ledger_no)).all():
            knowledge = knowledge_of(self._connection, row.unit, "", ())
            if again:
                reread(self._connection, row, knowledge)
            else:
                derive_phoned(self._connection, row, said, knowledge)

    def _corrected(self, said: Correction) -> None:
        """Ratings of a kiosk of theirs were given for somebody else."""
        keep_correction(self._connection, self._province, said)
        theirs = (kiosks.c.kiosk == said.kiosk, kiosks.c.province == self._province)
        unit = self._connection.execute(select(kiosks.c.unit).where(*theirs)).scalar()
        if unit is not None:
            knowledge = knowledge_of(self._connection, unit, "", ())
            attribute_again(self._connection, said, knowledge)

    def _reread(self, *which: ColumnElement[bool]) -> None:
        held = select(ledgers.c.ledger_no, kiosks.c.unit).join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
        theirs = held.where(kiosks.c.province == self._province, *which).order_by(ledgers.c.ledger_no)
        for number, unit in self._connection.execute(theirs).all():
            mine = select(ledgers).where(ledgers.c.ledger_no == number).with_for_update()
            knowledge = knowledge_of(self._connection, unit, "", ())
            reread(self._connection, self._connection.execute(mine).one(), knowledge)

    def _put(self, kind: str, entry: str, unit: str, document: str) -> None:
        row = {"province": self._province, "kind": kind, "entry": entry, "unit": unit, "document": document}
        put(self._connection, province_entries, [row])

    def _key(self, kind: str, body: dict[str, object]) -> None:
        key = convert(body, KeyBody).key
        if kind == "keys.retired":
            mine = (province_keys.c.key == key, province_keys.c.province == self._province)
            self._connection.execute(update(province_keys).where(*mine).values(until_ms=self._now_ms))
            return
        known = [key, *([body["former"]] if isinstance(body.get("former"), str) else [])]
        rows = [{"key": one, "province": self._province, "since_ms": self._now_ms} for one in known]
        insert_new(self._connection, province_keys, [row | {"until_ms": None} for row in rows])

    def _is_ours(self, unit: str) -> bool:
        owner = self._connection.execute(select(units.c.province).where(units.c.unit == unit)).one_or_none()
        if owner is not None and owner.province == self._province:
            return True
        self._conflict(f"unit {unit}")
        return False

    def _conflict(self, about: str) -> None:
        raise_alarm(self._connection, Kind.RELAY_CONFLICT, self._province, self._now_ms, about=about)


def quarantined_from(connection: Connection, province: str, ledger: str, kiosk: str) -> int | None:
    """The first line of a relayed ledger that does not count; None: all of it does."""
    mine = (province_quarantines.c.province == province, province_quarantines.c.what.in_((ledger, kiosk)))
    since = {row.what: row.since for row in connection.execute(select(province_quarantines).where(*mine))}
    told: int | None = since.get(ledger, since.get(kiosk))
    return told
