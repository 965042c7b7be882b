"""GET /fleet/ledgers, /fleet/ledgers.json: what an auditor notes down, and holds against a kiosk later."""

import re
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading
from sync.central.database.text import storable
from sync.central.fleet.heads import PAGE, heads_at, read_heads, sealing_keys, signing_keys
from sync.central.fleet.searching import LONGEST
from sync.central.web.forms import Form
from sync.central.web.pages import Pages
from sync.central.web.security import protect

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,14}")


def routes(gate: Gate, pages: Pages) -> list[Route]:
    """The routes of heads and keys."""
    state = gate.state

    def show(request: Request, _reader: Reader) -> Response:
        search = storable(request.query_params.get("search", ""), LONGEST)
        seq, after = _number(request, "seq"), _number(request, "after")
        query = {"search": search, "seq": str(seq or "")}
        with reading(state.engine) as connection:
            heads = read_heads(connection, search, after=after, limit=PAGE + 1)
            values = {
                "heads": heads[:PAGE],
                "next": str(heads[PAGE - 1].number) if len(heads) > PAGE else None,
                "seq": seq,
                "there": heads_at(connection, heads[:PAGE], seq) if seq else {},
                "signing": signing_keys(connection),
                "sealing": sealing_keys(connection),
                "query": query,
                "form": Form({name: [text] for name, text in query.items()}),
            }
        return pages.show(request, "ledgers.html", values)

    def export(_request: Request, _reader: Reader) -> Response:
        with reading(state.engine) as connection:
            told = {
                "server": state.server_id,
                "at_ms": state.clock.wall_ms(),
                "signing_keys": signing_keys(connection),
                "sealing_keys": sealing_keys(connection),
                "ledgers": read_heads(connection),
            }
        named = {"Content-Disposition": 'attachment; filename="hailong-ledgers.json"'}
        return protect(Response(msgspec.json.encode(told), headers=named, media_type="application/json"))

    return [
        gate.page("/fleet/ledgers", Power.SEE_KEYS, show),
        gate.page("/fleet/ledgers.json", Power.SEE_KEYS, export),
    ]


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "").strip()
    return int(text) if _NUMBER.fullmatch(text) else 0
