"""The thread beside the requests that looks for jobs that are due."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from sync.central.jobs.every import every_job
from sync.central.jobs.job import Job, Work
from sync.central.jobs.lease import Lease
from sync.central.jobs.running import run_due
from sync.central.opening import Central
from sync.central.settings import Settings

LOOK_SECONDS: Final = 15.0
_PATIENCE_SECONDS: Final = 10.0

log = logging.getLogger(__name__)


def work_of(central: Central, settings: Settings, stopping: Callable[[], bool]) -> Work:
    """What jobs of this process work with."""
    holder = f"{socket.gethostname()} {os.getpid()} {uuid.uuid4().hex[:8]}"
    lease = Lease(central.engine, holder)
    return Work(central.engine, central.identity, central.clock, settings, lease, stopping)


class Minder:
    """Looks every few seconds; a database that cannot be reached is tried again."""

    def __init__(self, central: Central, settings: Settings, jobs: Sequence[Job] | None = None) -> None:
        self._ending = threading.Event()
        self._jobs = every_job(settings) if jobs is None else jobs
        self._work = work_of(central, settings, self._ending.is_set)
        self._thread = threading.Thread(target=self._mind, name="jobs", daemon=True)

    def begin(self) -> None:
        """Look from now on; the first time after a moment, so that a start is not held up."""
        self._thread.start()

    def end(self) -> None:
        """Look no more; a job that does not end soon is cut off with the process, which harms nothing."""
        self._ending.set()
        self._thread.join(_PATIENCE_SECONDS)

    def _mind(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            try:
                run_due(self._work, self._jobs)
            except SQLAlchemyError:
                log.warning("the database cannot be asked for jobs; the next look is in a moment")
            except Exception:
                log.exception("looking for jobs failed; the next look is in a moment")
