"""Whether a report's files say what its facts say.

Files of this program's writer are written again and compared byte by byte. Those of another, which had other
words, another layout or a library's other release, must be the ones that were signed, and the annex among
them must state what the facts give by that writer's rules.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sync.central.figures.difference import Difference
from sync.central.reports.adding_up import stated_by
from sync.central.reports.facts import Facts, digest_of
from sync.central.reports.files import KINDS, WRITER, File, Progress, build_files
from sync.central.reports.going import signed_message
from sync.central.reports.records import Record
from sync.contract.keys import verified


def check_files(
    record: Record,
    facts: Facts,
    kept: Sequence[File],
    keys: tuple[bytes, ...],
    given: Sequence[File],
    told: Progress | None,
) -> Iterator[Difference]:
    """Where files that were signed (`kept`), or copies that somebody has (`given`), say something else."""
    if record.signature is not None:
        message = signed_message(record.report, digest_of(facts), kept)
        if not any(verified(key, record.signature, message) for key in keys):
            yield Difference("signature", record.report, record.signature, "one of this server's keys")
    if record.issue is None or record.issue.writer == WRITER:
        files = (*kept, *given)
        kinds = [kind for kind in KINDS if kind in {file.kind for file in files}]
        again = build_files(facts, record.issue, kinds=kinds, told=told) if kinds else ()
        yield from _unlike(files, again)
        return
    yield from _unlike(given, kept)
    for file in kept:
        if file.kind == "json":
            yield from _unstated(file, stated_by(record.issue.writer, facts))


def _unlike(files: Sequence[File], right: Sequence[File]) -> Iterator[Difference]:
    by_kind = {file.kind: file for file in right}
    for file in files:
        same = by_kind.get(file.kind)
        if same is None:
            yield Difference("file", f".{file.kind}", file.digest, "a report has no such file")
        elif same.raw != file.raw:
            yield Difference("file", f".{file.kind}", file.digest, same.digest)


def _unstated(file: File, derived: dict[str, Any]) -> Iterator[Difference]:
    """Where an annex states what does not follow; what later annexes state beyond it is no difference."""
    try:
        stated = json.loads(file.raw)
    except ValueError:
        yield Difference("file", f".{file.kind}", file.digest, "JSON")
        return
    for where, one, other in _differing("", stated, derived):
        yield Difference("annex", where.removeprefix("."), *(json.dumps(it) for it in (one, other)))


def _differing(where: str, stated: Any, derived: Any) -> Iterator[tuple[str, Any, Any]]:
    match stated, derived:
        case dict(), dict():
            for name, value in stated.items():
                yield from _differing(f"{where}.{name}", value, derived.get(name))
        case list(), list() if len(stated) == len(derived):
            for place, (one, other) in enumerate(zip(stated, derived, strict=True)):
                yield from _differing(f"{where}[{place}]", one, other)
        case _ if stated != derived:
            yield where, stated, derived
