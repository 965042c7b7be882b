"""What a kiosk costs while nobody is there: its resting page against the same page in Chromium."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

import psutil
import pytest

from assets import FOLDER
from tests.journeys.display import display
from tests.journeys.office import PROVINCE, UNIT, Office
from tests.journeys.programs import end
from tests.journeys.wire import Wire

CHROMIUM = shutil.which("chromium")
SIZE = (1280, 800)
SETTLING_SECONDS, SECONDS = 8, 30
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
    """Processor time so far."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def costs(process: subprocess.Popen[str]) -> tuple[float, float]:
    """Processor seconds a second of rest, and resident MiB (Pss, so that shared pages count once)."""
    time.sleep(SETTLING_SECONDS)
    processes = family(process)
    before, begun = used_seconds(processes), time.monotonic()
    time.sleep(SECONDS)
    taken = (used_seconds(processes) - before) / (time.monotonic() - begun)
    return taken, sum(one.memory_full_info().pss for one in processes) / 2**20


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
    with display(*SIZE) as name:
        with office.citizen(QT_QPA_PLATFORM="xcb", DISPLAY=name) as someone:
            someone.see("attract")
            kiosk, kiosk_mib = costs(someone.process)
            assert someone.leave() == 0
        with browser(page(tmp_path), name, tmp_path) as process:
            chromium, chromium_mib = costs(process)
    print(
        f"\nat rest: kiosk {kiosk:7.2%} of a core, {kiosk_mib:4.0f} MiB"
        f"   Chromium {chromium:7.2%}, {chromium_mib:4.0f} MiB"
        f"   {kiosk / chromium:5.2f} × its processor time, {kiosk_mib / chromium_mib:5.2f} × its memory",
        end="",
    )
