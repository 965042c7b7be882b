"""How a province comes: somebody here adds it; its server comes with the code that was minted, and a key."""

import unicodedata
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Row, select, update

from sync.central.api.refusal import Refused
from sync.central.api.site import Site
from sync.central.database.rows import insert_new
from sync.central.database.tables import kiosks, province_keys, provinces, server
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.codes import VALID_MS, code_digest, mint_code
from sync.central.fleet.enrolment import CodeSpent
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.central.provinces.known import lines_of
from sync.contract.directory import NextKeys
from sync.contract.encoding import is_id
from sync.contract.enrolment import EnrolmentLink
from sync.contract.problems import Code
from sync.contract.relaying import ProvinceRequest, Standing
from sync.contract.signed import sign_document


class AddedProvince(NamedTuple):
    """A province that is awaited; `expires_ms` is when its code does."""

    name: str
    link: EnrolmentLink
    expires_ms: int


def add_province(
    connection: Connection, identity: Identity, clock: Clock, site: Site, name: str
) -> AddedProvince:
    """Await a province under this name; one of that name that came before gets a code for a new key.

    Raises:
        KioskRefused: no name.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name) > 200 or not name.isprintable():
        raise KioskRefused("--name: expected 1 to 200 letters on one line")
    code, now_ms = mint_code(), clock.wall_ms()
    minted = {"code": code_digest(code), "used_by": None, "expires_ms": now_ms + VALID_MS}
    known = connection.execute(select(provinces.c.province_no).where(provinces.c.name == name)).scalar()
    if known is None:
        connection.execute(provinces.insert().values(name=name, state="awaited", added_ms=now_ms, **minted))
    else:
        connection.execute(update(provinces).where(provinces.c.province_no == known).values(**minted))
    link = EnrolmentLink(site.address, code, identity.fingerprint)
    return AddedProvince(name, link, now_ms + VALID_MS)


def enrol_province(
    connection: Connection, identity: Identity, clock: Clock, request: ProvinceRequest
) -> None:
    """Bind the request's key to a province; the same code with the same key again changes nothing.

    Raises:
        CodeSpent: the code binds nothing, or has bound another key.
        Refused: the server is another province's, or not one that could be.
    """
    hold_own_ledger(connection)
    row = connection.execute(
        select(provinces).where(provinces.c.code == code_digest(request.code)).with_for_update()
    ).one_or_none()
    if row is None or row.used_by not in (None, request.public_key):
        raise CodeSpent
    if row.used_by is not None:
        return
    if clock.wall_ms() >= row.expires_ms:
        raise CodeSpent
    _judge(connection, identity, row, request)
    mine = provinces.c.province_no == row.province_no
    bound = {"server": request.server, "state": "enrolled", "used_by": request.public_key}
    connection.execute(update(provinces).where(mine).values(**bound))
    key = {"key": request.public_key, "province": request.server, "since_ms": clock.wall_ms()}
    insert_new(connection, province_keys, [key | {"until_ms": None}])
    told = {"province": request.server, "name": row.name, "public_key": request.public_key}
    append(connection, identity, clock, "province.enrolled", told)


def revoke_province(connection: Connection, identity: Identity, clock: Clock, province: str, by: str) -> None:
    """Take nothing from a province any more; what is held stays and counts.

    Raises:
        KioskRefused: no such province is enrolled.
    """
    hold_own_ledger(connection)
    mine = (provinces.c.server == province, provinces.c.state == "enrolled")
    if connection.execute(update(provinces).where(*mine).values(state="revoked")).rowcount != 1:
        raise KioskRefused(f"{province}: no province with this server relays here")
    append(connection, identity, clock, "province.revoked", {"province": province, "by": by})


def standing_of(
    connection: Connection, identity: Identity, clock: Clock, site: Site, province: str, nonce: str
) -> bytes:
    """How the province stands here, signed by the key that it believes.

    Raises:
        Refused: it does not relay here.
    """
    mine = (provinces.c.server == province, provinces.c.state == "enrolled")
    row = connection.execute(select(provinces).where(*mine)).one_or_none()
    if row is None:
        raise Refused(Code.UNKNOWN_KIOSK, "this server relays nothing here")
    trusted = (province_keys.c.province == province, province_keys.c.until_ms.is_(None))
    keys = connection.execute(select(province_keys.c.key).where(*trusted).order_by(province_keys.c.since_ms))
    document = Standing(
        server=identity.server_id,
        province=province,
        name=row.name,
        keys=tuple(keys.scalars()),
        lines=lines_of(connection, province),
        key=identity.public.hex(),
        next=_next(connection),
        ca=site.ca,
        addresses=(site.address,),
        server_time=clock.wall_ms(),
        nonce=nonce,
    )
    return sign_document("standing", document, identity.vouching)


def _judge(
    connection: Connection, identity: Identity, row: Row[*tuple[object, ...]], request: ProvinceRequest
) -> None:
    if request.server == identity.server_id or not is_id(request.server):
        raise Refused(Code.NOT_YOURS, "a server relays to another, not to itself")
    if row.server not in (None, request.server):
        raise Refused(Code.NOT_YOURS, "this name is another server's")
    taken = connection.execute(
        select(provinces.c.province_no).where(
            provinces.c.server == request.server, provinces.c.province_no != row.province_no
        )
    ).first()
    if taken is not None:
        raise Refused(Code.NOT_YOURS, "this server relays here under another name")
    other = select(province_keys.c.province).where(province_keys.c.key == request.public_key)
    kiosk = select(kiosks.c.kiosk).where(kiosks.c.public_key == request.public_key)
    if connection.execute(other).scalar() not in (None, request.server) or connection.execute(kiosk).first():
        raise Refused(Code.NOT_YOURS, "this key is another's")


def _next(connection: Connection) -> NextKeys | None:
    row = connection.execute(select(server.c.other_key, server.c.other_ca, server.c.other_addresses)).one()
    if row.other_key is None:
        return None
    addresses = msgspec.json.decode(row.other_addresses or "[]", type=tuple[str, ...])
    return NextKeys(row.other_key, row.other_ca, addresses)
