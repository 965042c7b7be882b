"""What a province's server and the server above it agree on, beyond what kiosks and servers do.

The province's records are lines of its own ledger; a record says how something is from that line on.
"""

from collections.abc import Mapping
from typing import Annotated, Final

import msgspec

from sync.contract.directory import NextKeys
from sync.contract.encoding import Count, Hash, Id, Millis, Nonce
from sync.contract.questionnaire import Questionnaire

Words = Annotated[str, msgspec.Meta(max_length=200)]


class ProvinceRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Signed by the key that it names: the province's server `server` comes with the code it was given."""

    code: Annotated[str, msgspec.Meta(max_length=64)]
    server: Id
    public_key: Hash


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a province stands at the server above: what that believes and holds, and where it is found.

    `keys` are those of the province that count there; `lines` is the sum of what is held of its ledgers.
    """

    server: Id
    province: Id
    name: str
    keys: tuple[Hash, ...]
    lines: Count
    key: Hash
    next: NextKeys | None
    ca: str | None
    addresses: tuple[str, ...]
    server_time: Millis
    nonce: Nonce


class KioskRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`kiosk.recorded`: an enrolled kiosk, its key for life, and the unit where it stands."""

    kiosk: Id
    public_key: Hash
    unit: Id
    state: Words


class UnitRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`unit.recorded`: a unit's names."""

    unit: Id
    vi: Words
    en: Words


class CounterRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`counter.recorded`: a counter is, or was, in a unit."""

    counter: Id
    unit: Id


class OfficialRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`official.recorded`: an official is, or was, posted to a unit; nobody's name is told."""

    official: Id
    unit: Id


class QuestionnaireRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`questionnaire.recorded`: what a version offers."""

    questionnaire: Questionnaire


class RevokedBody(msgspec.Struct, frozen=True, kw_only=True):
    """`kiosk.revoked`: nothing beyond what was held then counts, and nothing of the kiosk's other ledgers."""

    class Held(msgspec.Struct, frozen=True):
        """A ledger, and the last of its lines that counts."""

        ledger: Id
        held: Count

    kiosk: Id
    ledgers: tuple[Held, ...]


class ProofBody(msgspec.Struct, frozen=True, kw_only=True):
    """`canary.planned`, and `canary.revealed` with the line that it stands in: its rating does not count."""

    canary: Id
    kiosk: Id
    ledger: Id | None = None
    of: Count = 0


class ReleasedBody(msgspec.Struct, frozen=True, kw_only=True):
    """`quarantine.released` of a revoked kiosk's ledger: lines up to `last` count after all."""

    kiosk: Id
    ledger: Id
    last: Count


class ReleasedSalvage(msgspec.Struct, frozen=True, kw_only=True):
    """`quarantine.released` of a salvage: so many of its lines count, in a ledger `into` of their own."""

    salvage: Hash
    kiosk: Id
    ledger: Id
    into: Id
    after: Count
    lines: Count
    digest: Hash


class KeyBody(msgspec.Struct, frozen=True):
    """`keys.announced`, `keys.switched`, `keys.retired`: one of the server's own keys."""

    key: Hash


Record = KioskRecord | UnitRecord | CounterRecord | OfficialRecord | QuestionnaireRecord

RECORDS: Final[Mapping[str, type[Record]]] = {
    "kiosk.recorded": KioskRecord,
    "unit.recorded": UnitRecord,
    "counter.recorded": CounterRecord,
    "official.recorded": OfficialRecord,
    "questionnaire.recorded": QuestionnaireRecord,
}
"""Record kinds; the last of a kind and name is how it is."""
