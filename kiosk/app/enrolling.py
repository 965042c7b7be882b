"""How this machine becomes a kiosk: keys, the server's word, a ledger; cut short, it can be repeated."""

import hashlib
import platform
import uuid
from pathlib import Path

from kiosk.desk import Clock
from kiosk.identity import Identity
from kiosk.store import AlreadyFounded, RunLock, open_store
from sync.agent.enrolment import Enrolled, enrol
from sync.agent.enrolment_failure import EnrolmentFailure
from sync.contract.enrolment import EnrolmentLink

NAME_LETTERS = 200


def enrol_kiosk(folder: Path, clock: Clock, link: EnrolmentLink) -> Enrolled | EnrolmentFailure:
    """Enrol the kiosk in `folder` where it is none yet; the same code and folder may try again.

    Raises:
        AlreadyFounded: it is enrolled.
        AlreadyRunning, BrokenIdentity, StoreFailed: the folder cannot be used.
    """
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        if store.is_founded():
            raise AlreadyFounded(store.position().ledger)
        if store.set_aside is not None and store.set_aside.parent is not None:
            raise AlreadyFounded(store.set_aside.parent.ledger)
        identity = Identity.load(folder) or Identity.make(folder)
        answer = enrol(link, identity, platform.node()[:NAME_LETTERS] or "kiosk", clock)
        if isinstance(answer, EnrolmentFailure):
            return answer
        directory, digest = answer.directory, hashlib.sha256(answer.raw).hexdigest()
        store.save_directory(answer.raw, directory.version, digest)
        store.found(directory.kiosk, str(uuid.uuid4()), "enrolled")
        store.append_now("directory.applied", {"version": directory.version, "digest": digest})
        return answer
