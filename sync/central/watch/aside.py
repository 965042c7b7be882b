"""Asking the database beside the requests: in a thread of its own, and waiting no longer than a bound."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")


class NoAnswer(Exception):
    """It did not answer in time."""


class Aside(Generic[T]):
    """One question; whoever asks while it is under way hears that answer, so one thread is enough."""

    def __init__(self, threads: ThreadPoolExecutor, question: Callable[[], T]) -> None:
        self._threads = threads
        self._question = question
        self._under_way: Future[T] | None = None

    async def ask(self, seconds: float) -> T:
        """The answer, or the error that the question ended in.

        Raises:
            NoAnswer: not in time.
        """
        if self._under_way is None or self._under_way.done():
            self._under_way = self._threads.submit(self._question)
        answer = asyncio.wrap_future(self._under_way)
        try:
            return await asyncio.wait_for(asyncio.shield(answer), seconds)
        except TimeoutError as error:
            raise NoAnswer from error
