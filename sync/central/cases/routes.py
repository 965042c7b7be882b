"""/cases: what supervisors and heads of unit do; /answers: what everybody may read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.places import all_units
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.accounts.routing import Public, see
from sync.central.cases.handling import Hand, HandlingRefused, names_in, rules_of
from sync.central.cases.history import HANDED, history_of
from sync.central.cases.listing import OPEN, SIZE, VIEWS, count_cases, list_cases, list_handed
from sync.central.cases.opening import Finder
from sync.central.cases.published import list_published
from sync.central.cases.rules import Rules
from sync.central.cases.said import answered_in, words_of
from sync.central.cases.states import Act, State, acts_in
from sync.central.cases.texts import (
    AT_ONCE,
    Opened,
    choices_in,
    count_sealed_answers,
    hear_answers,
    note_opening,
    read_text,
    sealed_answers,
    texts_of,
)
from sync.central.cases.unread import unread_among
from sync.central.comments.personal import mask
from sync.central.comments.routes import KEY_PAGE
from sync.central.comments.unlocked import Unlocked
from sync.central.database.case_words import RULED
from sync.central.database.engine import reading, writing
from sync.central.database.tables import cases, ratings, units
from sync.central.database.text import storable
from sync.central.web.forms import Form
from sync.central.web.pages import Pages, open_pages
from sync.contract.desk_time import desk_day

_LIST: Final = "/cases"
_CASE: Final = "/cases/{case}"
_FOR_UNITS: Final = (HANDED, Act.ANSWER, Act.RETURN, Act.DECIDE, Act.ACCEPT, Act.PUBLISH, Act.CLOSE)
"""What a unit reads of a case's history, with dates only."""


def routes(gate: Gate, unlocked: Unlocked, rules: Rules) -> list[Route | Public]:
    """The routes of cases."""
    finder = Finder(gate.state.identity, gate.state.clock, rules)
    pages = CasePages(gate, unlocked, finder, open_pages("sync.central.cases"))
    return [
        gate.page(_LIST, Power.SEE_CASES, pages.show_list, section="section_cases"),
        gate.form("/cases/sealed-answers", Power.SEE_COMMENTS, pages.open_answers),
        gate.page(_CASE, Power.SEE_CASES, pages.show_case),
        gate.form(_CASE, Power.HANDLE_CASES, pages.handle),
        gate.form("/cases/{case}/open", Power.SEE_COMMENTS, pages.open_texts),
        gate.form("/cases/{case}/answer", Power.ANSWER_CASES, pages.answer),
        gate.open_page("/answers", pages.show_answers),
    ]


@dataclass(frozen=True)
class CasePages:
    """The pages. Whoever handles cases sees them all; whoever does not, what was handed to their units."""

    gate: Gate
    unlocked: Unlocked
    finder: Finder
    pages: Pages

    def show_list(self, request: Request, reader: Reader, status: int = 200, told: str = "") -> Response:
        """The cases."""
        if not reader.may(Power.HANDLE_CASES):
            return self._show_handed_list(request, reader)
        view = request.query_params.get("state", OPEN)
        view = view if view in VIEWS else OPEN
        number = request.query_params.get("page", "1")
        page = int(number) if number.isdecimal() and 0 < len(number) <= 5 and int(number) else 1
        with reading(self.gate.state.engine) as connection:
            scope = reader.over(Power.HANDLE_CASES)
            found = list_cases(connection, self.finder, view, scope=scope, page=page)
            values = {
                "found": found[:SIZE],
                "more": len(found) > SIZE,
                "page": page,
                "state": view,
                "counted": count_cases(connection, self.finder, scope),
                "views": VIEWS,
                "sealed": count_sealed_answers(connection),
                "at_once": AT_ONCE,
                "open": bool(self.unlocked.keys(reader.session)),
                "may_open": reader.over(Power.SEE_COMMENTS).everywhere,
                "told": told,
                "rules": self.finder.rules,
                "key_page": KEY_PAGE,
            }
        return self.pages.show(request, "cases.html", values, status=status)

    def _show_handed_list(self, request: Request, reader: Reader) -> Response:
        with reading(self.gate.state.engine) as connection:
            found = list_handed(connection, self.finder, reader.scope)
        values = {"found": found, "rules": self.finder.rules}
        return self.pages.show(request, "handed.html", values)

    def show_case(self, request: Request, reader: Reader) -> Response:
        """One case."""
        if not reader.may(Power.HANDLE_CASES):
            return self._handed(request, reader, Form())
        return self._case(request, reader, Form())

    def open_texts(self, request: Request, reader: Reader, _form: Form) -> Response:
        """Open what is sealed of a case: written down first, then shown once."""
        code = _code(request)
        keys = self.unlocked.keys(reader.session)
        if not keys:
            return see(f"{KEY_PAGE}?back={_LIST}/{code}")
        with writing(self.gate.state.engine) as connection:
            unit = connection.execute(select(cases.c.unit).where(cases.c.code == code)).scalar_one_or_none()
            texts = texts_of(connection, code)
            if unit is None or not texts:
                raise Absent
            reader.needs(unit)
            note_opening(connection, self.finder, reader, texts)
        with writing(self.gate.state.engine) as connection:
            opened = [read_text(connection, keys, one) for one in texts]
            for one, text in zip(texts, opened, strict=True):
                if one.name == "answers":
                    hear_answers(connection, self.finder, one, text)
        return self._case(request, reader, Form(), opened=opened)

    def open_answers(self, request: Request, reader: Reader, _form: Form) -> Response:
        """Open the oldest answers that are sealed, and say how many cases they gave."""
        if not reader.scope.everywhere:
            raise Absent
        keys = self.unlocked.keys(reader.session)
        if not keys:
            return see(f"{KEY_PAGE}?back={_LIST}")
        with writing(self.gate.state.engine) as connection:
            texts = sealed_answers(connection)
            note_opening(connection, self.finder, reader, texts)
        gave = 0
        with writing(self.gate.state.engine) as connection:
            for one in texts:
                gave += hear_answers(connection, self.finder, one, read_text(connection, keys, one))
        said = self.pages.voice(request).say("answers_opened", opened=len(texts), cases=gave)
        return self.show_list(request, reader, told=said)

    def handle(self, request: Request, reader: Reader, form: Form) -> Response:
        """What a supervisor does with a case."""
        code, text = _code(request), form.text("text")
        acts: dict[str, Callable[[Hand], None]] = {
            Act.ASSIGN: lambda hand: hand.assign(code, storable(form.text("unit")), text),
            Act.DECIDE: lambda hand: hand.decide(code, text),
            Act.ACCEPT: lambda hand: hand.accept(code),
            Act.RETURN: lambda hand: hand.give_back(code, text),
            Act.PUBLISH: lambda hand: hand.publish(code),
            Act.CLOSE: lambda hand: hand.close(code, text),
            Act.REOPEN: lambda hand: hand.reopen(code, text),
        }
        act = acts.get(form.text("act"))
        try:
            with writing(self.gate.state.engine) as connection:
                if act is None:
                    raise HandlingRefused("refused_state")
                act(Hand(connection, self.finder, reader))
        except HandlingRefused as refused:
            form.refuse("text", refused.word)
            return self._case(request, reader, form, found=refused.found, status=422)
        return see(f"{_LIST}/{code}")

    def answer(self, request: Request, reader: Reader, form: Form) -> Response:
        """A unit's answer."""
        code = _code(request)
        try:
            with writing(self.gate.state.engine) as connection:
                Hand(connection, self.finder, reader).answer(code, form.text("text"))
        except HandlingRefused as refused:
            form.refuse("text", refused.word)
            return self._handed(request, reader, form, found=refused.found, status=422)
        return see(f"{_LIST}/{code}")

    def show_answers(self, request: Request) -> Response:
        """The newest published answers."""
        with reading(self.gate.state.engine) as connection:
            found = list_published(connection, self.finder.rules)
        return self.pages.show(request, "answers.html", {"found": found})

    def _case(
        self,
        request: Request,
        reader: Reader,
        form: Form,
        *,
        opened: list[Opened] | None = None,
        found: tuple[str, ...] = (),
        status: int = 200,
    ) -> Response:
        code = _code(request)
        with writing(self.gate.state.engine) as connection:
            row = connection.execute(select(cases).where(cases.c.code == code)).one_or_none()
            if row is None:
                raise Absent
            reader.needs(row.unit, Power.HANDLE_CASES)
            record(connection, self.gate.state.clock, reader, "case_seen", code)
            rated = (ratings.c.ledger_no == row.ledger_no, ratings.c.seq == row.seq)
            rating = connection.execute(select(ratings).where(*rated)).one_or_none()
            answered = answered_in(connection, rating) if rating else []
            sealed = [
                words
                for one in opened or ()
                if one.name == "answers" and rating is not None
                for words in words_of(connection, rating, choices_in(one))
            ]
            names = names_in(connection, (row.unit,))
            values: dict[str, Any] = {
                "row": row,
                "names": rules_of(row),
                "to_unit": self.finder.rules.may_go_to_unit(rules_of(row)),
                "rating": rating,
                "answered": answered,
                "sealed_answers": sealed,
                "texts": texts_of(connection, code),
                "unread": unread_among(connection, [code]),
                "opened": opened,
                "draft": row.summary or self._draft(request, opened, answered, names),
                "history": history_of(connection, code),
                "ruled": RULED,
                "units": all_units(connection),
                "unit": _unit_name(connection, row.unit),
                "assigned": _unit_name(connection, row.assigned),
            }
        values |= {
            "acts": acts_in(State(row.state)),
            "overdue": row.due is not None and row.due < self.finder.today.isoformat(),
            "unlocked": bool(self.unlocked.keys(reader.session)),
            "may_open": reader.over(Power.SEE_COMMENTS).holds(row.unit),
            "rules": self.finder.rules,
            "found": found,
            "form": form,
        }
        return self.pages.show(request, "case.html", values, status=status)

    def _draft(
        self, request: Request, opened: list[Opened] | None, answered: list[Any], names: list[str]
    ) -> str:
        """What a summary may begin with: reasons in words, and what was written, masked."""
        voice = self.pages.voice(request)
        reasons = [voice.pick(text) for one in answered if one.is_reason for text in one.choices]
        said = [voice.say("draft_reasons", reasons="; ".join(reasons))] if reasons else []
        written = [mask(one.text, names) for one in opened or () if one.name == "comment" and one.text]
        return "\n".join([*said, *written])

    def _handed(
        self,
        request: Request,
        reader: Reader,
        form: Form,
        *,
        found: tuple[str, ...] = (),
        status: int = 200,
    ) -> Response:
        code, scope = _code(request), reader.over(Power.SEE_CASES)
        with writing(self.gate.state.engine) as connection:
            shown = list_handed(connection, self.finder, scope, code)
            if not shown:
                raise Absent
            record(connection, self.gate.state.clock, reader, "case_seen", code)
            history = history_of(connection, code)
        handed = max(event.number for event in history if event.act == HANDED)
        values = {
            "one": shown[0],
            "history": [
                (event, desk_day(event.at_ms))
                for event in history
                if event.number >= handed and event.act in _FOR_UNITS
            ],
            "answering": shown[0].state == State.ASSIGNED and reader.may(Power.ANSWER_CASES),
            "rules": self.finder.rules,
            "found": found,
            "form": form,
        }
        return self.pages.show(request, "handed_case.html", values, status=status)


def _code(request: Request) -> str:
    return storable(request.path_params["case"], 20)


def _unit_name(connection: Connection, unit: str | None) -> dict[str, str]:
    row = connection.execute(select(units).where(units.c.unit == unit)).one_or_none()
    return {"vi": row.name_vi, "en": row.name_en} if row else {"vi": unit or ""}
