"""The survey owner's pages: reports, one of them, its files, its steps, and the sampled forms of a draft."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from sync.central.accounts.audit import record as write_down
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.cases.rules import Rules
from sync.central.database.engine import reading, writing
from sync.central.database.rows import put
from sync.central.database.tables import imports
from sync.central.database.text import storable
from sync.central.directory.importing.grid import MAX_BYTES
from sync.central.directory.importing.said import FileRefused, Said
from sync.central.figures.closings import CannotKeep
from sync.central.reports.adding_up import contents_of
from sync.central.reports.files import KINDS, build_files
from sync.central.reports.gathering import Terms
from sync.central.reports.going import Noted, draft, facts_of, freeze, publish, sign_report
from sync.central.reports.issue import State
from sync.central.reports.periods import Form as ReportForm
from sync.central.reports.periods import FormRefused
from sync.central.reports.records import (
    Record,
    ReportRefused,
    corrected_since,
    late_by_unit,
    read_report,
    read_reports,
    signed_files,
)
from sync.central.reports.sampling import look_at_sample, take_sample
from sync.central.web.forms import Form, Limits, Upload
from sync.central.web.languages import chosen_language
from sync.central.web.pages import Pages, open_pages
from sync.central.web.security import protect
from sync.central.web.words import Voice, load_words
from sync.contract.desk_time import desk_date

_LIMITS: Final = Limits(size=MAX_BYTES + 64 * 1024, files=1)
_KEPT_MS: Final = 24 * 3600 * 1000
_ROWS: Final = 200


def routes(gate: Gate, form: ReportForm, rules: Rules, outside: Path) -> list[BaseRoute]:
    """The routes of reports; `outside` is where published states are kept beside the database."""
    pages = ReportPages(gate, open_pages("sync.central.reports"), form, rules, outside)
    page, sent, power = gate.page, gate.form, Power.PUBLISH_REPORT
    return [
        page("/reports", power, pages.show_list, section="section_reports"),
        sent("/reports", power, pages.begin),
        page("/reports/{report}", power, pages.show),
        page("/reports/{report}/files/{kind}", power, pages.download),
        sent("/reports/{report}/freeze", power, pages.freeze),
        sent("/reports/{report}/sign", power, pages.sign),
        sent("/reports/{report}/publish", power, pages.publish),
        sent("/reports/{report}/sample", power, pages.look_at_sample, limits=_LIMITS),
        page("/reports/{report}/sample/{digest}", power, pages.show_sample),
        sent("/reports/{report}/sample/{digest}", power, pages.take_sample),
    ]


@dataclass(frozen=True)
class ReportPages:
    """What a survey owner sees and does."""

    gate: Gate
    pages: Pages
    form: ReportForm
    rules: Rules
    outside: Path

    @property
    def terms(self) -> Terms:
        """What a report keeps of this province's data."""
        return Terms(self.form.heading, self.rules)

    @property
    def _now_ms(self) -> int:
        return self.gate.state.clock.wall_ms()

    def show_list(self, request: Request, _reader: Reader, form: Form | None = None) -> Response:
        """Every report, and those that could be begun."""
        with reading(self.gate.state.engine) as connection:
            found = read_reports(connection)
        known, year = {one.report for one in found}, desk_date(self._now_ms).year
        names = [
            f"{one}-{half}" for one in (year, year - 1, year + 1) for half in sorted(self.form.periods)[::-1]
        ]
        periods = [
            (name, f"{name} · {self.form.periods[name[5:]].name}") for name in names if name not in known
        ]
        return self._page(request, "reports.html", form, reports=found, periods=periods)

    def begin(self, request: Request, reader: Reader, form: Form) -> Response:
        """Begin a draft."""
        name = form.need("report")
        with writing(self.gate.state.engine) as connection:
            try:
                made = draft(connection, self.form, name, self._now_ms)
                write_down(connection, self.gate.state.clock, reader, "report_made", made.report)
            except FormRefused:
                form.refuse("report", "report_unknown")
            except ReportRefused as refused:
                form.refuse("report", refused.word)
        return (
            self.show_list(request, reader, form) if form.refusals else self._go(request, f"/reports/{name}")
        )

    def show(self, request: Request, _reader: Reader, form: Form | None = None, why: str = "") -> Response:
        """One report: its main figures, its files, and what can be done next."""
        with reading(self.gate.state.engine) as connection:
            record = self._record(connection, request)
            facts = facts_of(connection, record, self.terms, self._now_ms)
            digests = {file.kind: file.digest for file in signed_files(connection, record.report)}
            late = {} if record.facts is None else late_by_unit(connection, record.facts)
            corrected = 0 if record.facts is None else corrected_since(connection, record.facts)
        names = {one.unit: one.name for one in facts.units}
        return self._page(
            request,
            "report.html",
            form,
            record=record,
            contents=contents_of(facts),
            kinds=list(KINDS),
            digests=digests,
            corrected=corrected,
            late=[(names.get(unit, unit), number) for unit, number in late.items()],
            why=why,
        )

    def download(self, request: Request, _reader: Reader) -> Response:
        """A file: as it was signed, or as it would be written now."""
        kind = request.path_params["kind"]
        if kind not in KINDS:
            raise Absent
        with reading(self.gate.state.engine) as connection:
            record = self._record(connection, request)
            signed = {file.kind: file.raw for file in signed_files(connection, record.report)}
            facts = facts_of(connection, record, self.terms, self._now_ms)
        raw = signed.get(kind)
        if raw is None:
            draft_still = record.state is State.DRAFT
            (file,) = build_files(facts, None, draft=draft_still, kinds=[kind])
            raw = file.raw
        response = protect(Response(raw, media_type=KINDS[kind]))
        name = f"bao-cao-{record.report}-{record.state}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def freeze(self, request: Request, reader: Reader, form: Form) -> Response:
        """Fix what the report says."""
        state, report = self.gate.state, self._name(request)
        noted = self._noted(reader, "report_frozen")
        return self._step(
            request,
            reader,
            form,
            lambda: freeze(
                state.engine, state.identity, state.clock, self.outside, report, self.terms, noted
            ),
        )

    def sign(self, request: Request, reader: Reader, form: Form) -> Response:
        """Write its files, and sign them."""
        state, report = self.gate.state, self._name(request)
        number, signer = form.need("number"), form.need("signer")
        if form.refusals:
            return self.show(request, reader, form)
        noted = self._noted(reader, "report_signed")
        return self._step(
            request,
            reader,
            form,
            lambda: sign_report(state.engine, state.identity, state.clock, report, number, signer, noted),
        )

    def publish(self, request: Request, reader: Reader, form: Form) -> Response:
        """Let everybody have it."""
        state, report = self.gate.state, self._name(request)

        def step() -> Record:
            with writing(state.engine) as connection:
                done = publish(connection, state.identity, state.clock, report)
                self._noted(reader, "report_published")(connection, done)
            return done

        return self._step(request, reader, form, step)

    def look_at_sample(self, request: Request, reader: Reader, form: Form) -> Response:
        """Keep a file of forms for a day, for whoever sent it, and show what it would do."""
        upload = form.file("sample")
        if upload is None:
            form.refuse("sample", "file_missing")
            return self.show(request, reader, form)
        with writing(self.gate.state.engine) as connection:
            record = self._record(connection, request)
            kept = self._keep(connection, record, reader, upload)
        if isinstance(kept, Said):
            return self.show(request, reader, form, self._say(request, kept))
        return self._go(request, f"/reports/{record.report}/sample/{kept}", saved=False)

    def show_sample(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        """A verdict for each row, the refused ones first."""
        with reading(self.gate.state.engine) as connection:
            record = self._record(connection, request)
            name, raw = self._waiting(connection, request, reader)
            shown = look_at_sample(connection, record, raw)
        ordered = sorted(shown.verdicts, key=lambda one: one.form is not None)
        rows = [(one, self._say(request, one.why) if one.why else "") for one in ordered[:_ROWS]]
        more = max(0, len(ordered) - _ROWS)
        return self._page(
            request, "sample.html", form, record=record, shown=shown, rows=rows, more=more, file=name
        )

    def take_sample(self, request: Request, reader: Reader, form: Form) -> Response:
        """Take the forms as they were shown."""
        digest = request.path_params["digest"]
        with writing(self.gate.state.engine) as connection:
            record = self._record(connection, request)
            _, raw = self._waiting(connection, request, reader)
            leaving = form.text("without_refused") == "1"
            try:
                taken = take_sample(connection, record, raw, digest, without_refused=leaving)
                number = str(len(taken.taken))
                write_down(
                    connection, self.gate.state.clock, reader, "sample_taken", record.report, forms=number
                )
                connection.execute(delete(imports).where(imports.c.digest == digest))
            except ReportRefused as refused:
                form.refuse("page", refused.word)
        if form.refusals:
            return self.show_sample(request, reader, form)
        return self._go(request, f"/reports/{record.report}")

    def _step(self, request: Request, reader: Reader, form: Form, step: Callable[[], Record]) -> Response:
        try:
            step()
        except ReportRefused as refused:
            form.refuse("page", refused.word)
        except CannotKeep:
            form.refuse("page", "cannot_keep")
        if form.refusals:
            return self.show(request, reader, form)
        return self._go(request, f"/reports/{self._name(request)}")

    def _noted(self, reader: Reader, act: str) -> Noted:
        return lambda connection, done: write_down(
            connection, self.gate.state.clock, reader, act, done.report
        )

    def _record(self, connection: Connection, request: Request) -> Record:
        """The report that is asked for."""
        try:
            return read_report(connection, storable(request.path_params["report"]))
        except ReportRefused as refused:
            raise Absent from refused

    def _name(self, request: Request) -> str:
        with reading(self.gate.state.engine) as connection:
            return self._record(connection, request).report

    def _keep(self, connection: Connection, record: Record, reader: Reader, upload: Upload) -> str | Said:
        """Keep a file until somebody says yes to it; its digest, or why it cannot be read."""
        connection.execute(delete(imports).where(imports.c.made_ms < self._now_ms - _KEPT_MS))
        try:
            digest = look_at_sample(connection, record, upload.content).digest
        except FileRefused as refused:
            return refused.said
        row = {"digest": digest, "person": reader.account, "name": storable(upload.name), "unit": None}
        put(connection, imports, [{**row, "raw": upload.content, "made_ms": self._now_ms}])
        return digest

    def _waiting(self, connection: Connection, request: Request, reader: Reader) -> tuple[str, bytes]:
        digest = storable(request.path_params["digest"])
        waiting = select(imports).where(imports.c.digest == digest, imports.c.person == reader.account)
        row = connection.execute(waiting).one_or_none()
        if row is None:
            raise Absent
        return row.name, bytes(row.raw)

    def _say(self, request: Request, said: Said) -> str:
        """A reason in the reader's language; many are the directory's."""
        voice = self.pages.voice(request)
        words = {**load_words("sync.central.directory"), **voice.words}
        return Voice(voice.language, words).say(said.key, **said.values)

    def _page(self, request: Request, template: str, form: Form | None, **values: object) -> Response:
        given = form or Form()
        saved = request.query_params.get("saved") == "1" and not given.refusals
        values = {"form": given, "saved": saved, **values}
        refused = bool(given.refusals) or bool(values.get("why"))
        return self.pages.show(request, template, values, status=422 if refused else 200)

    def _go(self, request: Request, path: str, *, saved: bool = True) -> Response:
        language = chosen_language(request)
        query = [*(["saved=1"] if saved else []), *([f"lang={language}"] if language else [])]
        return protect(RedirectResponse(f"{path}?{'&'.join(query)}" if query else path, 303))
