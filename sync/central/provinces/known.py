"""Who a province's key speaks for."""

from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender, kiosk_with, sender_with
from sync.central.database.tables import kiosks, ledgers, province_keys, provinces
from sync.contract.encoding import is_id
from sync.contract.problems import Code

_HOLDER: Final = (
    select(provinces.c.server)
    .join(province_keys, provinces.c.server == province_keys.c.province)
    .where(
        province_keys.c.key == bindparam("key"),
        province_keys.c.until_ms.is_(None),
        provinces.c.state == "enrolled",
    )
)


def province_with(connection: Connection, public: bytes) -> str | None:
    """The enrolled province that holds this key, if there is one."""
    return connection.execute(_HOLDER, {"key": public.hex()}).scalar_one_or_none()


def place_of(connection: Connection, public: bytes) -> str | None:
    """Whose places a caller with this key takes: a kiosk's or a province's; that it has it is not proved."""
    return kiosk_with(connection, public) or province_with(connection, public)


def relayed_sender(connection: Connection, province: str, public: bytes, kiosk: str) -> Sender:
    """The kiosk whose ledger a province brings, or, with its own, the province.

    Raises:
        Refused: it has recorded no such kiosk.
    """
    if kiosk == province:
        return Sender(province, "", public, province)
    mine = (kiosks.c.kiosk == kiosk, kiosks.c.province == province)
    row = connection.execute(select(kiosks.c.unit, kiosks.c.public_key).where(*mine)).one_or_none()
    if row is None:
        raise Refused(Code.UNKNOWN_KIOSK, "this province has recorded no such kiosk")
    return Sender(kiosk, row.unit, bytes.fromhex(row.public_key), province)


def reader_with(connection: Connection, public: bytes, ledger: str) -> Sender:
    """Who may ask about this ledger with this key: its kiosk, or the province that relays it.

    Raises:
        Refused: nobody is known by this key, or the ledger is another's.
    """
    province = province_with(connection, public)
    if province is None:
        return sender_with(connection, public)
    owner = select(ledgers.c.kiosk).where(ledgers.c.ledger == ledger)
    kiosk = connection.execute(owner).scalar_one_or_none() if is_id(ledger) else None
    return relayed_sender(connection, province, public, kiosk or province)


def lines_of(connection: Connection, province: str) -> int:
    """The sum of what is held of a province's ledgers."""
    relayed = select(kiosks.c.kiosk).where(kiosks.c.province == province)
    mine = (ledgers.c.kiosk == province) | ledgers.c.kiosk.in_(relayed)
    return int(connection.execute(select(func.sum(ledgers.c.held)).where(mine)).scalar() or 0)
