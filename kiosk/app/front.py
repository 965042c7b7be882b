"""What stands before a citizen from the first page on, for what begins behind it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from kiosk.app.attendant import Attendant
from kiosk.app.drafting import Drafted
from kiosk.app.faults_seen import FaultsSeen
from kiosk.app.known_time import KnownTime
from kiosk.app.opening import Kiosk
from kiosk.app.posting import Posting
from kiosk.config import Config
from kiosk.desk import Player
from kiosk.ui.staff import StaffModel
from kiosk.ui.window import KioskWindow
from sync.contract.directory import Directory


@dataclass(frozen=True)
class Front:
    """`append` takes lines, `posting_of` makes of a directory what is shown, `leave` ends the program."""

    config: Config
    kiosk: Kiosk
    time: KnownTime
    player: Player
    attendant: Attendant
    staff: StaffModel
    window: KioskWindow
    faults: FaultsSeen
    append: Callable[[Drafted], Future[int]]
    posting_of: Callable[[Directory], Posting]
    leave: Callable[[int], None]
