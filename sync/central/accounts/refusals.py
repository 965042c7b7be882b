"""Pages that say why not, in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from sync.central.web.forms import Form
from sync.central.web.pages import Pages


class Refusals:
    """Every refusal that a person may meet."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def refusal(self, request: Request, word: str, status: int) -> Response:
        """A page that says in `word` why not."""
        return self.pages.show(request, "refused.html", {"word": word}, status=status)

    def absent(
        self,
        request: Request,
        status: int = HTTPStatus.NOT_FOUND,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """A page that says that there is none."""
        response = self.refusal(request, "absent", status)
        response.headers.update(headers or {})
        return response

    def failed(self, request: Request) -> Response:
        """A page that says that something went wrong here."""
        return self.refusal(request, "failed", HTTPStatus.INTERNAL_SERVER_ERROR)

    def later(self, request: Request, seconds: int) -> Response:
        """A page that says that the database is not to be had just now."""
        response = self.refusal(request, "later", HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(seconds)
        return response

    def wait(self, request: Request, wait_ms: int) -> Response:
        """A page that says that it was too fast."""
        response = self.refusal(request, "refused_fast", HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(-(-wait_ms // 1_000))
        return response

    def typed(self, request: Request, form: Form, word: str, status: int) -> Response:
        """The same with what was typed, to be copied."""
        values = {"word": word, "typed": form.typed()}
        return self.pages.show(request, "typed.html", values, status=status)
