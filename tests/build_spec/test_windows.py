"""What an administrator of Windows reads, and the scripts that nobody here can run."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

from build_spec.freezing.parts import named
from build_spec.windows.setups import _numbers

WINDOWS = Path(__file__).parents[2] / "build_spec" / "windows"
SCRIPTS = sorted([*WINDOWS.glob("*.ps1"), *(WINDOWS / "scripts").glob("*.ps1")])
LOCK, UNLOCK = (
    (WINDOWS / "scripts" / name).read_text("ascii") + (WINDOWS / "scripts" / "places.ps1").read_text("ascii")
    for name in ("lock.ps1", "unlock.ps1")
)
SETUP = (WINDOWS / "setup.nsi").read_text("utf-8")
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def wrong_in(node: Node) -> Iterator[str]:
    if node.type == "ERROR" or node.is_missing:
        yield f"line {node.start_point.row + 1}: {node.text!r}"
    for child in node.children:
        yield from wrong_in(child)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_powershell_understands_each_script(script: Path) -> None:
    raw = script.read_bytes()
    assert raw.isascii(), "Windows PowerShell takes anything else for the machine's own code page"
    assert list(wrong_in(Parser(Language(tree_sitter_powershell.language())).parse(raw).root_node)) == []


def test_what_is_locked_is_unlocked_again() -> None:
    names = set(re.findall(r"Set-ItemProperty \$\w+ -Name (\w+)", LOCK)) - {"AutoAdminLogon"}
    assert {"Shell", "DefaultUserName", "DisableTaskMgr"} <= names
    assert names <= set(re.findall(r"'(\w+)'", UNLOCK)), "AutoAdminLogon is set to 0"
    assert "AutoAdminLogon -Value '0'" in UNLOCK
    for locked, unlocked in (
        ("SetEnabled($true)", "SetEnabled($false)"),
        ("SetCustomShell($sid", "RemoveCustomShell($user.SID.Value)"),
        ("Set-Key $KioskKeys $true", "Set-Key $KioskKeys $false"),
        ("'ForceOffAccessibility' 'true'", "'ForceOffAccessibility' 'false'"),
        ("Enabled = $false }", "Enabled = $true }"),
        ("Keep($password)", "Keep($null)"),
        ("foreach ($one in $Policies)", "foreach ($one in $Policies)"),
    ):
        assert locked in LOCK
        assert unlocked in UNLOCK


def test_no_key_that_windows_answers_to_is_forgotten() -> None:
    keys = re.findall(r"'([^']+)'", (WINDOWS / "scripts" / "keys.ps1").read_text("ascii"))
    assert len(keys) == len(set(keys))
    assert {
        *("Win", "Win+L", "Win+R", "Win+E", "Win+D", "Win+U", "Win+Tab", "Application"),
        *("Ctrl+Alt+Del", "Ctrl+Shift+Esc", "Ctrl+Esc", "Alt+F4", "Alt+Tab", "Alt+Esc", "Alt+Space"),
        *("LShift+LAlt+NumLock", "LShift+LAlt+PrintScrn"),
    } <= set(keys)
    assert not {"Tab", "Enter", "Space", "Escape", "Left", "Right"} & set(keys), "who cannot touch needs them"


def test_the_task_never_ends_the_kiosk_and_starts_it_for_one_account_alone() -> None:
    task = ElementTree.fromstring((WINDOWS / "task.xml").read_text("utf-8").partition("?>")[2])
    told = {element.tag.removeprefix(TASK): (element.text or "").strip() for element in task.iter()}
    assert told["ExecutionTimeLimit"] == "PT0S"
    assert (told["DisallowStartIfOnBatteries"], told["StopIfGoingOnBatteries"]) == ("false", "false")
    assert [one.text for one in task.iter(f"{TASK}UserId")] == ["@ACCOUNT@", "@ACCOUNT@"]
    assert (told["Command"], told["Arguments"], told["RunLevel"]) == ("@PROGRAM@", "keep", "LeastPrivilege")


@pytest.mark.parametrize("language", ["## Tiếng Việt", "## English"])
def test_all_options_and_exit_codes_of_the_installer_are_told(language: str) -> None:
    told = (WINDOWS / "README.md").read_text("utf-8").partition(language)[2].partition("\n## ")[0]
    codes = {int(code) for code in re.findall(r"(?m)^!define [A-Z_]+ (\d+)$", SETUP)}
    assert {int(code) for code in re.findall(r"(?m)^\| (\d+) \|", told)} == codes | {1}
    for option in re.findall(r'GetOptions\} \$R0 "(/[A-Z_]+=?)"', SETUP):
        assert f"`{option}`" in told, option


def test_the_installer_speaks_both_languages() -> None:
    words = (WINDOWS / "words.nsh").read_text("utf-8")
    vietnamese, english = (
        set(re.findall(rf"LangString (\w+) \${{{language}}}", words))
        for language in ("LANG_VIETNAMESE", "LANG_ENGLISH")
    )
    used = set(re.findall(r"\$\((\w+)\)", SETUP))
    assert vietnamese == english == used


@pytest.mark.parametrize(
    ("on_windows", "as_on_linux"),
    [
        (r"PySide6\Qt6Test.dll", "PySide6/Qt/lib/libQt6Test.so"),
        (r"PySide6\plugins\tls\qopensslbackend.dll", "PySide6/Qt/plugins/tls/libqopensslbackend.so"),
        (r"PySide6\qml\QtTest\qmldir", "PySide6/Qt/qml/QtTest/qmldir"),
        (r"PySide6\QtWidgets.pyd", "PySide6/QtWidgets.so"),
        ("PySide6/Qt/lib/libQt6Test.so.6", "PySide6/Qt/lib/libQt6Test.so.6"),
        ("cryptography/hazmat/bindings/_rust.pyd", "cryptography/hazmat/bindings/_rust.so"),
        ("PySide6/pyside6.abi3.dll", "PySide6/pyside6.abi3.dll"),
    ],
)
def test_one_table_leaves_the_same_out_on_both_systems(on_windows: str, as_on_linux: str) -> None:
    assert named(on_windows) == as_on_linux


def test_a_version_is_told_to_windows_in_four_numbers() -> None:
    assert (_numbers("0.1.0"), _numbers("1.12.3+next")) == ("0.1.0.0", "1.12.3.0")
