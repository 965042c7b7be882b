"""What a phone is shown for a token or a receipt code, and what it may send."""

import uuid
from typing import Final

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sync.central.api.state import State
from sync.central.cases.published import answers_of, is_looked_at_again
from sync.central.database.engine import reading, writing
from sync.central.phone.asking import LONGEST_COMMENT, Refused, Why, asked_at, read_comment, read_given
from sync.central.phone.blobs import Unsealable
from sync.central.phone.rating import Outcome, is_late, rate
from sync.central.phone.slip import Slip, find_by_code, slip_of
from sync.central.phone.token import Held, find_token
from sync.central.phone.writing import MOST_COMMENTS, comment, withdraw
from sync.central.public.allowance import Allowance
from sync.central.web.forms import Form
from sync.central.web.languages import chosen_language
from sync.central.web.pages import Pages
from sync.central.web.security import protect
from sync.contract.encoding import Malformed, is_id
from sync.contract.token import Purpose, read_receipt_code

_DONE: Final = {"rated": "done_rated", "commented": "done_commented", "withdrawn": "done_withdrawn"}
_COMMENT: Final = "comment"
_REFUSED: Final = {Outcome.FULL: Why.FULL, Outcome.WITHDRAWN: Why.WITHDRAWN}
_WORDS: Final = {
    Why.NO_FACE: "refused_no_face",
    Why.ALONE: "refused_alone",
    Why.LONG: "refused_long",
    Why.EMPTY: "refused_empty",
    Why.CHANGED: "refused_changed",
    Why.FULL: "refused_full",
    Why.WITHDRAWN: "refused_withdrawn",
}


class Phone:
    """Answers phones."""

    def __init__(self, state: State, pages: Pages) -> None:
        self._state, self._pages = state, pages
        self._allowance = Allowance(state.clock.up_ms, state.settings.processes)

    def show(self, request: Request) -> Response:
        """GET of a token."""
        return self._page(request, Form())

    def take(self, request: Request, form: Form) -> Response:
        """POST to a token: a rating, a comment, or a withdrawal."""
        with reading(self._state.engine) as connection:
            held = find_token(connection, request.path_params["token"])
            slip = None if held is None else slip_of(connection, held)
        if held is None:
            return self._absent(request)
        if wait_ms := self._allowance.wait_ms(held):
            response = self._pages.show(request, "refused.html", {"word": "refused_often"}, status=429)
            response.headers["Retry-After"] = str(-(-wait_ms // 1_000))
            return response
        try:
            done, outcome = self._act(held, slip, form)
        except Unsealable:
            form.refuse(_COMMENT, "refused_unsealable")
            return self._page(request, form, 409)
        except Refused as refused:
            form.refuse(refused.question, _WORDS[refused.why])
            return self._page(request, form, 422)
        except Malformed:
            return self._pages.show(request, "refused.html", {"word": "refused_form"}, status=400)
        if outcome is Outcome.TAKEN:
            self._allowance.took(held)
        return _done(request, done)

    def ask_code(self, request: Request) -> Response:
        """GET of the form for a receipt code."""
        return self._pages.show(request, "code.html", {"form": Form()})

    def show_coded(self, request: Request, form: Form) -> Response:
        """The receipt of the code in a form: a code is no secret of its holder's, so it may only be read."""
        try:
            number = read_receipt_code(form.text("code"))
        except Malformed:
            form.refuse("code", "refused_code")
            return self._pages.show(request, "code.html", {"form": form}, status=422)
        with reading(self._state.engine) as connection:
            slip = find_by_code(connection, number)
            answered = {} if slip is None else _answered(connection, slip)
        if slip is None:
            form.refuse("code", "unknown_code")
            return self._pages.show(request, "code.html", {"form": form}, status=404)
        values = {"slip": slip, "held": False, "form": Form(), "done": None}
        return self._pages.show(request, "receipt.html", values | answered)

    def _act(self, held: Held, slip: Slip | None, form: Form) -> tuple[str, Outcome]:
        """What its page says was done, and what became of it."""
        match form.text("act"), slip:
            case "rate", _ if held.purpose is Purpose.INVITATION:
                return "rated", self._rate(held, form)
            case "comment", Slip():
                return "commented", self._comment(held, slip, form)
            case "withdraw", Slip():
                with writing(self._state.engine) as connection:
                    outcome = withdraw(connection, self._state.identity, self._state.clock, held, slip)
                return "withdrawn", outcome
        raise Malformed("no act")

    def _rate(self, held: Held, form: Form) -> Outcome:
        with reading(self._state.engine) as connection:
            asked = asked_at(connection, held.kiosk)
        if asked is None or f"{asked.id}/{asked.version}" != form.text("questionnaire"):
            raise Refused("questionnaire", Why.CHANGED)
        given = read_given(asked, form.all)
        with writing(self._state.engine) as connection:
            return rate(connection, self._state.identity, self._state.clock, held, given)

    def _comment(self, held: Held, slip: Slip, form: Form) -> Outcome:
        text, name = read_comment(_COMMENT, form.secret(_COMMENT)), form.text("name")
        if not text:
            raise Refused(_COMMENT, Why.EMPTY)
        if not is_id(name):
            raise Malformed("no name")
        with writing(self._state.engine) as connection:
            outcome = comment(connection, self._state.identity, self._state.clock, held, slip, name, text)
        if outcome in _REFUSED:
            raise Refused(_COMMENT, _REFUSED[outcome])
        return outcome

    def _page(self, request: Request, form: Form, status: int = 200) -> Response:
        with reading(self._state.engine) as connection:
            held = find_token(connection, request.path_params["token"])
            if held is None:
                return self._absent(request)
            slip = slip_of(connection, held)
            if slip is not None:
                values = self._of(request, slip, form) | _answered(connection, slip)
                return self._pages.show(request, "receipt.html", values, status=status)
            late = is_late(connection, held, self._state.clock.wall_ms())
            asked = None if late else asked_at(connection, held.kiosk)
        if asked is None:
            return self._pages.show(request, "late.html", {"late": late}, status=410 if late else 404)
        values = {"asked": asked, "place": held.place, "form": form, "longest": LONGEST_COMMENT}
        return self._pages.show(request, "rate.html", values, status=status)

    def _of(self, request: Request, slip: Slip, form: Form) -> dict[str, object]:
        return {
            "slip": slip,
            "held": True,
            "form": form,
            "name": str(uuid.uuid4()),
            "longest": LONGEST_COMMENT,
            "writable": not slip.withdrawn and len(slip.comments) < MOST_COMMENTS,
            "done": _told(request.query_params.get("done", ""), slip),
        }

    def _absent(self, request: Request) -> Response:
        return self._pages.show(request, "absent.html", {}, status=404)


def _answered(connection: Connection, slip: Slip) -> dict[str, object]:
    return {
        "answers": answers_of(connection, slip.rating),
        "again": is_looked_at_again(connection, slip.rating),
    }


def _told(done: str, slip: Slip) -> str | None:
    """What the page says that somebody just did, if it is so: the address could be anybody's."""
    so = {"rated": slip.by_phone, "commented": bool(slip.comments), "withdrawn": slip.withdrawn}
    return _DONE[done] if so.get(done) else None


def _done(request: Request, what: str) -> Response:
    """Show the same page again: its address is not repeated, since it holds the token."""
    language = chosen_language(request)
    kept = f"&lang={language}" if language else ""
    return protect(RedirectResponse(f"?done={what}{kept}", 303))
