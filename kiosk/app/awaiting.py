"""A machine that is no kiosk yet and has a provisioning file: it enrols by itself, as often as it takes."""

import logging
import threading
from random import random

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from kiosk.app.ending import ended_when_told
from kiosk.app.provisioning import enrol_provisioned
from kiosk.app.waiting import passes, paused_window, shut
from kiosk.config import Config
from kiosk.desk import Clock, Watchdog
from kiosk.ui.scene import Scene
from kiosk.visit import Desk, Visit
from sync.agent.enrolment import Enrolled
from sync.agent.enrolment_failure import EnrolmentFailure
from sync.agent.pacing import Pacing, backoff_ms
from sync.agent.provisioning_file import read_provisioning

log = logging.getLogger(__name__)


def enrolled_by_itself(config: Config, clock: Clock, pacing: Pacing | None = None) -> bool:
    """Enrol by the provisioning file, which is read anew at each try; False: told to end meanwhile.

    Whoever comes sees the paused page. A failure that no further try mends is raised.
    """
    app = QGuiApplication.instance() or QGuiApplication(["hailong-kiosk"])
    told = read_provisioning(config.provisioning)
    name = {"vi": ""} if isinstance(told, EnrolmentFailure) else told.name

    def scene(visit: Visit, now_ms: int) -> Scene:
        return Scene(visit=visit, unit_name=name, now_ms=now_ms)

    window = paused_window(config, Desk(), "store", scene)
    newcomer = Newcomer(config, clock, pacing or Pacing())
    watchdog, beat = Watchdog(), QTimer()
    beat.timeout.connect(watchdog.alive)
    with ended_when_told(app):
        newcomer.start()
        watchdog.ready()
        if watchdog.beat_seconds is not None:
            beat.start(int(watchdog.beat_seconds * 1000))
        app.exec()
    beat.stop()
    watchdog.close()
    newcomer.stop()
    shut(window)
    if newcomer.failed is not None:
        raise newcomer.failed
    return newcomer.enrolled


class Newcomer(QObject):
    """Tries on a thread of its own, at the protocol's pace after failures; once done, ends the event loop."""

    came = Signal()

    def __init__(self, config: Config, clock: Clock, pacing: Pacing) -> None:
        super().__init__()
        self.enrolled = False
        self.failed: Exception | None = None
        self._config, self._clock, self._pacing = config, clock, pacing
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="enrolling", daemon=True)
        self.came.connect(self._leave, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def stop(self) -> None:
        """Try no more; an attempt that is under way may be cut short, and is repeated at the next start."""
        self._ended.set()
        self.came.disconnect(self._leave)

    def _run(self) -> None:
        failures = 0
        while not self._ended.is_set():
            try:
                answer = enrol_provisioned(self._config.data_folder, self._clock, self._config.provisioning)
                why = "" if isinstance(answer, Enrolled) else f"{answer.words['vi']} ({answer.detail})"
            except Exception as error:  # noqa: BLE001 - raised again on the main thread
                if not passes(error):
                    self.failed = error
                    break
                why = str(error)
            if not why:
                self.enrolled = True
                break
            wait_ms = backoff_ms(self._pacing, failures, random())  # noqa: S311 - spreads tries, and no secret
            log.warning("not enrolled yet: %s; again in %d s", why, wait_ms // 1000)
            failures += 1
            self._ended.wait(wait_ms / 1000)
        if not self._ended.is_set():
            self.came.emit()

    def _leave(self) -> None:
        QGuiApplication.exit()  # `quit` would ask the window, which does not let itself be closed
