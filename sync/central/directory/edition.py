"""Two people at one page: who saves second is told, and keeps what they typed.

An *edition* names what a form was filled from. It is derived from the content, so nobody counts versions,
and what was changed back is what it was.
"""

import hashlib

from sync.contract.encoding import write_json


class Outdated(Exception):
    """Somebody saved meanwhile; nothing was changed now."""


def edition_of(content: object) -> str:
    """The edition of plain values or a msgspec struct: 32 hex digits."""
    return hashlib.sha256(write_json(content)).hexdigest()[:32]


def judge_edition(seen: str, content: object) -> None:
    """Let a form through that was filled from this content.

    Raises:
        Outdated: it was filled from another.
    """
    if seen != edition_of(content):
        raise Outdated
