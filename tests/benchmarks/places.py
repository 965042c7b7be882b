"""Where benchmarks work: on the disk that the repository is on, not in memory."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "build" / "bench"


def work() -> Path:
    """The folder that temporary folders are made in."""
    folder = FOLDER / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
