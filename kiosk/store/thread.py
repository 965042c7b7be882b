"""The one thread that touches the database."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlite_utils import Database

from kiosk.store.errors import DiskFull, known_failure

T = TypeVar("T")


class StoreThread:
    """Opens the database on a thread of its own and runs jobs there, one after the other.

    A job that finds the disk full is tried again for as long as `relieve` makes some room.
    """

    def __init__(self, connect: Callable[[], Database], relieve: Callable[[], bool]) -> None:
        self._relieve = relieve
        self._closed = False
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._db = self._executor.submit(self._known, connect).result()
        except BaseException:
            self._executor.shutdown()
            raise

    def submit(self, job: Callable[[Database], T]) -> Future[T]:
        """The result of `job` to come; StoreFailed where the disk or the database is at fault."""
        return self._executor.submit(self._known, lambda: job(self._db))

    def run(self, job: Callable[[Database], T]) -> T:
        """The result of `job`, waited for; never call it from a callback of a future of this thread."""
        return self.submit(job).result()

    def close(self) -> None:
        """Finish what was submitted, close the database, end the thread; a second time does nothing."""
        if not self._closed:
            self._closed = True
            self._executor.submit(self._db.close)
            self._executor.shutdown()

    def _known(self, job: Callable[[], T]) -> T:
        while True:
            try:
                return job()
            except (sqlite3.Error, OSError) as error:
                failure = known_failure(error)
                if failure is None:
                    raise
                if not isinstance(failure, DiskFull) or not self._relieve():
                    raise failure from error
