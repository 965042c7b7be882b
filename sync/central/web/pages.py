"""Rendering: a slice's templates and words on the shared layout."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sync.central.web.frame import frame_of
from sync.central.web.languages import LANGUAGES, chosen_language, spoken_language
from sync.central.web.look import load_look
from sync.central.web.security import OWN_FORMS, protect
from sync.central.web.words import Voice, Words, load_words

_WEB: Final = "sync.central.web"


@dataclass(frozen=True)
class Pages:
    """A slice's pages. Build with `open_pages`."""

    environment: Environment
    slice_name: str
    words: Words

    def voice(self, request: Request) -> Voice:
        """Return the voice that answers this request."""
        return Voice(spoken_language(request), self.words)

    def show(
        self, request: Request, template: str, values: Mapping[str, object], *, status: int = 200
    ) -> Response:
        """Render `template` of the slice with `values` in the reader's language."""
        voice = self.voice(request)
        frame = frame_of(request)
        html = self.environment.get_template(f"{self.slice_name}/{template}").render(
            values,
            voice=voice,
            say=voice.say,
            write=voice.write,
            languages=LANGUAGES,
            look=load_look().address,
            to=_Links(chosen_language(request)).to,
            at=_Links(chosen_language(request)).at,
            frame=frame,
            here=frame.here(request.url.path) if frame else "",
        )
        response = HTMLResponse(html, status_code=status)
        response.headers["Content-Language"] = voice.language
        response.headers["Vary"] = "Accept-Language"
        return protect(response) if frame is None else protect(response, OWN_FORMS, referrer="same-origin")


@dataclass(frozen=True)
class _Links:
    language: str | None

    def to(self, path: str, view: str | None = None) -> str:
        """Return a link that keeps a language, and a view, that the reader chose."""
        return self.at(path, **({"view": view} if view else {}))

    def at(self, path: str, **query: str) -> str:
        """The same with a query."""
        asked = query | ({"lang": self.language} if self.language else {})
        return f"{path}?{urlencode(asked)}" if asked else path


@cache
def open_pages(package: str) -> Pages:
    """Return the pages of a slice: its `templates/` and `words.toml` beside the shared ones.

    `package` is the slice's dotted name. A key both define is a ValueError.
    """
    shared, own = load_words(_WEB), load_words(package)
    if twice := shared.keys() & own.keys():
        raise ValueError(f"{package}: words already shared: {', '.join(sorted(twice))}")
    slice_name = package.rpartition(".")[2]
    loader = PrefixLoader({"web": PackageLoader(_WEB), slice_name: PackageLoader(package)})
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return Pages(environment, slice_name, {**shared, **own})
