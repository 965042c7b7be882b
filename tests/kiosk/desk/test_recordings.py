"""What lies in assets/sounds; nothing is rendered here."""

import json
import math
import wave
from array import array
from pathlib import Path

import pytest

from assets import FOLDER
from build_spec.sounds import PLACEHOLDERS, RATE_HZ, digest, halved, sentences, trimmed
from kiosk.desk.sound import NEUTRAL, Shelf

SOUNDS = FOLDER / "sounds"
SENTENCES = sentences()
SPOKEN = [(sound_id, language) for sound_id, texts in SENTENCES.items() for language in texts]
FILES = sorted(SOUNDS.glob("*/*.wav"))
KINDS = (".wav", ".ogg")


def samples_of(file: Path) -> tuple[int, "array[int]"]:
    with wave.open(str(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return sound.getframerate(), array("h", sound.readframes(sound.getnframes()))


@pytest.mark.parametrize(("sound_id", "language"), SPOKEN)
def test_every_sentence_can_be_heard(sound_id: str, language: str) -> None:
    file = Shelf(SOUNDS).find(sound_id, language, KINDS)
    assert file is not None
    assert file.parent.name == language


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_sound_is_neither_silent_nor_clipped_nor_long(file: Path) -> None:
    rate_hz, samples = samples_of(file)
    seconds = len(samples) / rate_hz
    loudness = math.sqrt(sum(sample * sample for sample in samples) / len(samples)) / 32_768
    assert 0.05 < seconds < 10
    assert 0.03 < loudness < 0.5
    assert max(map(abs, samples)) < 32_000


def test_vietnamese_and_english_say_everything() -> None:
    assert all({"vi", "en"} <= set(texts) for texts in SENTENCES.values())


def test_no_sound_tells_a_score() -> None:
    ids = set(SENTENCES) | {file.stem for file in FILES}
    assert [sound_id for sound_id in ids if any(letter.isdigit() for letter in sound_id)] == []
    assert {sound_id for sound_id in ids if sound_id.startswith("score")} == {"score.question", "score.phone"}
    assert {file.stem for file in (SOUNDS / NEUTRAL).iterdir()} == {"touch", "done"}


def test_no_file_is_without_a_sentence_and_no_neutral_sound_hides_one() -> None:
    spoken = {f"{language}/{sound_id}" for sound_id, language in SPOKEN}
    assert {f"{file.parent.name}/{file.stem}" for file in FILES if file.parent.name != NEUTRAL} <= spoken
    assert not {"touch", "done"} & set(SENTENCES)


def test_a_changed_sentence_is_rendered_again() -> None:
    listed = json.loads(PLACEHOLDERS.read_text(encoding="utf-8"))
    spoken = {
        f"{language}/{sound_id}.wav": digest(SENTENCES[sound_id][language]) for sound_id, language in SPOKEN
    }
    assert {name: spoken.get(name) for name in listed} == listed


def test_all_placeholders_together_are_small() -> None:
    assert sum(file.stat().st_size for file in FILES) < 3.5 * 2**20


def test_halving_the_rate_keeps_speech_and_takes_out_what_would_fold_back() -> None:
    def loudness(pitch_hz: float) -> float:
        tone = [math.sin(math.tau * pitch_hz * n / (2 * RATE_HZ)) for n in range(4_000)]
        return max(map(abs, halved(tone)[100:-100]))

    assert loudness(300) == pytest.approx(1, abs=0.01)
    assert loudness(3_400) == pytest.approx(1, abs=0.01)
    assert loudness(7_000) < 0.001


def test_trimming_leaves_a_short_pause() -> None:
    samples = [0.0] * 9_000 + [0.5] * 100 + [0.0] * 9_000
    assert len(trimmed(samples)) == pytest.approx(100 + 2 * 0.08 * RATE_HZ, abs=2)
