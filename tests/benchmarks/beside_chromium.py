"""The kiosk's resting page and the same page in Chromium, each on a display of its own."""

import json
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

import psutil

from assets import FOLDER
from tests.journeys.display import display
from tests.journeys.office import PROVINCE, UNIT
from tests.journeys.programs import end, start

CHROMIUM = shutil.which("chromium")
SIZE = (1280, 800)
LOOK_SECONDS, CALM, PATIENCE_SECONDS = 5, 0.02, 300
"""A start is over when a program takes less than so much of a core in one look."""
BAND, BAND_AT = (0x8E, 0x20, 0x18), (SIZE[0] // 2, 8)
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-features=Translate",
    "--window-position=0,0",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--kiosk",
)
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-default-apps")
CARD = '<article><img src="{photo}"><div>{name}<small>Quầy {number} · {counter}</small></div></article>'


def page(folder: Path) -> Path:
    """The twin of the demo's resting page, as a file."""
    province = json.loads((PROVINCE / "province.json").read_text(encoding="utf-8"))
    counters = {counter["counter"]: counter for counter in province["counters"]}
    people = [person for person in province["officials"] if person["unit"] == UNIT][:12]
    cards = (
        CARD.format(
            photo=(PROVINCE / person["photo"]).as_uri(),
            name=person["name"],
            number=counters[person["counters"][0]]["number"],
            counter=counters[person["counters"][0]]["name"]["vi"],
        )
        for person in people
    )
    notices = [words["vi"] for kind in province["texts"].values() if isinstance(kind, list) for words in kind]
    template = Template((Path(__file__).parent / "attract.html").read_text(encoding="utf-8"))
    file = folder / "attract.html"
    file.write_text(
        template.substitute(
            fonts=(FOLDER / "fonts").as_uri(),
            drawings=(FOLDER / "drawings").as_uri(),
            unit=province["units"][0]["name"]["vi"],
            cards="".join(cards),
            notices=json.dumps(notices or [province["units"][0]["name"]["vi"]], ensure_ascii=False),
        ),
        encoding="utf-8",
    )
    return file


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The process and all that it started."""
    head = psutil.Process(process.pid)
    return [head, *head.children(recursive=True)]


def used_seconds(processes: list[psutil.Process]) -> float:
    """Processor time so far, of all threads and to the nanosecond: Linux has a clock for each process."""
    return sum(time.clock_gettime(~process.pid << 3 | 2) for process in processes)


def wait_for_calm(process: subprocess.Popen[str]) -> None:
    """Until it has started, however busy the machine is."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        assert time.monotonic() < until, "it never came to rest"
        processes = family(process)
        before = used_seconds(processes)
        time.sleep(LOOK_SECONDS)
        taken = used_seconds(processes) - before
        if before > 0.5 and taken < CALM * LOOK_SECONDS and len(family(process)) == len(processes):
            return


def memory_mib(process: subprocess.Popen[str]) -> float:
    """Resident memory of it and all that it started (Pss, so that shared pages count once)."""
    return float(sum(one.memory_full_info().pss for one in family(process)) / 2**20)


class Screen:
    """What a display without a panel shows, in a file that X keeps up to date."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue there."""
        with self._file.open("rb") as image:
            head = struct.unpack(">25I", image.read(100))  # X's window dump, XWDFile.h
            size, bits, line, colours = head[0], head[11], head[12], head[19]
            image.seek(size + colours * 12 + y * line + x * bits // 8)
            blue, green, red, _ = image.read(4)
        return red, green, blue


@contextmanager
def screen(folder: Path) -> Iterator[tuple[str, Screen]]:
    """A display, by its name and by what it shows."""
    folder.mkdir()
    with display(*SIZE, "-noreset", "-fbdir", str(folder)) as name:
        yield name, Screen(folder / "Xvfb_screen0")


def wait_for_page(shown: Screen, *, gone: bool = False) -> None:
    """Until the band above either's page is there, or gone."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (shown.pixel(*BAND_AT) == BAND) is gone:
        assert time.monotonic() < until, "its page never came, or stays"
        time.sleep(0.002)


@contextmanager
def at_desk(config: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    """The kiosk, on the whole display."""
    told = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": name}
    process = start("tests.benchmarks.kiosk_alone", "run", "--config", str(config), **told)
    try:
        yield process
    finally:
        end(process)


@contextmanager
def browser(file: Path, name: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Chromium, showing the page on the whole display."""
    data = f"--user-data-dir={folder / 'chromium'}"
    size = f"--window-size={SIZE[0]},{SIZE[1]}"
    command = [str(CHROMIUM), *OPTIONS, *QUIET, data, size, file.as_uri()]
    process = subprocess.Popen(
        command, env=os.environ | {"DISPLAY": name}, text=True, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        end(process)
