"""What is known of the releases here: one small file, written whole or not at all."""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from kiosk.private_files import make_private_folder, replace_file

log = logging.getLogger(__name__)

FOLDER: Final = "releases"
FILE: Final = "standing.json"
GIVEN_UP: Final = 3
"""A release that failed so often is not tried again."""


@dataclass(frozen=True)
class Standing:
    """`confirmed` and `trial` name folders; None: the packaged program, and no trial.

    `starts` began since the program last drew and appended; `unheard` did both, and nobody answered them.
    `floor` is the highest number that ever was confirmed, and never falls. `failed`: how often, by release;
    `news`: what the ledger has not been told yet, each [release, number, outcome].
    """

    confirmed: str | None = None
    trial: str | None = None
    starts: int = 0
    unheard: int = 0
    floor: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    news: tuple[tuple[str, int, str], ...] = ()


def releases_folder(data: Path) -> Path:
    """Where releases lie in the data folder `data`."""
    return data / FOLDER


def read_standing(data: Path) -> Standing:
    """What is known; where nothing was written, only the packaged program is.

    Where it cannot be read any more, that one runs, and nothing older is taken than what lies here.
    """
    try:
        return _of(json.loads((releases_folder(data) / FILE).read_text("utf-8")))
    except FileNotFoundError:
        return Standing()
    except (OSError, ValueError, TypeError, AttributeError, LookupError) as error:
        log.error("what is known of releases cannot be read: %s", error)
        return _of_folders(data)


def write_standing(data: Path, standing: Standing) -> None:
    """Keep it.

    Raises:
        OSError: the disk cannot be written; what was known before is still there.
    """
    make_private_folder(releases_folder(data))
    replace_file(releases_folder(data) / FILE, [json.dumps(asdict(standing)).encode()])


def folder_name(number: int, release: str) -> str:
    """How the folder of a release is called."""
    return f"{number}-{release}"


def number_of(name: str) -> int:
    """The release's number in its folder's name; 0: no such name."""
    digits = name.partition("-")[0]
    return int(digits) if digits.isascii() and digits.isdecimal() else 0


def release_of(name: str) -> str:
    """The release's name (SHA-256) in its folder's."""
    return name.partition("-")[2]


def _of_folders(data: Path) -> Standing:
    try:
        names = [path.name for path in releases_folder(data).iterdir()]
    except OSError:
        return Standing()
    return Standing(floor=max(map(number_of, names), default=0))


def _of(told: Any) -> Standing:
    return Standing(
        confirmed=_name(told["confirmed"]),
        trial=_name(told["trial"]),
        starts=int(told["starts"]),
        unheard=int(told["unheard"]),
        floor=int(told["floor"]),
        failed={str(release): int(times) for release, times in told["failed"].items()},
        news=tuple((str(one[0]), int(one[1]), str(one[2])) for one in told["news"]),
    )


def _name(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or number_of(value) == 0 or not release_of(value).isalnum():
        raise ValueError("no folder of a release")
    return value
