"""A real display without a panel."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.programs import end


@contextmanager
def display(width: int, height: int, *options: str) -> Iterator[str]:
    """An X server of that size in pixels, with these options of Xvfb; its name for DISPLAY."""
    reading, writing = os.pipe()
    screen = ("-screen", "0", f"{width}x{height}x24")
    command = ["Xvfb", "-displayfd", str(writing), *screen, "-nolisten", "tcp", *options]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL, text=True) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield f":{told.readline().strip()}"
        finally:
            end(server)
