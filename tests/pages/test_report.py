"""A report's files as others open them: LibreOffice, and a reader of PDF; to look at in build/report."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sync.central.reports.files import build_files
from sync.central.reports.issue import Issue
from tests.central.reports.samples import LONG, a_province

FOLDER = Path(__file__).parents[2] / "build" / "report"
HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:", "Phụ lục III")


@pytest.fixture(scope="module", autouse=True)
def the_files() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for file in build_files(a_province(), Issue("07", "2026-06-20", "Nguyễn Văn Minh")):
        (FOLDER / f"report.{file.kind}").write_bytes(file.raw)


def text_of(pdf: Path) -> str:
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", " ", told.stdout)


def opened(kind: str) -> Path:
    """The pages that LibreOffice makes of a file."""
    into = FOLDER / kind
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run(
        [*command, str(into), str(FOLDER / f"report.{kind}")], capture_output=True, check=True, timeout=300
    )
    return into / "report.pdf"


def test_the_pdf_can_be_read_and_searched_in_vietnamese() -> None:
    pdf = FOLDER / "report.pdf"
    text = text_of(pdf)
    assert all(words in text for words in (*HEAD, "Nguyễn Văn Minh", "Xã Ít Phiếu"))
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    assert all(" yes yes yes" in line for line in fonts.splitlines()[2:]), (
        "each font is embedded and has its text"
    )
    subprocess.run(["pdftoppm", "-r", "70", "-png", pdf, FOLDER / "page"], check=True)


def test_libreoffice_opens_the_document() -> None:
    text = text_of(opened("docx"))
    assert all(words in text for words in (*HEAD, "Nguyễn Văn Minh", "Xã Ít Phiếu"))


def test_libreoffice_opens_the_workbook() -> None:
    text = text_of(opened("xlsx"))
    assert "Phương pháp" not in text, "a sheet's name is on no page"
    assert all(words in text for words in (LONG[:30], "Rất hài lòng: số", "“Phản hồi tại chỗ” là"))
