"""The commands `hailong-central report …`."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sync.central.acting import acting, write_down
from sync.central.database.engine import reading
from sync.central.directory.importing.grid import MAX_BYTES
from sync.central.directory.importing.said import FileRefused, Said
from sync.central.figures.publishing import OUTSIDE
from sync.central.opening import open_central
from sync.central.reports.files import WRITER, File, Progress, build_files
from sync.central.reports.gathering import Terms
from sync.central.reports.going import draft, facts_of, freeze, publish, sign_report
from sync.central.reports.issue import State
from sync.central.reports.records import (
    Record,
    ReportRefused,
    frozen_facts,
    late_by_unit,
    read_report,
    read_reports,
    signed_files,
)
from sync.central.reports.sampling import look_at_sample, take_sample
from sync.central.reports.verifying import verify_report
from sync.central.settings import Settings
from sync.central.telling import tell
from sync.central.web.words import Voice, load_words

_ENGLISH: Final = Voice("en", {**load_words("sync.central.directory"), **load_words("sync.central.reports")})


_MOST: Final = 64 * 1024 * 1024
"""Bytes that are read of a file of a report."""


class Listed(NamedTuple):
    """A report in the list; `late`: ratings of its days that came once it was frozen, by unit."""

    report: str
    state: str
    first: str
    last: str
    late: dict[str, int]


def make(settings: Settings, given: argparse.Namespace) -> int:
    """Begin a report unless it is there, and write its files as they stand."""
    folder = _folder(given.out)
    with open_central(settings) as central, reading(central.engine) as connection:
        found = [one for one in read_reports(connection) if one.report == given.report]
    if not found:
        with acting(settings, given) as hand:
            now_ms = hand.central.clock.wall_ms()
            found = [draft(hand.connection, settings.report_form, given.report, now_ms)]
    (record,) = found
    with open_central(settings) as central, reading(central.engine) as connection:
        files = signed_files(connection, record.report)
        if not files:
            facts = facts_of(connection, record, _terms(settings), central.clock.wall_ms())
            files = build_files(facts, None, draft=record.state is State.DRAFT, told=_progress(given))
    for file in files:
        (folder / f"{record.report}.{file.kind}").write_bytes(file.raw)
    told = {"report": record.report, "state": record.state, "files": {one.kind: one.digest for one in files}}
    words = [f"{record.report} is {record.state}"]
    words += [f"{folder / f'{record.report}.{one.kind}'}  {one.digest}" for one in files]
    tell(given, told, "\n".join(words))
    return 0


def freeze_command(settings: Settings, given: argparse.Namespace) -> int:
    """Fix what a report says."""
    with open_central(settings) as central:
        done = freeze(
            central.engine,
            central.identity,
            central.clock,
            settings.data / OUTSIDE,
            given.report,
            _terms(settings),
            lambda connection, record: write_down(connection, central.clock, given, about=record.report),
        )
    heads = len(frozen_facts(done).heads)
    told = {"report": done.report, "state": done.state, "heads": heads}
    tell(given, told, f"{done.report} is frozen at {heads} ledgers' heads")
    return 0


def sign_command(settings: Settings, given: argparse.Namespace) -> int:
    """Write a frozen report's files and sign them."""
    with open_central(settings) as central:

        def noted(connection: Connection, record: Record) -> None:
            write_down(connection, central.clock, given, about=record.report)

        done = sign_report(
            central.engine,
            central.identity,
            central.clock,
            given.report,
            given.number,
            given.signer,
            noted,
            _progress(given),
        )
    told = {"report": done.report, "state": done.state, "signature": done.signature}
    tell(given, told, f"{done.report} is signed: {done.signature}")
    return 0


def publish_command(settings: Settings, given: argparse.Namespace) -> int:
    """Let everybody have a signed report."""
    with acting(settings, given) as hand:
        done = publish(hand.connection, hand.central.identity, hand.central.clock, given.report)
        hand.tell(done.report)
    tell(given, {"report": done.report, "state": done.state}, f"{done.report} is published")
    return 0


def sample_command(settings: Settings, given: argparse.Namespace) -> int:
    """Show what a file of sampled forms would do, or take it."""
    raw = _read(given.file, MAX_BYTES)
    try:
        if given.apply is None:
            with open_central(settings) as central, reading(central.engine) as connection:
                shown = look_at_sample(connection, read_report(connection, given.report), raw)
        else:
            with acting(settings, given) as hand:
                record = read_report(hand.connection, given.report)
                leaving = given.without_refused
                shown = take_sample(hand.connection, record, raw, given.apply, without_refused=leaving)
                hand.tell(given.report, forms=str(len(shown.taken)))
    except FileRefused as refused:
        raise ReportRefused(refused.said.key, f"{given.file}: {_say(refused.said)}") from refused
    words = [
        f"{one.number:>5}  refused  {one.text}\n       {_say(one.why)}" for one in shown.refused if one.why
    ]
    words.append(f"{len(shown.taken)} forms, {len(shown.refused)} rows refused; digest {shown.digest}")
    tell(given, shown, "\n".join([*words, *(["taken"] if given.apply is not None else [])]))
    return 0


def verify_command(settings: Settings, given: argparse.Namespace) -> int:
    """Recompute a frozen report from the ledgers, the rows of closed days, and its files."""
    raws = {path: _read(path, _MOST) for path in given.files}
    for path, raw in raws.items():
        if len(raw) > _MOST:
            raise ReportRefused("", f"{path}: no file of a report has more than {_MOST} bytes")
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        record = read_report(connection, given.report)
        facts = frozen_facts(record)
        signed = {file.digest: file.kind for file in signed_files(connection, given.report)}
        files = [_named(path, raw, signed) for path, raw in raws.items()]
        proof = verify_report(connection, central.identity, record, facts, files, _progress(given))
    words = [difference.text() for difference in proof.differences]
    if proof.other_writer is not None:
        words.append(
            f"files: signed by a program of writer {proof.other_writer}, this one is of {WRITER}: they are "
            "held against the signature, the .json against the figures; none is written again"
        )
    words.append(
        f"{proof.ledgers} ledgers, {proof.ratings} ratings, {proof.files} files recomputed: "
        f"{len(proof.differences)} differences"
    )
    tell(given, proof, "\n".join(words))
    return 1 if proof.differences else 0


def list_command(settings: Settings, given: argparse.Namespace) -> int:
    """List the reports, and what has come late for each."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = [
            Listed(
                one.report,
                one.state,
                one.period.now.first,
                one.period.now.last,
                {} if one.facts is None else late_by_unit(connection, one.facts),
            )
            for one in read_reports(connection)
        ]
    words = [
        f"{one.report}  {one.state:<9} {one.first} to {one.last}"
        + (f"  {sum(one.late.values())} ratings came late" if one.late else "")
        for one in found
    ]
    tell(given, found, "\n".join(words) or "no reports")
    return 0


def _folder(out: str) -> Path:
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportRefused("", f"{out}: it is no folder, and none can be made: {error.strerror}") from error
    return folder


def _read(path: str, most: int) -> bytes:
    """A file, up to one byte more than `most`."""
    try:
        with Path(path).open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise ReportRefused("", f"{path}: it cannot be read: {error.strerror}") from error


def _named(path: str, raw: bytes, signed: Mapping[str, str]) -> File:
    """A file of the kind that was signed with these bytes, whatever it is called, or of that of its name."""
    file = File(Path(path).suffix.removeprefix(".").lower(), raw)
    return file._replace(kind=signed.get(file.digest, file.kind))


def _terms(settings: Settings) -> Terms:
    return Terms(settings.report_form.heading, settings.case_rules)


def _progress(given: argparse.Namespace) -> Progress:
    def told(what: str, place: int, of: int) -> None:
        if not given.json:
            sys.stderr.write(f"{place} of {of}: {what}\n")

    return told


def _say(said: Said) -> str:
    return _ENGLISH.say(said.key, **said.values)
