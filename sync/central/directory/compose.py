"""What one kiosk's directory says: its own unit, whom it may ask about, and how it behaves."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from sync.central.api.site import Site
from sync.central.database.tables import server
from sync.central.directory.keeping import comment_days
from sync.central.directory.offers import offers_of
from sync.central.directory.one_kiosk import commands_of, with_own_settings
from sync.central.directory.parts import Parts
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import own_head
from sync.central.keys.supervisors import public_key
from sync.contract.desk_time import desk_day
from sync.contract.directory import Directory, NextKeys, Policies, SealKeys


def compose(
    connection: Connection,
    identity: Identity,
    site: Site,
    kiosk: Row[*tuple[Any, ...]],
    parts: Parts,
    version: int,
    now_ms: int,
) -> Directory:
    """The directory of `kiosk` (a row of the table) whose unit is told `parts`, as it would be signed now."""
    today, policies = desk_day(now_ms), parts.policies
    return Directory(
        hailong=1,
        server=identity.server_id,
        kiosk=kiosk.kiosk,
        standing=kiosk.state if kiosk.state in {"replaced", "retired", "revoked"} else "in_use",
        version=version,
        published=now_ms,
        key=identity.public.hex(),
        next=_other_key(connection),
        ca=site.ca,
        addresses=(site.address,),
        public_address=site.public_address,
        seal_keys=SealKeys(identity.seal_public.hex(), public_key(connection)),
        ledger=own_head(connection),
        units=parts.units,
        counters=parts.counters,
        officials=tuple(one.official for one in parts.officials if one.serves_on(today)),
        staff=parts.staff,
        questionnaires=parts.questionnaires,
        texts=parts.texts,
        commands=commands_of(connection, kiosk.kiosk, now_ms),
        releases=offers_of(connection, kiosk),
        policies=with_own_settings(
            Policies(
                unit=kiosk.unit,
                attribution=kiosk.attribution,
                counter=kiosk.counter,
                keep_days=policies.keep_days,
                languages=policies.languages,
                hotline=policies.hotline,
                paper_form=policies.paper_form,
                hours=policies.hours,
                tone_style=policies.tone_style,
                sound=policies.sound,
                calls=policies.calls,
                comment_days=comment_days(connection),
            ),
            kiosk,
        ),
    )


def _other_key(connection: Connection) -> NextKeys | None:
    row = connection.execute(select(server.c.other_key, server.c.other_ca, server.c.other_addresses)).one()
    if row.other_key is None:
        return None
    addresses = msgspec.json.decode(row.other_addresses or "[]", type=tuple[str, ...])
    return NextKeys(row.other_key, row.other_ca, addresses)
