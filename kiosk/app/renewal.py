"""Releases at the running kiosk, put together: one comes, one is on trial, one waits for a quiet moment."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QObject, Qt

from kiosk.app.drafting import Drafted
from kiosk.app.opening import Kiosk
from kiosk.app.quiet_restart import QuietRestart
from kiosk.app.release_judged import Place
from kiosk.app.reporting import MIB
from kiosk.app.trial import Trial
from kiosk.app.updating import Updater
from kiosk.config import Config
from kiosk.ui.window import KioskWindow
from sync.agent.contact import Contact


class Renewal(QObject):
    """Lives on the screen's thread; `heard` and `appended` may be called from any.

    `resting` tells whether nobody is before the screen, `restart` ends the program to be started again.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        config: Config,
        append: Callable[[Drafted], Future[int]],
        resting: Callable[[], bool],
        restart: Callable[[], None],
    ) -> None:
        super().__init__()
        self.place = Place(kiosk.folder, config.release_keys, config.reserve_mib * MIB)
        self._resting = resting
        self._quiet = QuietRestart(kiosk.folder, resting, restart)
        self._trial = Trial(kiosk.folder, append, self._quiet.wanted.emit, hearable=config.hearable)
        self.heard = self._trial.heard.emit
        self.appended = self._trial.appended.emit

    def aside(self, contact: Contact) -> Callable[[], int]:
        """What the worker does when it has time: a release comes by `contact`."""
        ready = self._quiet.wanted.emit
        return Updater(
            self.place, contact.bring, lambda: contact.directory.releases, self._resting, ready
        ).step

    def open(self, window: KioskWindow) -> None:
        """The window is there, and shall prove that it draws."""
        window.frameSwapped.connect(self._trial.drawn, Qt.ConnectionType.SingleShotConnection)
        window.update()
        self._trial.open()
        self._quiet.open()

    def close(self) -> None:
        """Nothing more is proved, and no restart waits."""
        self._trial.close()
        self._quiet.close()
