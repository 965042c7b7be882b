"""What a scan tells the visit."""

import logging

import msgspec
import pytest

from kiosk.app.scanning import Scans
from kiosk.visit import DutyToggled, Event, Scanned
from sync.contract.badge import badge_digest, badge_text
from sync.contract.directory import Directory
from tests.kiosk.app.test_drafting import BINH, LAN, posting
from tests.kiosk.desk.secrets_of import new_badge

CODE = "H15.50.05.13-261008-0975"
NOW_MS = 5_000
BADGE, BINHS = new_badge(LAN), new_badge(BINH)


def directory() -> Directory:
    """Lan has a badge, Bình has none."""
    known = posting().directory
    lan, binh = known.officials
    badged = msgspec.structs.replace(lan, badge=badge_digest(BADGE.secret))
    return msgspec.structs.replace(known, officials=(badged, binh))


def heard(text: str, gap_ms: int = 4) -> tuple[bool, list[Event]]:
    told: list[Event] = []
    scans = Scans(directory(), told.append, lambda: NOW_MS)
    return scans.heard([(letter, place * gap_ms) for place, letter in enumerate(text)]), told


@pytest.mark.parametrize("end", ["\r", "", "\t"])
def test_a_dossiers_code_reaches_the_visit_with_its_stage(end: str) -> None:
    assert heard(f"{CODE}{end}") == (True, [Scanned(CODE, at_ms=NOW_MS)])
    assert heard(f"{CODE};stage=returned{end}") == (True, [Scanned(CODE, "returned", at_ms=NOW_MS)])


def test_what_cannot_be_read_is_a_warning() -> None:
    assert heard("8934563138165\r") == (True, [Scanned(None, at_ms=NOW_MS)])


def test_a_badge_signs_its_official_on_or_off() -> None:
    assert heard(badge_text(BADGE) + "\r") == (True, [DutyToggled(LAN, at_ms=NOW_MS)])


@pytest.mark.parametrize("text", [badge_text(new_badge(LAN)), badge_text(BINHS), badge_text(new_badge(CODE))])
def test_a_badge_the_directory_does_not_know_signs_nobody_on(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert heard(text + "\r") == (True, [Scanned(None, at_ms=NOW_MS)])
    assert text[-26:] not in caplog.text


@pytest.mark.parametrize(("text", "gap_ms"), [("\r", 4), ("ab\r", 4), (f"{CODE}\r", 90), ("     \t", 4)])
def test_what_a_person_types_is_nothing(text: str, gap_ms: int) -> None:
    assert heard(text, gap_ms) == (False, [])
