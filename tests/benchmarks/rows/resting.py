"""What a kiosk costs while nobody is there, beside Chromium that shows the same page in kiosk mode.

Both start in turn, and rest at the same time, each on a display of its own.
"""

import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from tests.benchmarks.beside_chromium import (
    CHROMIUM,
    Screen,
    at_desk,
    browser,
    family,
    memory_mib,
    page,
    screen,
    used_seconds,
    wait_for_calm,
    wait_for_page,
)
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.places import work
from tests.benchmarks.turns import Turns
from tests.journeys.office import Office
from tests.journeys.wire import Wire

PAGE = "Chromium in kiosk mode with the same page"
ONE_BY_ONE = (
    "seven tenths of its work is Python reading libraries, one after the other: PySide a quarter of all, "
    "sqlite-utils a tenth; the page's QML, pictures and first frame are a fifth; a browser's parts start "
    "side by side"
)
PASSPHRASE = "only for this test\n"
STARTS, SWEEPING_SECONDS = {False: 2, True: 5}, 10
LOOKS = {False: (20,), True: (60, 60, 60)}
"""In seconds; in a minute the whole picture moves once, which costs the most."""


@measures(
    Figure(
        "start to the first frame of the page (files in memory)",
        PAGE,
        Reach.AT_MOST,
        1 / 3,
        missed=ONE_BY_ONE,
    ),
    Figure("idle memory (PSS, every process)", PAGE, Reach.AT_MOST, 1 / 3),
    Figure(
        "processor time of the resting page (whole minutes in full)",
        PAGE,
        Reach.AT_MOST,
        0.5,
    ),
)
def nobody_there(full: bool) -> Sequence[Sample]:
    """Some starts of each, then both at rest."""
    assert CHROMIUM is not None, "no Chromium to compare with"
    starts, memory, used = Turns([], []), Turns([], []), Turns([], [])
    with tempfile.TemporaryDirectory(dir=work()) as name, ExitStack() as stack:
        folder = Path(name)
        config, file = an_office(folder), page(folder)
        (ours, our_screen), (theirs, their_screen) = (
            stack.enter_context(screen(folder / which)) for which in ("ours", "theirs")
        )
        for turn in range(1 + STARTS[full]):
            taken = started(at_desk(config, ours), our_screen)
            other = started(browser(file, theirs, folder), their_screen)
            if turn:
                starts.ours.append(taken)
                starts.plain.append(other)
        kiosk = stack.enter_context(at_desk(config, ours))
        chromium = stack.enter_context(browser(file, theirs, folder))
        for process in (kiosk, chromium):
            wait_for_calm(process)
        time.sleep(SWEEPING_SECONDS)
        weigh(kiosk, chromium, memory)
        for seconds in LOOKS[full]:
            look(kiosk, chromium, seconds, used)
            weigh(kiosk, chromium, memory)
    sizes = f"{memory.ours[-1]:.0f} against {memory.plain[-1]:.0f} MiB"
    parts = (sum(taken) / sum(LOOKS[full]) for taken in (used.ours, used.plain))
    return (
        starts.times(starts.lengths()),
        memory.times(sizes),
        used.times("{:.2%} against {:.2%} of a processor, both in the same minutes".format(*parts)),
    )


def started(program: AbstractContextManager[object], shown: Screen) -> float:
    """Seconds until it shows its page; it is ended then."""
    begun = time.perf_counter()
    with program:
        wait_for_page(shown)
        taken = time.perf_counter() - begun
    wait_for_page(shown, gone=True)
    return taken


def weigh(kiosk: "subprocess.Popen[str]", chromium: "subprocess.Popen[str]", memory: Turns) -> None:
    """Add what both hold of the memory."""
    memory.ours.append(memory_mib(kiosk))
    memory.plain.append(memory_mib(chromium))


def look(
    kiosk: "subprocess.Popen[str]", chromium: "subprocess.Popen[str]", seconds: float, used: Turns
) -> None:
    """Add what both used of the processor in so many seconds."""
    both = [family(process) for process in (kiosk, chromium)]
    before = [used_seconds(processes) for processes in both]
    time.sleep(seconds)
    ours, plain = (used_seconds(processes) - was for processes, was in zip(both, before, strict=True))
    used.ours.append(ours)
    used.plain.append(plain)


def an_office(folder: Path) -> Path:
    """A kiosk that asks for everything, comments too, and calls nobody; its configuration."""
    with Wire() as wire:
        office = Office(folder, f"sqlite:///{folder / 'central.sqlite'}", wire)
        key = ("--out", str(folder / "supervisors.pem"), "--stdin")
        assert office.central("keys", "supervisors", *key, typed=PASSPHRASE).code == 0
        with office.serving():
            office.enrol()
            assert office.kiosk("deliver").code == 0
    office.config.write_text('data_folder = "kiosk"\ndeliver = false\n')
    return office.config
