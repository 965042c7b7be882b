"""What stands around the screen, joined to the visit: hours, light, scanner, watchdog."""

from PySide6.QtCore import QObject, Qt, QTimer

from kiosk.app.attendant import Attendant
from kiosk.app.blanking import Blanking
from kiosk.app.known_time import KnownTime
from kiosk.app.office import Office
from kiosk.app.opening import Kiosk
from kiosk.app.posting import Posting
from kiosk.app.scanning import Scans
from kiosk.desk import Watchdog, machine_backlight
from kiosk.ui.scans import ScanFilter
from kiosk.ui.window import KioskWindow
from kiosk.visit import DutyLapsed


class Surroundings(QObject):
    """Opens after the attendant and closes before it; follows each new directory at once."""

    def __init__(self, kiosk: Kiosk, time: KnownTime, attendant: Attendant) -> None:
        super().__init__()
        directory, take, up_ms = kiosk.directory, attendant.take, kiosk.clock.up_ms
        self._time = time
        self._attendant = attendant
        self._now_ms = up_ms
        self.office = Office(directory, time, take, lambda: attendant.on_duty)
        self._scans = Scans(directory, take, up_ms)
        self._keys = ScanFilter(self._scans.heard)
        self._blanking = Blanking(machine_backlight())
        self._watchdog = Watchdog()
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._watchdog.alive)
        attendant.posted.connect(self._follow, Qt.ConnectionType.QueuedConnection)

    def open(self, window: KioskWindow) -> None:
        """The first page is shown: hear what comes from around it, and tell that we live."""
        window.installEventFilter(self._keys)
        window.installEventFilter(self._blanking)  # the last installed hears first
        window.model.told_of("page").connect(lambda: self._blanking.see(window.model.values["page"]))
        self._blanking.see(window.model.values["page"])
        self.office.open()
        self._attendant.ticked.connect(self.office.look)
        self._watchdog.ready()
        if self._watchdog.beat_seconds is not None:
            self._beat.start(int(self._watchdog.beat_seconds * 1000))

    def close(self) -> None:
        """Hear nothing more, and tell that the end is wanted."""
        self._watchdog.stopping()
        self._blanking.close()
        self._beat.stop()
        self._attendant.ticked.disconnect(self.office.look)
        self._watchdog.close()

    def _follow(self, posting: Posting) -> None:
        directory = posting.directory
        self._time.published_ms = directory.published
        known = {one.official for one in directory.officials}
        gone = tuple(one for one in self._attendant.on_duty if one not in known)
        if gone:
            self._attendant.take(DutyLapsed(gone, at_ms=self._now_ms()))
        self._scans.directory = directory
        self.office.follow(directory)
