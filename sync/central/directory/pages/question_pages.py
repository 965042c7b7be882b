"""Questionnaires: the list, one with its versions, the editor, the screens, releasing and putting back."""

from dataclasses import dataclass
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.text import storable
from sync.central.directory.edition import edition_of
from sync.central.directory.pages.fields import told_on
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.question_fields import (
    KINDS,
    SPARE,
    condition_of,
    typed_questions,
)
from sync.central.directory.questionnaires import (
    NotPublishable,
    current_questionnaires,
    drafts_now,
    drop_draft,
    release_draft,
    restore_version,
    save_draft,
    versions_of,
    written_questionnaire,
)
from sync.central.directory.screens import in_two_lines, screens_of
from sync.central.web.forms import Form, Limits
from sync.contract.encoding import Malformed
from sync.contract.questionnaire import Question, Questionnaire, judge_questionnaire

_LIMITS: Final = Limits(size=512 * 1024, fields=4_000)
_AT: Final = "/directory/questionnaires/{id}"


def routes(office: Office) -> list[BaseRoute]:
    """The routes of questionnaires; they are the province's."""
    pages, page, form = QuestionPages(office), office.gate.page, office.gate.form
    power = Power.PUBLISH_QUESTIONNAIRE
    return [
        page("/directory/questionnaires", power, pages.show_list),
        page(_AT, power, pages.show_one),
        page(f"{_AT}/edit", power, pages.show_editor),
        form(f"{_AT}/edit", power, pages.save, limits=_LIMITS),
        page(f"{_AT}/screens", power, pages.show_screens),
        form(f"{_AT}/release", power, pages.release),
        form(f"{_AT}/restore", power, pages.restore),
        form(f"{_AT}/drop", power, pages.drop),
    ]


@dataclass(frozen=True)
class QuestionPages:
    """A draft is edited and looked at; a version is released, and never changes."""

    office: Office

    def show_list(self, request: Request, reader: Reader) -> Response:
        """Every questionnaire that kiosks are given; the first is the one they ask."""
        _everywhere(reader)
        with self.office.reading() as connection:
            drafts = drafts_now(connection)
            found = current_questionnaires(connection)
        return self.office.show(request, "questionnaires.html", questionnaires=found, drafts=drafts)

    def show_one(self, request: Request, reader: Reader, form: Form | None = None, why: str = "") -> Response:
        """A questionnaire's draft and versions."""
        _everywhere(reader)
        name = storable(request.path_params["id"])
        with self.office.reading() as connection:
            versions = versions_of(connection, name)
            draft = drafts_now(connection).get(name)
        if not versions and draft is None:
            raise Absent
        return self.office.show(
            request,
            "questionnaire.html",
            form=form,
            id=name,
            versions=versions,
            draft=draft,
            fault=_fault(draft),
            why=why,
            seen=edition_of(draft),
        )

    def show_editor(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        """The draft, or else the newest version, as a form."""
        written = self._written(request, reader)
        return self.office.show(
            request,
            "question_form.html",
            form=form,
            id=written.id,
            questions=[*written.questions, Question("", "choice", {})],
            kinds=KINDS,
            spare=SPARE,
            condition_of=condition_of,
            conditions=_conditions(written),
            seen=edition_of(written),
        )

    def save(self, request: Request, reader: Reader, form: Form) -> Response:
        """Keep the draft, fit for a kiosk or not yet."""
        written = self._written(request, reader)
        questions = typed_questions(form, written.questions)
        if not questions:
            form.refuse("page", "no_question_left")
        if not form.refusals:
            with self.office.writing() as connection, told_on(form):
                save_draft(connection, written.id, questions, form.text("seen"))
        if form.refusals:
            return self.show_editor(request, reader, form)
        return self.office.go(request, f"/directory/questionnaires/{written.id}", saved="1")

    def show_screens(self, request: Request, reader: Reader) -> Response:
        """What a kiosk shows, in the draft or in one version."""
        shown = self._written(request, reader)
        asked = request.query_params.get("version", "")
        with self.office.reading() as connection:
            versions = {str(one.questionnaire.version): one for one in versions_of(connection, shown.id)}
            drafted = shown.id in drafts_now(connection)
        if not drafted and not asked:
            asked = str(shown.version)
        if asked:
            if asked not in versions:
                raise Absent
            shown = versions[asked].questionnaire
        return self.office.show(
            request,
            "screens.html",
            id=shown.id,
            version=asked,
            screens=screens_of(shown),
            in_two_lines=in_two_lines,
        )

    def release(self, request: Request, reader: Reader, form: Form) -> Response:
        """Make the draft the next version."""
        _everywhere(reader)
        name, why = storable(request.path_params["id"]), ""
        with self.office.writing() as connection:
            try:
                seen, now_ms = form.text("seen"), self.office.now_ms
                with told_on(form):
                    version = release_draft(connection, name, seen, reader.name, now_ms)
                    self.office.record(
                        connection, reader, "questionnaire_released", name, version=str(version)
                    )
            except NotPublishable as fault:
                form.refuse("page", "not_publishable")
                why = str(fault)
        if form.refusals:
            return self.show_one(request, reader, form, why)
        return self.office.go(request, "/directory/publish", saved="1")

    def restore(self, request: Request, reader: Reader, form: Form) -> Response:
        """Make an older version's questions the next version."""
        _everywhere(reader)
        name, asked = storable(request.path_params["id"]), form.text("version")
        with self.office.writing() as connection:
            if not (asked.isascii() and asked.isdigit() and len(asked) < 9):
                raise Absent
            try:
                version = restore_version(connection, name, int(asked), reader.name, self.office.now_ms)
            except NotPublishable as fault:
                raise Absent from fault
            detail = {"version": str(version), "restores": asked}
            self.office.record(connection, reader, "questionnaire_restored", name, **detail)
        return self.office.go(request, "/directory/publish", saved="1")

    def drop(self, request: Request, reader: Reader, _form: Form) -> Response:
        """Forget the draft."""
        _everywhere(reader)
        name = storable(request.path_params["id"])
        with self.office.writing() as connection:
            drop_draft(connection, name)
            self.office.record(connection, reader, "questionnaire_draft_dropped", name)
        return self.office.go(request, "/directory/questionnaires")

    def _written(self, request: Request, reader: Reader) -> Questionnaire:
        _everywhere(reader)
        with self.office.reading() as connection:
            written = written_questionnaire(connection, storable(request.path_params["id"]))
        if written is None:
            raise Absent
        return written


def _everywhere(reader: Reader) -> None:
    if not reader.scope.everywhere:
        raise Absent


def _fault(draft: Questionnaire | None) -> str:
    """Why no kiosk could show the draft; '' where every one could."""
    try:
        if draft is not None:
            judge_questionnaire(msgspec.structs.replace(draft, version=1))
    except Malformed as error:
        return error.detail
    return ""


def _conditions(written: Questionnaire) -> list[tuple[str, Question, dict[str, str]]]:
    """What a question may depend on: one answer of an earlier question."""
    return [
        (f"{question.question}:{choice.choice}", question, choice.text)
        for question in written.questions
        if question.kind == "choice"
        for choice in question.choices
    ]
