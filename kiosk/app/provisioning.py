"""How one file, or a code, makes this machine a kiosk: once, and again without harm."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from kiosk.app.enrolling import enrol_kiosk
from kiosk.desk import Clock
from kiosk.store import AlreadyRunning, saved_directory
from sync.agent.enrolment import Enrolled
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.agent.kept_directory import stored_directory
from sync.agent.provisioning_file import links_of, read_provisioning
from sync.contract.encoding import Malformed
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import fingerprint
from sync.contract.rollout import Rollout

UNANSWERED: Final = {Reason.UNREACHABLE, Reason.TLS, Reason.PORTAL, Reason.SLOW_DOWN}
"""What another address, or another day, may mend."""


def enrol_provisioned(folder: Path, clock: Clock, file: Path) -> Enrolled | EnrolmentFailure:
    """Enrol the kiosk in `folder` by a provisioning file.

    One that is enrolled at the file's server already stays the kiosk that it is, also while that server
    cannot be reached, or while the kiosk runs.

    Raises:
        AlreadyFounded, AlreadyRunning, BrokenIdentity, StoreFailed: as `enrol_kiosk`.
    """
    told = read_provisioning(file)
    if isinstance(told, EnrolmentFailure):
        return told
    return _or_as_it_stands(_standing(folder, told), lambda: _by_any_address(folder, clock, told))


def enrol_by_link(folder: Path, clock: Clock, link: EnrolmentLink) -> Enrolled | EnrolmentFailure:
    """Enrol the kiosk in `folder` by a code, again without harm, as `enrol_provisioned`."""
    stands = _standing_here(folder)
    if stands is not None and fingerprint(stands.key) != link.fingerprint:
        stands = None
    return _or_as_it_stands(stands, lambda: enrol_kiosk(folder, clock, link))


def _or_as_it_stands(
    stands: Enrolled | None, enrol: Callable[[], Enrolled | EnrolmentFailure]
) -> Enrolled | EnrolmentFailure:
    """What enrolling comes to; for a kiosk that stands already, not what another day may mend."""
    try:
        answer = enrol()
    except AlreadyRunning:
        if stands is None:
            raise
        return stands
    if stands is not None and isinstance(answer, EnrolmentFailure) and answer.reason in UNANSWERED:
        return stands
    return answer


def _by_any_address(folder: Path, clock: Clock, told: Rollout) -> Enrolled | EnrolmentFailure:
    answer: Enrolled | EnrolmentFailure = EnrolmentFailure(Reason.PROVISIONING, "it names no address")
    for link in links_of(told):
        answer = enrol_kiosk(folder, clock, link)
        if isinstance(answer, Enrolled) or answer.reason not in UNANSWERED:
            break
    return answer


def _standing(folder: Path, told: Rollout) -> Enrolled | None:
    """What this machine keeps of its enrolment, if that was at the file's server."""
    stands = _standing_here(folder)
    return stands if stands is not None and stands.server == told.server else None


def _standing_here(folder: Path) -> Enrolled | None:
    raw = saved_directory(folder)
    try:
        directory = None if raw is None else stored_directory(raw)
    except Malformed:
        return None
    if raw is None or directory is None:
        return None
    return Enrolled(raw, directory, directory.server, bytes.fromhex(directory.key), None)
