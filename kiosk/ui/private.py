"""Whether a text seems to hold a phone number or an identity number: a reason to warn, never to refuse."""

import re

_APART = r"[ .\-]?"
_PHONE = re.compile(
    rf"""(?<![\d.,])
    (?: (?:\+?84|0) {_APART} [35789] (?:{_APART}\d){{8}}   # a mobile: 0912 345 678, +84 912.345.678
      | 0 {_APART} 2 (?:{_APART}\d){{8,9}}                 # a line: 0204 3854 123
    )(?!\d)""",
    re.VERBOSE,
)
_IDENTITY = re.compile(
    rf"""(?<![\d.,\-/])
    (?: 0 (?:{_APART}\d){{11}}   # a citizen's number: 024 099 012345
      | \d{{9}}                  # that of the former card
    )(?![\d.,]*\d)""",
    re.VERBOSE,
)


def seems_private(text: str) -> bool:
    """Whether `text` seems to hold somebody's number, however it is grouped."""
    return bool(_PHONE.search(text) or _IDENTITY.search(text))
