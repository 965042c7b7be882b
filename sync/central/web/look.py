"""The look: style sheet, fonts, faces and mark, read once and served under their digest.

An address holds the first digits of the content's SHA-256, so a browser may keep it for good.
"""

import gzip
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from assets import FOLDER
from sync.central.web.security import IMAGE_POLICY, protect
from sync.central.web.style import build_style_sheet

_MEDIA_TYPES: Final = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_LOOK: Final = "/look"
PLACE: Final = _LOOK + "/{digest}/{name}"


@dataclass(frozen=True)
class Look:
    """Every file of the look: {address: content}, the same packed by gzip, and {file name: address}."""

    contents: Mapping[str, bytes]
    packed: Mapping[str, bytes]
    addresses: Mapping[str, str]

    def address(self, name: str) -> str:
        """Return where a file of the look is served; an unknown name is a KeyError."""
        return self.addresses[name]

    async def serve(self, request: Request) -> Response:
        """Answer GET `PLACE`."""
        content = self.contents.get(request.url.path)
        if content is None:
            return protect(Response(status_code=404))
        suffix = "." + request.path_params["name"].rpartition(".")[2]
        headers = {"Content-Type": _MEDIA_TYPES[suffix], "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            content = self.packed[request.url.path]
            headers["Content-Encoding"] = "gzip"
        response = Response(content, headers=headers)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return protect(response, IMAGE_POLICY) if suffix == ".svg" else protect(response)


@cache
def load_look() -> Look:
    """Read the look from the package's data; it is the same for the life of the program."""
    web = resources.files("sync.central.web")
    files = {path.name: path.read_bytes() for path in sorted((FOLDER / "fonts").glob("*.ttf"))}
    fonts = {name: _address(name, content) for name, content in files.items()}
    files |= {path.name: path.read_bytes() for path in sorted((FOLDER / "faces").glob("score-*.svg"))}
    tokens = tomllib.loads((FOLDER / "tokens.toml").read_text(encoding="utf-8"))
    mark = Template((web / "mark.svg").read_text(encoding="utf-8"))
    files["mark.svg"] = mark.substitute(tokens["light"]).encode()
    rules = (web / "style.css").read_text(encoding="utf-8")
    files["style.css"] = build_style_sheet(tokens, rules, fonts)
    addresses = {name: _address(name, content) for name, content in files.items()}
    contents = {addresses[name]: content for name, content in files.items()}
    packed = {address: gzip.compress(content, mtime=0) for address, content in contents.items()}
    return Look(contents, packed, addresses)


def _address(name: str, content: bytes) -> str:
    return f"{_LOOK}/{hashlib.sha256(content).hexdigest()[:16]}/{name}"
