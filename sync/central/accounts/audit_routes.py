"""GET /audit: who did what and looked at whom, filtered, a page at a time."""

import re
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.listing import Wanted, list_entries, open_proofs
from sync.central.accounts.options import act_name, act_options, detail_name, value_name
from sync.central.accounts.places import kiosks_named, names_of
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.accounts.signing_in import plain_login
from sync.central.database.engine import reading
from sync.central.database.tables import accounts, audit
from sync.central.web.forms import Form
from sync.contract.desk_time import began_ms

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,14}")
_FILTERS: Final = ("who", "act", "about", "since", "until")


def routes(gate: Gate) -> list[Route]:
    """The audit log."""
    state, pages = gate.state, gate.pages

    def show(request: Request, reader: Reader) -> Response:
        asked = {name: request.query_params.get(name, "").strip()[:200] for name in _FILTERS}
        before = request.query_params.get("before", "")
        with reading(state.engine) as connection:
            login = plain_login(asked["who"])
            account = connection.execute(select(accounts.c.account).where(accounts.c.login == login)).scalar()
            wanted = Wanted(
                account=(account or asked["who"]) if asked["who"] else "",
                act=asked["act"],
                about=asked["about"],
                since_ms=_begin_ms(asked["since"]),
                until_ms=_begin_ms(asked["until"], days=1),
            )
            first = int(before) if _NUMBER.fullmatch(before) else 0
            secret = open_proofs(connection, reader.account, state.clock.wall_ms())
            found = list_entries(connection, wanted, first, secret=secret)
            acts = connection.execute(select(audit.c.act).distinct().order_by(audit.c.act)).scalars().all()
            named = {text for entry in found.rows for text in (entry.about, *entry.detail.values()) if text}
            machines = kiosks_named(connection, named)
            names = names_of(connection, named) | machines
            for row in connection.execute(select(accounts).where(accounts.c.account.in_(named))):
                names[row.account] = {"vi": row.name}
        values = {
            "found": found,
            "acts": act_options(pages.voice(request), acts),
            "act_name": act_name,
            "detail_name": detail_name,
            "value_name": value_name,
            "roles": {key: role.name for key, role in gate.policy.roles.all.items()},
            "names": names,
            "machines": machines,
            "asked": {name: text for name, text in asked.items() if text},
            "form": Form({name: [text] for name, text in asked.items()}),
        }
        return pages.show(request, "audit.html", values)

    return [gate.page("/audit", Power.READ_AUDIT, show, section="section_audit")]


def _begin_ms(text: str, days: int = 0) -> int | None:
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return began_ms(day)
