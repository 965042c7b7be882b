import os
import shutil
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from kiosk.desk.child_voice import ChildVoice, system_environment
from kiosk.desk.sayings import LIVE_VOICES, Speech, machine_speaker
from kiosk.desk.sound import Player, Sentence, Shelf, machine_player
from kiosk.desk.voices import WindowsVoice, linux_voice, seconds_of

linux = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the system's player")

SAYS_AND_WAITS = (
    'echo "begins $$ $*" >> "$LOG"; trap \'echo "ended $$" >> "$LOG"; exit 0\' TERM; sleep 30 & wait'
)
SAYS = 'echo "begins $$ $*" >> "$LOG"'
DEAF = "trap '' TERM; " + 'echo "begins $$ $*" >> "$LOG"; while :; do sleep 0.05; done'


class Machine:
    """A PATH with fake players, a folder with sounds, and what the players wrote down."""

    def __init__(self, folder: Path) -> None:
        self.sounds, self.bin, self.log = folder / "sounds", folder / "bin", folder / "log"
        self.bin.mkdir()
        self.environment: Mapping[str, str] = {
            "PATH": f"{self.bin}:{self.tools(folder)}",
            "LOG": str(self.log),
        }
        for name in ("vi/thanks.wav", "vi/paused.wav", "vi/old.ogg", "en/thanks.wav", "neutral/touch.wav"):
            (self.sounds / name).parent.mkdir(parents=True, exist_ok=True)
            (self.sounds / name).write_bytes(b"RIFF")

    def tools(self, folder: Path) -> Path:
        """What scripts need, and no player or speaker that this machine may have."""
        tools = folder / "tools"
        tools.mkdir()
        for name in ("sh", "sleep", "cat"):
            (tools / name).symlink_to(f"/bin/{name}")
        return tools

    def install(self, name: str, script: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.bin / name).chmod(0o755)

    def player(self) -> Player:
        player = machine_player(self.sounds, self.environment)
        player.turn(True)
        return player

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def played(self) -> list[str]:
        return [line.split()[-1].removeprefix(f"{self.sounds}/") for line in self.lines() if "begins" in line]

    def children(self) -> list[int]:
        return [int(line.split()[1]) for line in self.lines() if "begins" in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def closing() -> Iterator[Callable[[Player], Player]]:
    players: list[Player] = []

    def later(player: Player) -> Player:
        players.append(player)
        return player

    yield later
    for player in players:
        player.close()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def lives(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return True


@linux
def test_a_sound_goes_to_the_systems_player(machine: Machine, closing: Callable[[Player], Player]) -> None:
    machine.install("aplay", SAYS)
    player = closing(machine.player())
    player.play("thanks", "vi")
    until(lambda: machine.played() == ["vi/thanks.wav"])
    player.play("touch", "en")
    until(lambda: machine.played() == ["vi/thanks.wav", "neutral/touch.wav"])
    until(lambda: not any(map(lives, machine.children())))


@linux
def test_a_new_sound_takes_the_old_ones_place(machine: Machine, closing: Callable[[Player], Player]) -> None:
    machine.install("paplay", SAYS_AND_WAITS)
    player = closing(machine.player())
    player.play("thanks", "vi")
    until(lambda: len(machine.played()) == 1)
    player.play("paused", "vi")
    until(lambda: len(machine.played()) == 2)
    first, second = machine.children()
    assert machine.lines()[1] == f"ended {first}"
    assert not lives(first)
    assert lives(second)
    player.stop()
    until(lambda: not lives(second))


@linux
def test_closing_leaves_no_child_not_even_a_deaf_one(machine: Machine) -> None:
    machine.install("aplay", DEAF)
    player = machine.player()
    player.play("thanks", "vi")
    until(lambda: len(machine.children()) == 1)
    player.close()
    player.close()
    player.play("thanks", "vi")
    assert not lives(machine.children()[0])
    assert "sound" not in [thread.name for thread in threading.enumerate()]


@linux
def test_a_player_that_hangs_is_ended(machine: Machine) -> None:
    machine.install("aplay", SAYS_AND_WAITS)
    voice = ChildVoice((str(machine.bin / "aplay"),), (".wav",), machine.environment, longest_seconds=0.2)
    voice.say(machine.sounds / "vi/thanks.wav")
    until(lambda: len(machine.lines()) == 2)
    assert machine.lines()[1].startswith("ended")
    voice.close()


@linux
def test_a_hundred_impatient_touches_wait_for_nothing_and_the_last_is_heard(
    machine: Machine, closing: Callable[[Player], Player]
) -> None:
    machine.install("aplay", SAYS_AND_WAITS)
    player = closing(machine.player())
    began = time.perf_counter()
    for _ in range(100):
        player.play("thanks", "vi")
    player.play("paused", "vi")
    assert time.perf_counter() - began < 0.5
    until(lambda: machine.played()[-1:] == ["vi/paused.wav"])
    assert sum(map(lives, machine.children())) == 1


@linux
def test_sound_is_off_until_it_is_turned_on_and_silent_once_turned_off(machine: Machine) -> None:
    machine.install("aplay", SAYS_AND_WAITS)
    player = machine_player(machine.sounds, machine.environment)
    assert not player.has("thanks", "vi")
    player.play("thanks", "vi")
    player.turn(True)
    assert player.has("thanks", "vi")
    player.play("paused", "vi")
    until(lambda: machine.played() == ["vi/paused.wav"])
    player.turn(False)
    until(lambda: not lives(machine.children()[0]))
    player.close()


@linux
def test_the_best_installed_player_is_taken_with_what_it_can_play(machine: Machine) -> None:
    machine.install("aplay", SAYS)
    plain = machine.player()
    assert not plain.has("old", "vi")  # aplay would play Ogg as noise
    machine.install("pw-play", SAYS)
    better = machine.player()
    assert better.has("old", "vi")
    plain.close()
    better.close()


@linux
def test_a_player_that_cannot_be_started_is_silence(machine: Machine) -> None:
    voice = ChildVoice((str(machine.bin / "gone"),), (".wav",), machine.environment)
    for _ in range(3):
        voice.say(machine.sounds / "vi/thanks.wav")
        time.sleep(0.02)
    machine.install("gone", SAYS)
    voice.say(machine.sounds / "vi/thanks.wav")
    until(lambda: machine.played() == ["vi/thanks.wav"])
    voice.close()


def test_without_a_player_everything_is_silent_and_nothing_to_be_had(tmp_path: Path) -> None:
    assert linux_voice({"PATH": str(tmp_path)}) is None
    player = Player(Shelf(tmp_path), None)
    player.turn(True)
    assert not player.has("thanks", "vi")
    player.play("thanks", "vi")
    player.stop()
    player.close()


@pytest.mark.parametrize(
    ("sound_id", "language"),
    [
        ("thanks", "fr"),
        ("thanks", ""),
        ("thanks", "../sounds/vi"),
        ("thanks", "neutral/../vi"),
        ("nothing", "vi"),
        ("", "vi"),
        ("../en/thanks", "vi"),
        ("Thanks", "vi"),
        ("thanks\n", "vi"),
        ("thanks\0", "vi"),
    ],
)
def test_only_an_id_and_a_language_find_a_sound(machine: Machine, sound_id: str, language: str) -> None:
    assert Shelf(machine.sounds).find(sound_id, language, (".wav",)) is None


def test_windows_plays_without_waiting_and_without_its_own_ding() -> None:
    calls: list[tuple[str | None, int]] = []

    def no_device(file: str | None, flags: int) -> None:
        calls.append((file, flags))
        raise RuntimeError("Failed to play sound")

    voice = WindowsVoice(no_device)
    voice.say(Path("thanks.wav"))
    voice.close()
    assert calls == [("thanks.wav", 0x20003), (None, 0)]


def test_a_frozen_kiosks_libraries_are_not_forced_upon_the_systems_player(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = {"PATH": "/bin", "LD_LIBRARY_PATH": "/opt/hailong"}
    assert system_environment(ours) == ours
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert system_environment(ours) == {"PATH": "/bin"}
    assert system_environment({**ours, "LD_LIBRARY_PATH_ORIG": "/lib"}) == {
        "PATH": "/bin",
        "LD_LIBRARY_PATH": "/lib",
    }


def sentence(sound_id: str, text: str = "", language: str = "vi") -> Sentence:
    return Sentence(sound_id, text, language)


SPEAKS = 'echo "begins $$ $* $(cat)" >> "$LOG"'


@linux
def test_a_page_is_read_in_order_recordings_first_and_the_rest_live(
    machine: Machine, closing: Callable[[Player], Player]
) -> None:
    machine.install("aplay", SAYS)
    machine.install("espeak-ng", SPEAKS)
    player = closing(machine_player(machine.sounds, machine.environment))
    page = [sentence("thanks", "Cảm ơn"), sentence("", "$(echo no shell); -v ru"), sentence("paused")]
    assert player.can_read(page)
    player.read(page)
    until(lambda: len(machine.lines()) == 3)
    told = [" ".join(line.split()[2:]) for line in machine.lines()]
    assert told == [
        f"-q {machine.sounds}/vi/thanks.wav",
        "-v vi -s 155 --stdin -b 1 $(echo no shell); -v ru",
        f"-q {machine.sounds}/vi/paused.wav",
    ]
    until(lambda: not player.busy)


@linux
def test_reading_is_cut_short_and_what_was_still_to_be_said_is_forgotten(
    machine: Machine, closing: Callable[[Player], Player]
) -> None:
    machine.install("aplay", SAYS_AND_WAITS)
    player = closing(machine_player(machine.sounds, machine.environment))
    player.read([sentence("thanks"), sentence("paused")])
    until(lambda: len(machine.children()) == 1)
    assert player.busy
    player.stop()
    until(lambda: not lives(machine.children()[0]) and not player.busy)
    player.read([sentence("paused")])
    until(lambda: machine.played() == ["vi/thanks.wav", "vi/paused.wav"])


@linux
def test_a_machine_that_only_speaks_reads_everything_live_but_languages_it_has_no_voice_for(
    machine: Machine, closing: Callable[[Player], Player]
) -> None:
    machine.install("espeak-ng", SPEAKS)
    player = closing(machine_player(machine.sounds, machine.environment))
    assert player.can_read([sentence("thanks", "Cảm ơn")])
    assert not player.can_read([sentence("thanks"), sentence("", "Ua tsaug", "hmn")])
    player.read([sentence("thanks", "Cảm ơn")])
    until(lambda: machine.lines()[:1] != [] and machine.lines()[0].endswith("Cảm ơn"))


@linux
@pytest.mark.parametrize("script", ["exit 1", "exec 0<&-; exit 0"])
def test_a_speaker_that_listens_to_nothing_is_silence(
    machine: Machine, closing: Callable[[Player], Player], script: str
) -> None:
    machine.install("espeak-ng", script)
    player = closing(machine_player(machine.sounds, machine.environment))
    player.read([sentence("", "Xin chào " * 5_000)])
    until(lambda: not player.busy)


def test_read_aloud_needs_no_sound_policy_and_nothing_to_read_with_reads_nothing(tmp_path: Path) -> None:
    player = Player(Shelf(tmp_path), None)
    assert not player.can_read([sentence("thanks", "Cảm ơn")])
    player.read([sentence("thanks", "Cảm ơn")])
    assert not player.busy


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_the_real_speaker_has_every_voice_that_is_promised(tmp_path: Path) -> None:
    speaker = machine_speaker(os.environ)
    assert speaker is not None
    for language in LIVE_VOICES:
        file = tmp_path / f"{language}.wav"
        command = [*speaker.command(Speech("", language)), "-w", str(file)]
        done = subprocess.run(command, input="Xin chào 1 2 3".encode(), check=False, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert seconds_of(file) > 0.3


def test_windows_plays_one_file_after_the_other(tmp_path: Path) -> None:
    names: list[str | None] = []
    voice = WindowsVoice(lambda file, _flags: names.append(file and Path(file).name))
    for name in ("a.wav", "b.wav"):
        with wave.open(str(tmp_path / name), "wb") as sound:
            sound.setparams((1, 2, 8_000, 0, "NONE", ""))
            sound.writeframes(bytes(800))
    voice.say(tmp_path / "a.wav", tmp_path / "b.wav", Speech("Xin chào", "vi"))
    assert voice.busy
    until(lambda: not voice.busy)
    assert names == ["a.wav", "b.wav"]
    voice.say(tmp_path / "a.wav", tmp_path / "b.wav")
    voice.close()
    until(lambda: not voice.busy)
    assert names[2:] == ["a.wav", None]
