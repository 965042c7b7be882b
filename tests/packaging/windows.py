"""A Windows that is none, with the kiosk that was installed there, and a citizen before its screen."""

import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from PIL import Image, ImageChops, ImageGrab, ImageStat

from build_spec.windows.wine import Wine
from kiosk.releases.standing import Standing, read_standing
from kiosk.visit import TIMINGS
from tests.journeys.programs import Citizen, ledger_lines
from tests.packaging.waiting import PATIENCE_SECONDS, until

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
SMALL = (32, 20)
ALIKE = 4.5
"""Mean difference of grey, 0 to 255, of two pictures of one page: two systems drew its letters, and receipts
have codes of their own. Other pages differ by 8 and more."""


@dataclass(frozen=True)
class Machine:
    """What an administrator sees of it."""

    wine: Wine

    @property
    def home(self) -> Path:
        return self.wine.drive / "Program Files" / "HaiLong"

    @property
    def data(self) -> Path:
        return self.wine.drive / "ProgramData" / "hailong"

    @property
    def log(self) -> str:
        """What the keeper wrote."""
        return (self.data / "kiosk" / "log" / "keep.log").read_text("utf-8")

    @property
    def program(self) -> str:
        return "C:\\Program Files\\HaiLong\\program\\hailong-kiosk.exe"

    def setup(self, file: Path, *options: str) -> int:
        """Run an installer; its exit code."""
        return self.wine.run(str(file), "/S", *options).returncode

    def uninstall(self, *options: str) -> None:
        """Run the uninstaller, which goes on when its first process has ended."""
        self.wine.run("C:\\Program Files\\HaiLong\\uninstall.exe", "/S", *options)
        until(lambda: not self.home.exists(), "it is still there")

    def kiosk(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the kiosk."""
        return self.wine.run(self.program, *arguments)

    def kinds(self) -> list[str]:
        """The kinds of the lines in its ledger, read from a copy: SQLite on two systems shares no locks."""
        with tempfile.TemporaryDirectory() as copy:
            left = shutil.ignore_patterns("*-shm")
            shutil.copytree(self.data / "kiosk" / "ledger", Path(copy) / "ledger", ignore=left)
            return [line["kind"] for line in ledger_lines(Path(copy))]

    @property
    def task(self) -> Path:
        """The task that is registered; wine keeps little of it."""
        return self.wine.drive / "windows" / "system32" / "tasks" / "HaiLong"

    def at_sign_in(self) -> list[str]:
        """What starts when the kiosk's account signs in, as it was registered."""
        assert self.task.exists()
        task = ET.parse(self.home / "task.xml").getroot()
        account, command, arguments = (
            task.findtext(f".//{TASK}{name}") or "" for name in ("UserId", "Command", "Arguments")
        )
        assert account == "hailong-kiosk"
        return [command, *arguments.split()]

    @contextmanager
    def signed_in(self) -> Iterator[None]:
        """Meanwhile runs what the task starts: wine has no sign-in. Begins when the kiosk has started."""
        starts = self.starts()
        with self.wine.started(*self.at_sign_in()) as keeper:
            try:
                self.started_again(starts)
                yield
            finally:
                self.kiosk("leave")
                try:
                    assert keeper.wait(PATIENCE_SECONDS) == 0
                finally:
                    keeper.kill()

    def starts(self) -> int:
        """How often the kiosk started."""
        return self.kinds().count("kiosk.started")

    def started_again(self, than: int) -> None:
        """Wait until it started more often than so."""
        until(lambda: self.starts() > than, "it did not start")

    @property
    def standing(self) -> Standing:
        """What is known of its releases."""
        return read_standing(self.data / "kiosk")

    def running(self) -> list[psutil.Process]:
        """The kiosk's processes: a launcher that waits, if a release runs, and what draws."""
        found = (one for one in psutil.process_iter() if self._is_kiosk(one))
        return sorted(found, key=lambda one: one.create_time())

    def _is_kiosk(self, process: psutil.Process) -> bool:
        with suppress(psutil.Error):
            command = " ".join(process.cmdline()).strip()
            ours = "hailong-kiosk.exe" in command and command.endswith("run --kept")
            return ours and process.environ().get("WINEPREFIX") == str(self.wine.prefix)
        return False


class Visitor:
    """Touches the kiosk of a machine where its twin, the same kiosk on this system, has its controls.

    Each page must come on both, and look alike, before anything is touched: nobody looks into the program.
    """

    def __init__(self, display: str, twin: Citizen, folder: Path) -> None:
        self._display, self._twin, self._folder = display, twin, folder

    def see(self, page: str) -> None:
        """Wait for a page on both screens."""
        self._twin.see(page)
        self._alike(page)

    def keep(self, file: Path) -> None:
        """Keep a picture of the machine's screen."""
        file.parent.mkdir(parents=True, exist_ok=True)
        ImageGrab.grab(xdisplay=self._display).save(file)

    def touch(self, name: str) -> None:
        """Touch a control on both."""
        self._alike(name)
        x, y = self._twin.where(name)
        time.sleep(TIMINGS.repeat_guard_ms / 1000 + 0.05)
        at = ["mousemove", str(x), str(y), "mousedown", "1", "mouseup", "1"]
        subprocess.run(["xdotool", *at], env={"DISPLAY": self._display, "PATH": "/usr/bin"}, check=True)
        self._twin.touch(name)

    def _alike(self, what: str) -> None:
        told: list[float] = []

        def look() -> bool:
            told[:] = [difference(ImageGrab.grab(xdisplay=self._display), self._picture())]
            return told[0] < ALIKE

        try:
            until(look, what)
        except AssertionError:
            ImageGrab.grab(xdisplay=self._display).save(self._folder / "screen.png")
            raise AssertionError(f"{what}: differs by {told} from its twin's; {self._folder}/*.png") from None

    def _picture(self) -> Image.Image:
        file = self._folder / "twin.png"
        self._twin.picture(file)
        with Image.open(file) as picture:
            return picture.convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ: mean of the difference of grey, 0 to 255."""
    small = [picture.convert("L").resize(SMALL, Image.Resampling.BOX) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*small)).mean[0])
