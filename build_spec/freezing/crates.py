"""What is compiled into a library whose wheel brings no list of it, as far as the library itself tells.

Rust's compiler leaves the places of sources in it, for words about errors (`registry/src/…/serde-1.0.203/`);
JavaScript that was fetched leaves where it came from (`/npm/d3-array@3.2.4/`). A crate that can raise no
error leaves nothing, and neither says anything of licences.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from packageurl import PackageURL

_CRATE: Final = re.compile(rb"registry/src/[\w.-]+/([A-Za-z][\w-]*?)-(\d+\.\d+\.\d+[\w.+-]*)/")
_MODULE: Final = re.compile(rb"/npm/([a-z0-9._-]+)@(\d+\.\d+\.\d+)\b")
_KINDS: Final = ((_CRATE, "cargo"), (_MODULE, "npm"))

WORDS: Final = """\
Compiled into {name} {version}, as far as its library names it by the places of sources that it keeps.
Its wheel brings neither a list, nor the licences, nor the texts of what follows; what leaves no place of a
source in the library is not here. Licence and text of a crate (cargo) or module (npm) are with its source,
under this name and version, in the registry of that name.

"""


def named_in(libraries: Iterable[Path]) -> tuple[PackageURL, ...]:
    """Crates and modules whose sources these libraries name, in order."""
    found = {
        (kind, name.decode(), version.decode())
        for library in libraries
        for pattern, kind in _KINDS
        for name, version in pattern.findall(library.read_bytes())
    }
    return tuple(PackageURL(kind, None, name, version) for kind, name, version in sorted(found))
