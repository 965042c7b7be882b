import re
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.dossier import (
    MAX_CHARACTERS,
    Dossier,
    Unreadable,
    Why,
    read_dossier,
    read_scan,
)
from sync.contract.badge import Badge, badge_digest, badge_text
from sync.contract.rating import Stage
from tests.kiosk.desk.secrets_of import new_badge

DESIGN = r"^[A-Z0-9]{1,4}(\.[A-Z0-9]{1,4}){0,6}-(\d{6}|\d{8})-\d{3,14}$"
CODE = "H15.50.05.13-261008-0975"
codes = st.from_regex(re.compile(DESIGN, re.ASCII), fullmatch=True).map(str.strip)


@given(codes)
def test_every_code_of_the_design_is_read_as_it_is(code: str) -> None:
    assert read_dossier(code) == Dossier(code)


@given(codes, st.data())
def test_case_and_spaces_do_not_matter(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code)))
    typed = f"  {code[:place]} {code[place:]}\t".lower()
    assert read_dossier(typed) == Dossier(code)


@given(codes, st.sampled_from(["https://dvc.example/tra-cuu?ma={}&lang=vi", "https://x.example/hs/{}",
                               '{{"maHoSo":"{}","ngay":"2026-10-08"}}', "Mã hồ sơ: {}.", "{}|Nguyễn Văn A|x",
                               "https://x.example/hs/{}.html", "{}#tra"]))  # fmt: skip
def test_a_code_inside_another_text_is_found(code: str, around: str) -> None:
    assert read_scan(around.format(code)) == Dossier(code)


@given(st.text())
def test_whatever_is_scanned_gives_a_value_and_never_anything_but_a_code_of_the_design(text: str) -> None:
    read = read_scan(text)
    assert isinstance(read, Dossier | Badge | Unreadable)
    if isinstance(read, Dossier):
        assert re.fullmatch(DESIGN, read.code, re.ASCII)


@pytest.mark.parametrize(
    "text",
    [
        "https://x.example/?ma=H15.50.05.13%2D261008%2D0975",
        "Hồ sơ H15.50.05.13 - 261008 - 0975, nhận ngày 8/10",
        "h15.50.05.13-261008-0975\r\n",
        f"{CODE} {CODE}",
    ],
)
def test_the_same_code_is_found_however_it_is_written(text: str) -> None:
    assert read_dossier(text) == Dossier(CODE)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.EMPTY),
        (" \t\n", Why.EMPTY),
        ("8934563138165", Why.NO_CODE),
        ("https://hailong.example/T/ABCDEF", Why.NO_CODE),
        ("6f0c1da0-0000-4000-8000-00000000000a", Why.NO_CODE),
        ("H15.50.05.13-26100-0975", Why.NO_CODE),
        ("H15.50.05.13-261008-09", Why.NO_CODE),
        ("H15.50.05.13-261008-012345678901234", Why.NO_CODE),
        ("H1.2.3.4.5.6.7.8-261008-0975", Why.NO_CODE),
        ("H15.50-261008-٠٩٧٥", Why.NO_CODE),
        ("ſ15.50-261008-0975", Why.NO_CODE),
        ("ma H15.50-261008-0975-2", Why.NO_CODE),
        (f"{CODE} H15.50.05.13-261008-0976", Why.SEVERAL),
        ("x" * (MAX_CHARACTERS + 1), Why.TOO_LONG),
        ("HAILONG-BADGE:nobody", Why.BADGE),
        (f"HAILONG-BADGE:{uuid.UUID(int=5)}:SHORT", Why.BADGE),
    ],
)
def test_what_cannot_be_read_says_why(text: str, why: Why) -> None:
    assert read_scan(text) == Unreadable(why)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        (f"https://dvc.example/hs?ma={CODE}&stage=returned", "returned"),
        (f"HTTPS://DVC.EXAMPLE/HS?STAGE=REFUSED&MA={CODE}", "refused"),
        (f"{CODE};stage=supplement", "supplement"),
        (f"https%3A%2F%2Fx.example%2F%3Fma%3D{CODE}%26stage%3Dreceived", "received"),
        (f"https://dvc.example/hs?ma={CODE}&stage=returned2", None),
        (f"https://dvc.example/hs?ma={CODE}&backstage=returned", None),
        (f"{CODE};stage=returned;stage=refused", None),
        (CODE, None),
    ],
)
def test_a_code_may_say_its_stage(text: str, stage: Stage | None) -> None:
    assert read_scan(text) == Dossier(CODE, stage)


def test_a_hostile_text_is_read_in_no_time() -> None:
    began = time.perf_counter()
    for text in ("1.1.1.1.1.1.1" * 78, "A" * 1024, "1-261008-" * 113, "%2D" * 341, " -" * 512):
        read_scan(text)
    assert time.perf_counter() - began < 0.5


@given(st.uuids())
def test_a_badge_is_read_back_whatever_the_case(official: uuid.UUID) -> None:
    badge = new_badge(str(official))
    text = badge_text(badge)
    assert re.fullmatch(r"[0-9A-Z:-]+", text)
    assert read_scan(text) == read_scan(f" {text.lower()}\n") == badge


def test_a_badge_fits_its_own_digest_only() -> None:
    badge, other = new_badge(str(uuid.UUID(int=1))), new_badge(str(uuid.UUID(int=1)))
    assert badge.fits(badge_digest(badge.secret))
    assert not badge.fits(badge_digest(other.secret))
    assert not badge.fits("không phải")


def test_neither_a_code_nor_a_secret_stands_in_a_log() -> None:
    badge = new_badge(str(uuid.UUID(int=1)))
    assert CODE not in repr(read_dossier(CODE))
    assert badge.secret not in repr(badge)
