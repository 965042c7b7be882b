"""What a kiosk costs while nobody is there: its resting page against the same page in Chromium.

Turn and turn about, so that whatever else the machine does meanwhile hinders both.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from string import Template

import psutil
import pytest

from assets import FOLDER
from tests.journeys.display import display
from tests.journeys.office import PROVINCE, UNIT, Office
from tests.journeys.programs import end, start
from tests.journeys.wire import Wire

CHROMIUM = shutil.which("chromium")
SIZE = (1280, 800)
ROUNDS = int(os.environ.get("HAILONG_ROUNDS", "3"))
LOOK_SECONDS, CALM, PATIENCE_SECONDS = 5, 0.02, 300
"""A start is over when a program takes less than so much of a core in one look."""
SWEEPING_SECONDS, SECONDS = 15, 60
"""Until what a start leaves behind was swept; then as long as it takes for the picture to move once."""
MOST = 0.5
"""Of the browser's processor time."""
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync", "--kiosk")
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


def costs(process: subprocess.Popen[str]) -> tuple[float, float]:
    """Processor seconds a second of rest, and resident MiB (Pss, so that shared pages count once)."""
    wait_for_calm(process)
    time.sleep(SWEEPING_SECONDS)
    processes = family(process)
    before, begun = used_seconds(processes), time.monotonic()
    time.sleep(SECONDS)
    taken = (used_seconds(processes) - before) / (time.monotonic() - begun)
    return taken, sum(one.memory_full_info().pss for one in processes) / 2**20


@contextmanager
def at_desk(config: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    """The kiosk, on the whole display."""
    told = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": name}
    process = start("kiosk.cli", "run", "--config", str(config), **told)
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


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to compare with")
def test_a_kiosk_at_rest_against_the_same_page_in_chromium(tmp_path: Path) -> None:
    with Wire() as wire:
        office = Office(tmp_path, f"sqlite:///{tmp_path / 'central.sqlite'}", wire)
        with office.serving():
            office.enrol()
            assert office.kiosk("deliver").code == 0
    office.config.write_text('data_folder = "kiosk"\ndeliver = false\n')
    file, kiosk, chromium = page(tmp_path), [], []
    with display(*SIZE) as name:
        for _ in range(ROUNDS):
            with at_desk(office.config, name) as process:
                kiosk.append(costs(process))
            with browser(file, name, tmp_path) as process:
                chromium.append(costs(process))
    report("processor time", [mine[0] / its[0] for mine, its in zip(kiosk, chromium, strict=True)])
    report("memory", [mine[1] / its[1] for mine, its in zip(kiosk, chromium, strict=True)])
    assert median(mine[0] / its[0] for mine, its in zip(kiosk, chromium, strict=True)) <= MOST


def report(what: str, ratios: list[float]) -> None:
    """Print the kiosk's part of what Chromium takes."""
    print(
        f"\nat rest, {what}: median {median(ratios):.3f} × Chromium's"
        f"   ({min(ratios):.3f} to {max(ratios):.3f}, n = {len(ratios)})",
        end="",
    )
