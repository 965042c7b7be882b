"""The commands for a kiosk whose ledger travels on a stick: `export`, `settle`, and `enrol` by file."""

import argparse
import sys
from pathlib import Path

import msgspec

from kiosk.app.carrying import export_to, settle_from
from kiosk.app.enrolling import ask_by_file, take_by_file
from kiosk.app.opening import open_kiosk
from kiosk.app.posting import Posting
from kiosk.app.reporting import MIB
from kiosk.app.succession import AtOnce
from kiosk.config import Config
from kiosk.desk import machine_clock
from kiosk.telling import DONE, NOT_DELIVERED, REFUSED, fail, say
from sync.agent.enrolment_failure import EnrolmentFailure
from sync.agent.settling import HARMLESS
from sync.wire.stick import Fault, StickFailed


def export_command(config: Config, given: argparse.Namespace) -> int:
    """Write all that is pending onto a stick."""
    with open_kiosk(config.data_folder, machine_clock()) as kiosk:
        told = _silent if given.json else _progress
        done = export_to(kiosk, kiosk.directory, Path(given.folder), told)
    if isinstance(done, StickFailed):
        return _stick_failed(given, done)
    names = [str(file) for file in done.files]
    if given.json:
        _tell({"files": names, "last": done.last, "pending": done.pending})
    else:
        say("\n".join(names))
        say(f"up to line {done.last}; {done.pending} lines wait for a receipt. At the central server:")
        say(f"  hailong-central import {given.folder}")
    return DONE


def settle_command(config: Config, given: argparse.Namespace) -> int:
    """Take what a stick brought back."""
    with open_kiosk(config.data_folder, machine_clock()) as kiosk:
        paths = [Path(path) for path in given.paths]
        successor = AtOnce(kiosk.folder, kiosk.store)
        done = settle_from(kiosk, kiosk.directory, paths, successor, config.reserve_mib * MIB)
        if isinstance(done, StickFailed):
            return _stick_failed(given, done)
        position = kiosk.store.position()
    pending = position.last.seq - position.settled.seq
    files = [{"file": str(read.file), "verdict": read.verdict, "detail": read.detail} for read in done.files]
    if given.json:
        told = {"held": position.settled.seq, "pending": pending, "directory": done.directory.version}
        _tell({**told, "photos": done.photos, "files": files})
    else:
        for file in files:
            say(f"{file['verdict']:<11}{file['file']}: {file['detail']}")
        say(f"the central server holds {position.settled.seq} of {position.last.seq} lines")
    if not files:
        return fail(NOT_DELIVERED, "no .receipt and no .directory was found there")
    if any(read.verdict not in HARMLESS for read in done.files):
        return fail(NOT_DELIVERED, "not every file was taken; the verdict of each says why")
    return DONE


def enrol_by_file(config: Config, given: argparse.Namespace) -> int:
    """The two halves of an enrolment that travels on a stick."""
    clock = machine_clock()
    if given.from_file is not None:
        answer = take_by_file(config.data_folder, clock, Path(given.from_file))
        if isinstance(answer, EnrolmentFailure):
            return enrolment_failed(given, answer)
        unit = Posting(answer.directory).unit_name
        told = {"kiosk": answer.directory.kiosk, "unit": unit, "server": answer.server}
        if given.json:
            _tell(told)
        else:
            say(f"kiosk {answer.directory.kiosk} is enrolled: {unit['vi']}")
        return DONE
    asked = ask_by_file(config.data_folder, clock, given.code, Path(given.to_file))
    if isinstance(asked, EnrolmentFailure):
        return enrolment_failed(given, asked)
    if isinstance(asked, StickFailed):
        return _stick_failed(given, asked)
    if given.json:
        _tell({"file": str(asked)})
    else:
        say(f"{asked}\nit holds the code: carry it to the central server, and then erase it. There:")
        say(f"  hailong-central import {asked}\nand back here:")
        say(f"  hailong-kiosk enrol --from-file {asked}.directory")
    return DONE


def enrolment_failed(given: argparse.Namespace, failure: EnrolmentFailure) -> int:
    """Say why nothing was enrolled."""
    words = failure.words
    if given.json:
        _tell({"refused": failure.reason, "detail": failure.detail, **words})
    return fail(REFUSED, f"{words['vi']}\n{words['en']}\n({failure.detail})")


def _stick_failed(given: argparse.Namespace, failure: StickFailed) -> int:
    if given.json:
        _tell({"fault": failure.fault, "detail": failure.detail})
    if failure.fault is Fault.ABSENT:
        return fail(
            NOT_DELIVERED, f"plug in the stick (cắm USB), and see where it is mounted: {failure.detail}"
        )
    return fail(NOT_DELIVERED, f"the stick cannot be used: {failure.fault}: {failure.detail}")


def _progress(last: int) -> None:
    sys.stderr.write(f"up to line {last}\n")


def _silent(_last: int) -> None:
    """Say nothing."""


def _tell(told: object) -> None:
    say(msgspec.json.encode(told).decode())
