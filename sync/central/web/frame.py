"""What stands around a signed-in person's page: the sections open to them, their name, their forms' token."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from markupsafe import Markup
from starlette.requests import Request

TOKEN_FIELD: Final = "token"  # noqa: S105 - a field's name


class Section(NamedTuple):
    """A place in the header; `word` is a key of the shared words."""

    path: str
    word: str


@dataclass(frozen=True)
class Frame:
    """Sections in their order, the patterns of all pages that this person may open, their name.

    `token` proves that a form was made for this session.
    """

    sections: tuple[Section, ...]
    opened: frozenset[str]
    name: str
    token: str
    language: str | None = None

    def field(self) -> Markup:
        """The hidden field that every form holds."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, self.token)

    def here(self, path: str) -> str:
        """The section that a page at this path belongs to: the longest that it begins with."""
        below = (part.path for part in self.sections if path == part.path or path.startswith(part.path + "/"))
        return max(below, key=len, default="/" if path.startswith("/units/") else "")


def frame_of(request: Request) -> Frame | None:
    """The frame that the gate put around this request, if somebody is signed in."""
    found: Frame | None = getattr(request.state, "frame", None)
    return found
