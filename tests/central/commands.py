"""The command `hailong-central` in this process, on a data folder and a database of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sync.central.cli import main

Run = Callable[..., tuple[int, str]]


@pytest.fixture(name="run")
def a_command(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs a command; returns its exit code and all it said."""
    monkeypatch.setenv("HAILONG_CENTRAL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HAILONG_CENTRAL_DATABASE", url)

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run
