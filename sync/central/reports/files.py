"""All files of a report, from its facts."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from sync.central.reports.adding_up import contents_of
from sync.central.reports.annex import write_annex
from sync.central.reports.docx_file import write_docx
from sync.central.reports.facts import Facts
from sync.central.reports.issue import Issue
from sync.central.reports.pdf_file import write_pdf
from sync.central.reports.wording import layout_of
from sync.central.reports.xlsx_file import write_xlsx

KINDS: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""Kinds of file, with their media types."""
WRITER: Final = 2
"""Which way files are written; it rises with every change of the bytes that the same facts and issue give."""


class File(NamedTuple):
    """A file of a report."""

    kind: str
    raw: bytes

    @property
    def digest(self) -> str:
        """SHA-256 in hex."""
        return hashlib.sha256(self.raw).hexdigest()


Progress = Callable[[str, int, int], None]
"""Of what is being written, its place, and how many there are."""


def build_files(
    facts: Facts,
    issue: Issue | None,
    *,
    draft: bool = False,
    kinds: Iterable[str] = KINDS,
    told: Progress | None = None,
) -> tuple[File, ...]:
    """Write a report down in these kinds; the same facts and issue give the same bytes."""
    contents = contents_of(facts)
    layout = layout_of(contents, facts.heading, issue, draft=draft)
    moment = datetime.fromtimestamp(facts.frozen_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    writing: dict[str, Callable[[], bytes]] = {
        "docx": lambda: write_docx(layout, moment),
        "pdf": lambda: write_pdf(layout),
        "xlsx": lambda: write_xlsx(layout, moment),
        "json": lambda: write_annex(contents),
    }
    wanted, found = list(kinds), []
    for place, kind in enumerate(wanted, start=1):
        if told is not None:
            told(kind, place, len(wanted))
        found.append(File(kind, writing[kind]()))
    return tuple(found)
