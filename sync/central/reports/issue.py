"""What is added to a report once it is signed, and how far it has come."""

from enum import StrEnum

import msgspec


class State(StrEnum):
    """A report's way."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SIGNED = "signed"
    PUBLISHED = "published"


class Issue(msgspec.Struct, frozen=True):
    """Its number in the office's register, the day (YYYY-MM-DD), and who signs.

    `writer`: `files.WRITER` of the program that signed; what was signed before it was kept is the first's.
    """

    number: str
    day: str
    signer: str
    writer: int = 1
