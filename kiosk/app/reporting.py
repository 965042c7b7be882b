"""What IT staff may ask of a kiosk: how it stands, and whether anything about it is wrong."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.app.calling import last_contact
from kiosk.app.door_told import door_told
from kiosk.app.finding import Finding
from kiosk.app.machine_looked_at import machine_findings
from kiosk.app.opening import Kiosk
from kiosk.app.posting import Posting
from kiosk.app.release_judged import Place
from kiosk.app.release_told import release_words, releases_told
from kiosk.identity import is_of_another_machine
from kiosk.store import (
    AlreadyRunning,
    DamagedLedger,
    Former,
    RunLock,
    reserve_bytes,
    room_bytes,
)
from sync.agent.answers import Answer, Document, Problematic, read_answer
from sync.agent.carrier import Ask, new_nonce
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kept_directory import photos_of
from sync.agent.outcome import Untrusted
from sync.agent.trust import Trust
from sync.contract.encoding import Malformed, decode
from sync.contract.receipt import TimeDocument
from sync.contract.version import SOFTWARE

MIB = 1024 * 1024
COPIED = (
    "if that one still works, two kiosks have one key: switch one off, put {folder} aside there, keep it, "
    "and enrol that machine as a new kiosk. If the disk was moved here on purpose, enrol again: this stays "
    "the kiosk that it is"
)
NEEDS_HANDS = {"forked", "refused", "untrusted", "portal"}
"""What a contact may come to that no waiting mends."""


def status_of(kiosk: Kiosk, place: Place) -> dict[str, Any]:
    """How the kiosk stands; nothing is sent and nothing written. `place`: where releases come to."""
    position, directory = kiosk.store.position(), kiosk.directory
    return {
        "kiosk": directory.kiosk,
        "unit": Posting(directory).unit_name,
        "software": SOFTWARE,
        "release": releases_told(place, directory.releases, kiosk.time.now_ms()),
        "running": is_running(kiosk.folder),
        "ledger": position.ledger,
        "last": position.last.seq,
        "head": position.last.hex,
        "settled": position.settled.seq,
        "pending": position.last.seq - position.settled.seq,
        "former": [former_told(former) for former in kiosk.store.formers()],
        "directory": directory.version,
        "standing": directory.standing,
        "central": list(directory.addresses),
        "last_contact": last_contact(kiosk),
        "calls": door_told(kiosk.store) if is_running(kiosk.folder) else None,
        "room_bytes": room_bytes(kiosk.folder),
        "reserve_bytes": reserve_bytes(kiosk.folder),
        "wall_ms": kiosk.clock.wall_ms(),
    }


def former_told(former: Former) -> dict[str, Any]:
    """A ledger given up, as `status` tells it."""
    return {
        "ledger": former.ledger,
        "reason": former.reason,
        "since_ms": former.since_ms,
        "agreed": former.agreed,
        "lines": former.lines,
        "waiting": former.waiting,
    }


def is_running(folder: Path) -> bool:
    """Whether a process runs the kiosk of `folder`."""
    try:
        RunLock(folder).close()
    except AlreadyRunning:
        return True
    return False


def findings_of(kiosk: Kiosk, place: Place) -> Iterator[Finding]:
    """Everything that can be looked at without changing anything, as it is found."""
    yield _ledger(kiosk)
    yield from standing_findings(kiosk, place)
    yield from machine_findings(kiosk)


def standing_findings(kiosk: Kiosk, place: Place) -> Iterator[Finding]:
    """What needs no reading of the whole ledger, and so can be looked at while citizens rate."""
    yield _machine(kiosk.folder)
    yield _formers(kiosk)
    yield _room(kiosk.folder, place.reserve)
    yield _directory(kiosk)
    yield _standing(kiosk)
    yield _photos(kiosk)
    yield _central(kiosk)
    yield _last_contact(kiosk)
    yield _calls(kiosk)
    yield _release(kiosk, place)


def _release(kiosk: Kiosk, place: Place) -> Finding:
    told = releases_told(place, kiosk.directory.releases, kiosk.time.now_ms())
    return Finding("release", not told["given_up"] and told["expired_ms"] is None, release_words(told))


def _ledger(kiosk: Kiosk) -> Finding:
    try:
        head = kiosk.store.verify()
    except DamagedLedger as error:
        return Finding("ledger", False, str(error))
    return Finding("ledger", head is not None, f"{head.seq if head else 0} lines, every link proved")


def _machine(folder: Path) -> Finding:
    if not is_of_another_machine(folder):
        return Finding("machine", True, "the keys were made on this machine")
    return Finding("machine", False, f"the keys were made on another machine; {COPIED.format(folder=folder)}")


def _formers(kiosk: Kiosk) -> Finding:
    formers = kiosk.store.formers()
    told = [
        f"{former.ledger} ({former.reason}) given up"
        + (f" behind line {former.agreed}" if former.agreed is not None else "")
        + f": {former.lines - former.waiting} of {former.lines} lines beyond delivered as salvage"
        for former in formers
    ]
    waiting = any(former.waiting for former in formers)
    return Finding("former ledgers", not waiting, "; ".join(told) or "none")


def _directory(kiosk: Kiosk) -> Finding:
    missing = (last_contact(kiosk) or {}).get("not_come")
    if missing is None:
        return Finding("directory", True, f"version {kiosk.directory.version}")
    return Finding("directory", False, f"a newer one did not come: {missing['outcome']} {missing['detail']}")


def _standing(kiosk: Kiosk) -> Finding:
    meanings = {
        "in_use": "what this kiosk delivers is counted",
        "replaced": "another kiosk stands in this one's place; deliver what is pending and switch it off",
        "revoked": "what this kiosk delivers is kept and not counted; switch it off",
    }
    standing = kiosk.directory.standing
    return Finding("standing", standing == "in_use", meanings[standing])


def _last_contact(kiosk: Kiosk) -> Finding:
    last = last_contact(kiosk)
    if last is None:
        return Finding("last contact", True, "none yet")
    words = last["outcome"] if last["detail"] is None else f"{last['outcome']}: {last['detail']}"
    return Finding("last contact", last["outcome"] not in NEEDS_HANDS, words)


def _calls(kiosk: Kiosk) -> Finding:
    door = door_told(kiosk.store) if is_running(kiosk.folder) else None
    if door is None:
        return Finding("calls", True, "off")
    where, counters = f"{door.host} port {door.port}", len(kiosk.directory.policies.calls)
    if door.why is not None:
        return Finding("calls", False, f"{where}: {door.why}")
    return Finding("calls", True, f"{where}, from {counters} counters")


def _room(folder: Path, reserve: int) -> Finding:
    room, kept = room_bytes(folder), reserve_bytes(folder)
    words = f"{room // MIB} MiB in {folder}, {kept // MIB} of them kept for the ledger"
    return Finding("room", room >= reserve and (kept == 0 or kept >= reserve), words)


def _photos(kiosk: Kiosk) -> Finding:
    named = photos_of(kiosk.directory)
    here = sum(kiosk.store.photo(digest) is not None for digest in named)
    return Finding("photos", here == len(named), f"{here} of {len(named)} are here")


def _central(kiosk: Kiosk) -> Finding:
    trust = Trust.of(kiosk.directory)
    answer = _asked(kiosk, trust)
    where = ", ".join(trust.addresses)
    if isinstance(answer, Document):
        return Finding("central server", True, f"{where} answers with its own signature")
    failure = answer.outcome() if isinstance(answer, Problematic) else answer
    return Finding(
        "central server", False, f"{where}: {failure.name} {getattr(failure, 'detail', '')}".rstrip()
    )


def _asked(kiosk: Kiosk, trust: Trust) -> Answer:
    """What comes for a signed question, by the time that the server tells: certificates are judged by it."""
    time = Ask("GET", "/api/v1/time", f"nonce={new_nonce()}", signed=False)
    answer = _answer(kiosk, trust, time, "time", kiosk.time.now_ms)
    if not isinstance(answer, Document):
        return answer
    try:
        server_ms = decode(answer.json, TimeDocument).time
    except Malformed as error:
        return Untrusted(f"time: {error.detail}")
    ledger = kiosk.store.position().ledger
    held = Ask("GET", f"/api/v1/ledgers/{ledger}", f"nonce={new_nonce()}")
    return _answer(kiosk, trust, held, "receipt", lambda: server_ms)


def _answer(kiosk: Kiosk, trust: Trust, ask: Ask, kind: str, now_ms: Callable[[], int]) -> Answer:
    with closing(HttpCarrier(trust, kiosk.identity, now_ms)) as carrier:
        return read_answer(carrier.ask(ask), kind, trust)
