import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CRASH = """
import os, resource, signal, sys
from kiosk.private_memory import forbid_core_dumps

hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
child = os.fork()
if not child:
    if sys.argv[1] == "forbidden":
        forbid_core_dumps()
    os.chdir(sys.argv[2])
    os.kill(os.getpid(), signal.SIGSEGV)
_, status = os.waitpid(child, 0)
print(os.WTERMSIG(status) == signal.SIGSEGV, os.WCOREDUMP(status))
"""


def crashed(how: str, folder: Path) -> str:
    command = [sys.executable, "-c", CRASH, how, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="core files are Linux's")
def test_a_crash_leaves_no_core_file(tmp_path: Path) -> None:
    if crashed("allowed", tmp_path) != "True True":
        pytest.skip("this system writes no core files at all")
    for core in tmp_path.iterdir():
        core.unlink()
    assert crashed("forbidden", tmp_path) == "True False"
    assert list(tmp_path.iterdir()) == []
