"""Every command but `run`."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from kiosk.app.calling import calling, keep_house, outcome_told, remember
from kiosk.app.opening import Kiosk, open_kiosk
from kiosk.app.posting import Posting
from kiosk.app.provisioning import enrol_by_link, enrol_provisioned
from kiosk.app.reporting import MIB, findings_of, status_of
from kiosk.config import Config
from kiosk.desk import machine_clock
from kiosk.keeping import keep, leave
from kiosk.release_command import place_of, update_command
from kiosk.report_command import report_command
from kiosk.status_words import status_table
from kiosk.stick_commands import enrol_by_file, enrolment_failed, export_command, settle_command
from kiosk.telling import DONE, FOUND_FAULTS, NOT_DELIVERED, RUNNING, USAGE, WAY_OUT
from kiosk.telling import fail as _fail
from kiosk.telling import say as _say
from sync.agent.enrolment import Enrolled, read_link
from sync.agent.enrolment_failure import EnrolmentFailure
from sync.agent.outcome import Delivered, Idle, Outcome

AGAIN = 3


def _keep(config: Config, given: argparse.Namespace) -> int:
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "kiosk.cli"]
    settings = ["--config", given.config] if given.config else []
    return keep([*program, "run", "--kept", *settings], config.data_folder)


def _leave(config: Config, given: argparse.Namespace) -> int:
    if leave(config.data_folder, given.seconds):
        return DONE
    return _fail(RUNNING, f"it did not end within {given.seconds:g} seconds")


def _enrol(config: Config, given: argparse.Namespace) -> int:
    if given.provisioning is not None:
        file = Path(given.provisioning)
        return _enrolled(config, given, enrol_provisioned(config.data_folder, machine_clock(), file))
    if given.from_file is None and given.code is None:
        return _fail(USAGE, "expected --code, --provisioning, or --from-file where a code was given before")
    if given.to_file is not None or given.from_file is not None:
        return enrol_by_file(config, given)
    address, _, code = given.code.rpartition("#")
    central = given.central or address or config.central
    if central is None:
        return _fail(USAGE, "expected --central URL, or the key central in the configuration")
    link = read_link(central, code)
    if isinstance(link, EnrolmentFailure):
        return enrolment_failed(given, link)
    return _enrolled(config, given, enrol_by_link(config.data_folder, machine_clock(), link))


def _enrolled(config: Config, given: argparse.Namespace, answer: Enrolled | EnrolmentFailure) -> int:
    if isinstance(answer, EnrolmentFailure):
        return enrolment_failed(given, answer)
    with open_kiosk(config.data_folder, machine_clock()) as kiosk:
        outcome = _deliver_all(kiosk, config.reserve_mib * MIB, quiet=True)
        unit = Posting(kiosk.directory).unit_name
    told = {"kiosk": answer.directory.kiosk, "unit": unit, "server": answer.server, **outcome_told(outcome)}
    if given.json:
        _say(msgspec.json.encode(told).decode())
    else:
        _say(f"kiosk {answer.directory.kiosk} is enrolled: {unit['vi']}")
        _say(f"first contact: {outcome.name}")
    return DONE


def _deliver(config: Config, given: argparse.Namespace) -> int:
    with open_kiosk(config.data_folder, machine_clock()) as kiosk:
        outcome = _deliver_all(kiosk, config.reserve_mib * MIB, quiet=given.json)
        position = kiosk.store.position()
    pending = position.last.seq - position.settled.seq
    if given.json:
        told = {"held": position.settled.seq, "pending": pending, **outcome_told(outcome)}
        _say(msgspec.json.encode(told).decode())
    else:
        _say(f"the central server holds {position.settled.seq} of {position.last.seq} lines")
    if not isinstance(outcome, Delivered | Idle):
        words = outcome_told(outcome)
        return _fail(NOT_DELIVERED, " ".join(filter(None, (words["code"], words["detail"]))))
    return DONE


def _deliver_all(kiosk: Kiosk, reserve: int, *, quiet: bool) -> Outcome:
    """Segment after segment, waiting where the server asks for it, until nothing is pending or one fails.

    Lines that are written meanwhile go along, a few times over: a running kiosk may never stand still.
    """
    with calling(kiosk, lambda _directory: None) as contact:
        rounds = 0
        while True:
            outcome = contact.deliver()
            if isinstance(outcome, Idle):
                outcome = contact.beat()
            remember(kiosk, outcome, contact.not_come)
            keep_house(kiosk, contact.directory, reserve)
            position = kiosk.store.position()
            rounds += not (isinstance(outcome, Delivered) and outcome.more)
            if not isinstance(outcome, Delivered) or position.last == position.settled or rounds > AGAIN:
                return outcome
            if not quiet:
                sys.stderr.write(f"{position.settled.seq} of {position.last.seq} lines\n")
            time.sleep(outcome.receipt.next_ms / 1000)


def _status(config: Config, given: argparse.Namespace) -> int:
    with open_kiosk(config.data_folder, machine_clock()) as kiosk:
        told = status_of(kiosk, place_of(config))
    if given.json:
        _say(msgspec.json.encode(told).decode())
    else:
        _say(status_table(told))
    return DONE


def _check(config: Config, given: argparse.Namespace) -> int:
    found = []
    with open_kiosk(config.data_folder, machine_clock()) as kiosk:
        for finding in findings_of(kiosk, place_of(config)):
            found.append(finding)
            if not given.json:
                _say(f"{'good ' if finding.good else 'WRONG'}  {finding.what}: {finding.detail}")
                if finding.what == "ledger" and not finding.good:
                    _say(f"       {WAY_OUT}")
    if given.json:
        _say(msgspec.json.encode(found).decode())
    return DONE if all(finding.good for finding in found) else FOUND_FAULTS


COMMANDS: Final[dict[str, Callable[[Config, argparse.Namespace], int]]] = {
    "keep": _keep,
    "leave": _leave,
    "enrol": _enrol,
    "status": _status,
    "deliver": _deliver,
    "export": export_command,
    "settle": settle_command,
    "check": _check,
    "update": update_command,
    "report": report_command,
}
