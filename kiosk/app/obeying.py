"""Commands of the central server, put together from the rooms."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from itertools import chain
from typing import Final

from kiosk.app.commanding import Came, Commands, Deeds
from kiosk.app.diagnosing import diagnostics_of
from kiosk.app.drafting import Drafted
from kiosk.app.faults_seen import FaultsSeen
from kiosk.app.machine_looked_at import machine_findings
from kiosk.app.opening import Kiosk
from kiosk.app.release_judged import Place
from kiosk.app.reporting import standing_findings
from kiosk.app.staff_room import EXIT_CODES
from kiosk.ui.staff_scene import Said
from sync.contract.commands import DIAGNOSTICS, Command, Outcome
from sync.contract.directory import Directory
from sync.contract.seal import seal
from sync.contract.segment import digest

LONGEST_CODE: Final = 64


def serve_commands(
    kiosk: Kiosk,
    append: Callable[[Drafted], Future[int]],
    deliver: Callable[[], Said],
    leave: Callable[[int], None],
    resting: Callable[[], bool],
    faults: FaultsSeen,
    place: Place,
    now_ms: Callable[[], int | None],
) -> Commands:
    """What obeys commands at `kiosk`; reads the store once.

    `place`: where releases come to; `now_ms`: None while nobody knows the time.

    Raises:
        StoreFailed: the store cannot be read.
    """
    deeds = Deeds(
        deliver=lambda: came_of(deliver()),
        diagnose=partial(_diagnose, kiosk, faults, place),
        restart=lambda: leave(EXIT_CODES["restart"]),
    )
    return Commands(kiosk.store, append, deeds, resting, now_ms)


def came_of(said: Said) -> Came:
    """What a delivery came to, in the words of a command's answer."""
    if said.what == "delivered":
        return Came(Outcome.DONE)
    return Came(Outcome.FAILED, (said.detail or said.what)[:LONGEST_CODE])


def _diagnose(kiosk: Kiosk, faults: FaultsSeen, place: Place, command: Command, directory: Directory) -> Came:
    """Diagnostics, sealed to the server as all that may be looked at only there."""
    looked = chain(standing_findings(kiosk, place), machine_findings(kiosk))
    report = diagnostics_of(kiosk, directory, faults.last(), place, looked)
    ledger = kiosk.store.position().ledger
    public = bytes.fromhex(directory.seal_keys.server)
    blob = seal(DIAGNOSTICS, ledger, command.command, report, public)
    return Came(Outcome.DONE, attached={DIAGNOSTICS: digest(blob)}, blobs=(blob,))
