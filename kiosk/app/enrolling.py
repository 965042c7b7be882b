"""How this machine becomes a kiosk: keys, the server's word, a ledger; cut short, it can be repeated.

A kiosk enrols again at its own server where that was restored to before it knew the kiosk: same id, same key,
same ledger, which is then delivered from its first line.
"""

import hashlib
import logging
import platform
import uuid
from contextlib import suppress
from pathlib import Path

from kiosk.desk import Clock
from kiosk.identity import Identity, LostIdentity, is_of_another_machine, note_machine
from kiosk.identity.identity import FILE_NAME
from kiosk.store import AlreadyFounded, RunLock, Store, open_store
from sync.agent.enrolment import Enrolled, Known, enrol, provision, read_secret
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.agent.enrolment_file import read_directory, write_request
from sync.agent.exchange import Waits
from sync.agent.kept_directory import stored_directory
from sync.agent.proven import keep_way
from sync.agent.stick_photos import take_photos
from sync.contract.crash import crash_point
from sync.contract.directory import Directory
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import fingerprint
from sync.wire.stick import StickFailed

log = logging.getLogger(__name__)

NAME_LETTERS = 200
AWAITED = "awaited_server"


def enrol_kiosk(folder: Path, clock: Clock, link: EnrolmentLink) -> Enrolled | EnrolmentFailure:
    """Enrol the kiosk in `folder`; the same code and folder may try again.

    One that is enrolled may enrol again at the server that it knows, and stays the kiosk that it is.

    Raises:
        AlreadyFounded: it is enrolled, and nothing tells where.
        AlreadyRunning, BrokenIdentity, StoreFailed: the folder cannot be used.
    """
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        identity, kept = _newcomer(store, folder)
        stranger = None if kept is None else _other_server(kept, link)
        if stranger is not None:
            return stranger
        crash_point("enrolment.after_keys")
        answer = enrol(link, identity, _name(), clock, known=_known(kept))
        crash_point("enrolment.after_answer")
        if isinstance(answer, Enrolled):
            _keep(store, answer, _known(kept))
            note_machine(folder)
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


def ask_by_file(folder: Path, clock: Clock, code: str, stick: Path) -> Path | EnrolmentFailure | StickFailed:
    """Write the request of the kiosk in `folder` onto a stick; `code` is `<code>.<fingerprint>` as typed.

    Raises:
        AlreadyFounded: it is enrolled, and the fingerprint is not its server's.
        AlreadyRunning, BrokenIdentity, StoreFailed: as `enrol_kiosk`.
    """
    secret = read_secret(code)
    if isinstance(secret, EnrolmentFailure):
        return secret
    code, printed = secret
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        identity, kept = _newcomer(store, folder)
        _refuse_other_key(kept, printed, store)
        store.set_setting(AWAITED, printed)
        return write_request(stick, code, identity, _name(), _known(kept))


def take_by_file(folder: Path, clock: Clock, file: Path) -> Enrolled | EnrolmentFailure:
    """Enrol the kiosk in `folder` with the directory that came back on a stick, and the photos beside it.

    Raises:
        AlreadyFounded, AlreadyRunning, BrokenIdentity, StoreFailed: as `ask_by_file`.
    """
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        printed = store.get_setting(AWAITED)
        if printed is None:
            return EnrolmentFailure(Reason.NOT_ASKED, f"{folder} awaits no directory")
        identity, kept = _newcomer(store, folder)
        _refuse_other_key(kept, printed, store)
        answer = read_directory(file, identity, printed, _known(kept))
        if isinstance(answer, Enrolled):
            _keep(store, answer, _known(kept))
            note_machine(folder)
            take_photos(store, answer.directory, [file.parent])
        return answer


def _newcomer(store: Store, folder: Path) -> tuple[Identity, Directory | None]:
    """The keys to enrol with, and the directory of the kiosk that they are known as."""
    ledger, kept = _ledger(store), _kept(store)
    if ledger is None and is_of_another_machine(folder):
        _put_aside(folder)
    identity = Identity.load(folder)
    if ledger is None:
        return identity or _made(folder), None
    if identity is None:
        raise LostIdentity(folder / FILE_NAME)
    if kept is None:
        raise AlreadyFounded(ledger)
    return identity, kept


def _made(folder: Path) -> Identity:
    """New keys, of this machine."""
    note_machine(folder)
    return Identity.make(folder)


def _put_aside(folder: Path) -> None:
    """An image carried keys here that were made on another machine, and never signed a ledger: not ours."""
    aside = folder / f"{FILE_NAME}.of-another-machine"
    with suppress(FileNotFoundError):
        (folder / FILE_NAME).replace(aside)
        log.error("the keys were another machine's, as in an image taken too late: put aside in %s", aside)


def _refuse_other_key(kept: Directory | None, printed: str, store: Store) -> None:
    """By file nobody can be asked whether a server with another key is the same."""
    if kept is not None and fingerprint(bytes.fromhex(kept.key)) != printed:
        raise AlreadyFounded(_ledger(store) or "")


def _known(kept: Directory | None) -> Known | None:
    return None if kept is None else Known(kept.kiosk, kept.version)


def _name() -> str:
    return platform.node()[:NAME_LETTERS] or "kiosk"


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


def _keep(store: Store, answer: Enrolled, known: Known | None) -> None:
    """Keep what came; a kiosk that is `known` works with a directory already."""
    directory, digest = answer.directory, hashlib.sha256(answer.raw).hexdigest()
    if answer.way is not None:
        keep_way(store, answer.way)
    crash_point("enrolment.after_way")
    store.save_directory(answer.raw, directory.version, digest)
    crash_point("enrolment.after_directory")
    if not store.is_founded():
        parent = None if store.set_aside is None else store.set_aside.parent
        store.found(directory.kiosk, str(uuid.uuid4()), "corrupt" if parent else "enrolled", parent)
    crash_point("enrolment.after_founding")
    if known is None or directory.version > known.directory:
        store.append_now("directory.applied", {"version": directory.version, "digest": digest})
