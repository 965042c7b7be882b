"""Modules are loaded without looking for garbage among them: none of it is, and nothing of it becomes any."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Let no collector run meanwhile, nor any later one look through what came."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
