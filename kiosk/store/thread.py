"""The one thread that touches the database."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlite_utils import Database

from kiosk.store.errors import known_failure

T = TypeVar("T")


class StoreThread:
    """Opens the database on a thread of its own and runs jobs there, one after the other."""

    def __init__(self, connect: Callable[[], Database]) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._db = self._executor.submit(_known, connect).result()
        except BaseException:
            self._executor.shutdown()
            raise

    def submit(self, job: Callable[[Database], T]) -> Future[T]:
        """The result of `job` to come; StoreFailed where the disk or the database is at fault."""
        return self._executor.submit(_known, lambda: job(self._db))

    def run(self, job: Callable[[Database], T]) -> T:
        """The result of `job`, waited for; never call it from a callback of a future of this thread."""
        return self.submit(job).result()

    def close(self) -> None:
        """Finish what was submitted, close the database, end the thread; a second time does nothing."""
        self._executor.submit(self._db.close)
        self._executor.shutdown()


def _known(job: Callable[[], T]) -> T:
    try:
        return job()
    except sqlite3.Error as error:
        failure = known_failure(error)
        if failure is None:
            raise
        raise failure from error
