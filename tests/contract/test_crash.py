import subprocess
import sys

from sync.contract.crash import crash_point

VISIT = "from sync.contract.crash import crash_point as p; p('a'); p('b'); p('b'); print('alive')"


def visited(at: str) -> int:
    return subprocess.run([sys.executable, "-c", VISIT], env={"HAILONG_CRASH_AT": at}, check=False).returncode


def test_where_no_point_is_named_a_visit_is_an_empty_call() -> None:
    assert crash_point.__code__.co_names == ()
    crash_point("store.before_commit")


def test_a_named_point_kills_at_the_visit_that_is_named() -> None:
    assert [visited(at) for at in ("a", "b", "b@2")] == [-9, -9, -9]
    assert [visited(at) for at in ("", "c", "b@3")] == [0, 0, 0]
