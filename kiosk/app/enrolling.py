"""How this machine becomes a kiosk: keys, the server's word, a ledger; cut short, it can be repeated.

A kiosk enrols again at its own server where that was restored to before it knew the kiosk: same id, same key,
same ledger, which is then delivered from its first line.
"""

import hashlib
import platform
import uuid
from pathlib import Path

from kiosk.desk import Clock
from kiosk.identity import BrokenIdentity, Identity
from kiosk.identity.identity import FILE_NAME
from kiosk.store import AlreadyFounded, RunLock, Store, open_store
from sync.agent.directory_fetch import stored_directory
from sync.agent.enrolment import Enrolled, Known, enrol, provision
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.agent.exchange import Waits
from sync.agent.proven import keep_way
from sync.contract.directory import Directory
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import fingerprint

NAME_LETTERS = 200


class LostIdentity(BrokenIdentity):
    """A ledger is there, and the keys that it was signed with are not."""

    def __init__(self, path: Path) -> None:
        Exception.__init__(
            self,
            f"{path} is missing: it holds the keys of the kiosk whose ledger is in {path.parent}. "
            "Bring it back from a copy; if there is none, put that folder aside, keep it, "
            "and enrol as a new kiosk",
        )


def enrol_kiosk(folder: Path, clock: Clock, link: EnrolmentLink) -> Enrolled | EnrolmentFailure:
    """Enrol the kiosk in `folder`; the same code and folder may try again.

    One that is enrolled may enrol again at the server that it knows, and stays the kiosk that it is.

    Raises:
        AlreadyFounded: it is enrolled, and nothing tells where.
        AlreadyRunning, BrokenIdentity, StoreFailed: the folder cannot be used.
    """
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        ledger, kept = _ledger(store), _kept(store)
        identity = Identity.load(folder)
        if ledger is not None:
            if identity is None:
                raise LostIdentity(folder / FILE_NAME)
            if kept is None:
                raise AlreadyFounded(ledger)
            stranger = _other_server(kept, link)
            if stranger is not None:
                return stranger
        known = None if ledger is None or kept is None else Known(kept.kiosk, kept.version)
        name = platform.node()[:NAME_LETTERS] or "kiosk"
        answer = enrol(link, identity or Identity.make(folder), name, clock, known=known)
        if isinstance(answer, EnrolmentFailure):
            return answer
        _keep(store, answer, None if known is None else known.directory)
        return answer


def _other_server(kept: Directory, link: EnrolmentLink) -> EnrolmentFailure | None:
    """Why the server that printed the link is not the one of `kept`; that one may have another key by now."""
    if fingerprint(bytes.fromhex(kept.key)) == link.fingerprint:
        return None
    server = provision(link.address, link.fingerprint, Waits())
    if isinstance(server, EnrolmentFailure):
        return server
    if server.server == kept.server:
        return None
    return EnrolmentFailure(Reason.OTHER_SERVER, f"this kiosk is enrolled at {kept.server}")


def _ledger(store: Store) -> str | None:
    """The ledger that is here, or was before it was damaged."""
    if store.is_founded():
        return store.position().ledger
    if store.set_aside is not None and store.set_aside.parent is not None:
        return store.set_aside.parent.ledger
    return None


def _kept(store: Store) -> Directory | None:
    raw = store.directory()
    return None if raw is None else stored_directory(raw)


def _keep(store: Store, answer: Enrolled, version: int | None) -> None:
    """Keep what came; `version` is that of the directory a founded kiosk works with."""
    directory, digest = answer.directory, hashlib.sha256(answer.raw).hexdigest()
    keep_way(store, answer.way)
    store.save_directory(answer.raw, directory.version, digest)
    if not store.is_founded():
        parent = None if store.set_aside is None else store.set_aside.parent
        store.found(directory.kiosk, str(uuid.uuid4()), "corrupt" if parent else "enrolled", parent)
    if version is None or directory.version > version:
        store.append_now("directory.applied", {"version": directory.version, "digest": digest})
