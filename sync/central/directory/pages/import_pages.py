"""Importing a roster: choose a file, look at what it would do, say yes to exactly that."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.rows import put
from sync.central.database.tables import imports, officials
from sync.central.database.text import storable
from sync.central.database.unit_tree import units_below
from sync.central.directory.importing.applying import NotAsShown, RowsRefused, apply_file
from sync.central.directory.importing.exporting import as_csv, as_xlsx
from sync.central.directory.importing.grid import MAX_BYTES
from sync.central.directory.importing.preview import Preview, preview
from sync.central.directory.importing.said import FileRefused, Said
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.tree import read_tree
from sync.central.directory.people import read_people
from sync.central.web.forms import Form, Limits
from sync.central.web.security import protect

_LIMITS: Final = Limits(size=MAX_BYTES + 64 * 1024, files=1)
_KEPT_MS: Final = 24 * 3600 * 1000
_AT_A_TIME: Final = 100
_KINDS: Final = ("refused", "new", "changed", "unchanged", "skipped")
_FORMS: Final = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def routes(office: Office) -> list[BaseRoute]:
    """The routes of import and export."""
    pages, page, form = ImportPages(office), office.gate.page, office.gate.form
    return [
        page("/directory/import", Power.EDIT_DIRECTORY, pages.show_form),
        form("/directory/import", Power.EDIT_DIRECTORY, pages.take, limits=_LIMITS),
        page("/directory/import/{digest}", Power.EDIT_DIRECTORY, pages.show_preview),
        form("/directory/import/{digest}", Power.EDIT_DIRECTORY, pages.apply),
        page("/directory/roster.{kind}", Power.EDIT_DIRECTORY, pages.export),
    ]


@dataclass(frozen=True)
class ImportPages:
    """A file waits in the database between the look and the word, so any process may hear the word."""

    office: Office

    def show_form(
        self, request: Request, reader: Reader, form: Form | None = None, why: Said | None = None
    ) -> Response:
        """Ask for a file; `why`: the reason for which one was not taken."""
        with self.office.reading() as connection:
            branches = read_tree(connection, reader.scope)
        unit = request.query_params.get("unit", "")
        return self.office.show(request, "import.html", form=form, branches=branches, unit=unit, why=why)

    def take(self, request: Request, reader: Reader, form: Form) -> Response:
        """Read the file and keep it for a day, for whoever sent it."""
        upload, unit = form.file("roster"), form.text("unit") or None
        if unit is not None:
            reader.needs(unit)
        if upload is None:
            form.refuse("roster", "refused_missing")
            return self.show_form(request, reader, form)
        with self.office.writing() as connection:
            connection.execute(delete(imports).where(imports.c.made_ms < self.office.now_ms - _KEPT_MS))
            try:
                shown = self._look(connection, reader, upload.content, unit)
            except FileRefused as refused:
                form.refuse("roster", "file_not_taken")
                return self.show_form(request, reader, form, refused.said)
            self._keep(connection, reader, shown, storable(upload.name), unit, upload.content)
        return self.office.go(request, f"/directory/import/{shown.digest}")

    def show_preview(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        """A verdict for each row; looked at anew, since things may have changed."""
        digest = request.path_params["digest"]
        with self.office.reading() as connection:
            waiting = _waiting(connection, reader, digest)
            shown = self._look(connection, reader, waiting.raw, waiting.unit)
        if shown.digest != digest:
            with self.office.writing() as connection:
                self._keep(connection, reader, shown, waiting.name, waiting.unit, waiting.raw)
            return self.office.go(request, f"/directory/import/{shown.digest}", changed="1")
        asked = request.query_params.get("kind", "")
        kinds = [kind for kind in _KINDS if shown.numbers.get(kind)]
        kind = asked if asked in kinds else (kinds[0] if kinds else "new")
        rows = [verdict for verdict in shown.verdicts if verdict.kind == kind]
        page = _page(request, len(rows))
        return self.office.show(
            request,
            "preview.html",
            form=form,
            shown=shown,
            file=waiting.name,
            kinds=kinds,
            kind=kind,
            rows=rows[(page - 1) * _AT_A_TIME : page * _AT_A_TIME],
            page=page,
            pages=max(1, -(-len(rows) // _AT_A_TIME)),
            changed=request.query_params.get("changed") == "1",
        )

    def apply(self, request: Request, reader: Reader, form: Form) -> Response:
        """Do what was shown."""
        digest, now = request.path_params["digest"], None
        with self.office.writing() as connection:
            waiting = _waiting(connection, reader, digest)
            try:
                done = apply_file(
                    connection,
                    bytes(waiting.raw),
                    self.office.today,
                    digest=digest,
                    without_refused=form.text("without_refused") == "1",
                    unit=waiting.unit,
                    within=None if reader.scope.everywhere else reader.scope.units,
                )
            except NotAsShown as changed:
                now = changed.now
                self._keep(connection, reader, now, waiting.name, waiting.unit, waiting.raw)
            except RowsRefused:
                form.refuse("page", "rows_are_refused")
            else:
                connection.execute(delete(imports).where(imports.c.digest == digest))
                self.office.reread(connection, done.units)
                numbers = {kind: str(number) for kind, number in done.preview.numbers.items()}
                self.office.record(
                    connection, reader, "roster_imported", digest, file=waiting.name, **numbers
                )
        if now is not None:
            return self.office.go(request, f"/directory/import/{now.digest}", changed="1")
        if form.refusals:
            return self.show_preview(request, reader, form)
        return self.office.go(request, "/directory/publish", saved="1")

    def export(self, request: Request, reader: Reader) -> Response:
        """The officials in scope as a file."""
        if request.path_params["kind"] not in _FORMS:
            raise Absent
        write, media_type = _FORMS[request.path_params["kind"]]
        with self.office.reading() as connection:
            which = [officials.c.active == 1]
            if unit := request.query_params.get("unit"):
                reader.needs(unit)
                which.append(officials.c.unit.in_(units_below(unit)))
            people = [one for one in read_people(connection, *which) if reader.scope.holds(one.unit)]
            raw = write(connection, people, self.office.today)
        name = f"cong-chuc-{self.office.today}.{request.path_params['kind']}"
        response = protect(Response(raw, media_type=media_type))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _look(self, connection: Connection, reader: Reader, raw: bytes, unit: str | None) -> Preview:
        within = None if reader.scope.everywhere else reader.scope.units
        return preview(connection, bytes(raw), self.office.today, unit=unit, within=within)

    def _keep(
        self, connection: Connection, reader: Reader, shown: Preview, name: str, unit: str | None, raw: bytes
    ) -> None:
        row = {"digest": shown.digest, "person": reader.account, "name": name, "unit": unit, "raw": raw}
        put(connection, imports, [{**row, "made_ms": self.office.now_ms}])


def _waiting(connection: Connection, reader: Reader, digest: str) -> Row[*tuple[Any, ...]]:
    row = connection.execute(
        select(imports).where(imports.c.digest == storable(digest), imports.c.person == reader.account)
    ).one_or_none()
    if row is None:
        raise Absent
    return row


def _page(request: Request, rows: int) -> int:
    asked = request.query_params.get("page", "1")
    last = max(1, -(-rows // _AT_A_TIME))
    return (
        min(int(asked), last)
        if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked)
        else 1
    )
