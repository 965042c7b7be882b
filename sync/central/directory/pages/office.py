"""What every page of the directory needs: the database, today, its templates, and where to go next."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading, writing
from sync.central.web.forms import Form
from sync.central.web.languages import chosen_language
from sync.central.web.pages import Pages
from sync.central.web.security import protect
from sync.contract.desk_time import desk_day

Reread = Callable[[Connection, Iterable[str]], None]
"""Reads the ledgers of these units' kiosks again, where they name somebody who was unknown until now."""


@dataclass(frozen=True)
class Office:
    """Handed to every page."""

    gate: Gate
    pages: Pages
    reread: Reread

    @property
    def now_ms(self) -> int:
        """Now, ms since 1970 UTC."""
        return self.gate.state.clock.wall_ms()

    @property
    def today(self) -> str:
        """The day at the desks."""
        return desk_day(self.now_ms)

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that reads one moment."""
        return reading(self.gate.state.engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that will write."""
        return writing(self.gate.state.engine)

    def show(
        self, request: Request, template: str, *, form: Form | None = None, **values: object
    ) -> Response:
        """A page; a form that is refused is shown again with all that was typed."""
        given = form or Form()
        saved = request.query_params.get("saved") == "1" and not given.refusals
        values = {"form": given, "saved": saved, "today": self.today, **values}
        return self.pages.show(request, template, values, status=422 if given.refusals else 200)

    def go(self, request: Request, path: str, **query: str) -> Response:
        """To another page, in the language that was chosen."""
        language = chosen_language(request)
        asked = query | ({"lang": language} if language else {})
        return protect(RedirectResponse(f"{path}?{urlencode(asked)}" if asked else path, 303))

    def record(self, connection: Connection, reader: Reader, act: str, about: str, **detail: str) -> None:
        """Write an act down in the audit log."""
        record(connection, self.gate.state.clock, reader, act, about, **detail)
