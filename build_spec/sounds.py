"""Render assets/sounds: the sentences with espeak-ng's voices, and two sounds of our own that need no words.

`python -m build_spec.sounds` needs espeak-ng. What it writes stands in for people's recordings and is listed
in placeholders.json with a digest of its sentence; a file not listed there is a recording and is kept.
11,025 Hz, 16 bits: every player knows it, and half of espeak-ng's rate loses little of a synthetic voice.
"""

import hashlib
import json
import math
import subprocess
import tempfile
import tomllib
import wave
from array import array
from operator import mul
from pathlib import Path
from typing import Final

from assets import FOLDER

SOUNDS: Final = FOLDER / "sounds"
PLACEHOLDERS: Final = SOUNDS / "placeholders.json"
VOICES: Final = {"vi": ("vi", 155), "en": ("en-gb", 160)}
"""By language: espeak-ng's voice (for Vietnamese the northern one), and words a minute."""

RATE_HZ: Final = 11_025
PEAK: Final = 0.7
TAPS: Final = 63
CUT: Final = 0.45
"""Where the low-pass lies, as a share of what espeak-ng's rate can hold."""

PAUSE_SECONDS: Final = 0.08

Samples = list[float]
"""-1 to 1, at `RATE_HZ`."""


def sentences() -> dict[str, dict[str, str]]:
    """Texts by sound id and language."""
    return tomllib.loads((SOUNDS / "sentences.toml").read_text(encoding="utf-8"))


def digest(text: str) -> str:
    """What placeholders.json keeps of a sentence."""
    return hashlib.sha256(text.encode()).hexdigest()


def spoken(text: str, language: str) -> Samples:
    """`text` as espeak-ng says it."""
    voice, words_a_minute = VOICES[language]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "spoken.wav"
        subprocess.run(
            ["espeak-ng", "-v", voice, "-s", str(words_a_minute), "-w", str(file), "--stdin", "-b", "1"],
            input=text.encode(),
            check=True,
        )
        with wave.open(str(file)) as told:
            if (told.getnchannels(), told.getsampwidth(), told.getframerate()) != (1, 2, 2 * RATE_HZ):
                raise ValueError(f"espeak-ng speaks otherwise: {told.getparams()}")
            raw = array("h", told.readframes(told.getnframes()))
    return trimmed(halved([sample / 32_768 for sample in raw]))


def halved(samples: Samples) -> Samples:
    """Every second sample, after taking out what lies above the new rate's reach (a windowed sinc)."""
    middle = TAPS // 2
    kernel = [CUT * sinc(CUT * (n - middle)) * blackman(n / (TAPS - 1)) for n in range(TAPS)]
    padded = [0.0] * middle + samples + [0.0] * middle
    return [sum(map(mul, kernel, padded[at : at + TAPS])) for at in range(0, len(samples), 2)]


def sinc(x: float) -> float:
    """sin(πx)/πx."""
    return 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)


def blackman(x: float) -> float:
    """Blackman's window, 0 to 1."""
    return 0.42 - 0.5 * math.cos(math.tau * x) + 0.08 * math.cos(2 * math.tau * x)


def trimmed(samples: Samples) -> Samples:
    """Without the silence around it, but for a short pause."""
    loud = [place for place, sample in enumerate(samples) if abs(sample) > 0.005]
    pause = int(PAUSE_SECONDS * RATE_HZ)
    return samples[max(0, loud[0] - pause) : loud[-1] + pause]


def struck(tones: list[tuple[float, float]], seconds: float) -> Samples:
    """Soft bell tones (Hz, start in seconds) that die away within `seconds`."""
    samples = [0.0] * int(seconds * RATE_HZ)
    for pitch_hz, start in tones:
        for place in range(int(start * RATE_HZ), len(samples)):
            since = place / RATE_HZ - start
            fade = min(1.0, since / 0.005, (seconds - place / RATE_HZ) / 0.02)
            tone = math.sin(math.tau * pitch_hz * since) + 0.25 * math.sin(2 * math.tau * pitch_hz * since)
            samples[place] += tone * fade * math.exp(-since * 6 / (seconds - start))
    return samples


def write(file: Path, samples: Samples, peak: float) -> None:
    """A mono WAV whose loudest sample is `peak`."""
    factor = peak * 32_767 / max(map(abs, samples))
    file.parent.mkdir(exist_ok=True)
    with wave.open(str(file), "wb") as told:
        told.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        told.writeframes(array("h", (round(sample * factor) for sample in samples)).tobytes())


def main() -> None:
    """Render what is missing or stands in for a recording."""
    write(SOUNDS / "neutral" / "touch.wav", struck([(587.3, 0)], 0.12), 0.35)
    write(SOUNDS / "neutral" / "done.wav", struck([(440.0, 0), (587.3, 0.14)], 0.7), 0.35)
    listed = json.loads(PLACEHOLDERS.read_text(encoding="utf-8")) if PLACEHOLDERS.exists() else {}
    rendered: dict[str, str] = {}
    for sound_id, texts in sentences().items():
        for language, text in texts.items():
            name = f"{language}/{sound_id}.wav"
            file = SOUNDS / name
            if name not in listed and file.exists():
                print(f"{name}: a recording, kept")
                continue
            if listed.get(name) != digest(text) or not file.exists():
                write(file, spoken(text, language), PEAK)
            rendered[name] = digest(text)
    PLACEHOLDERS.write_text(json.dumps(rendered, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
