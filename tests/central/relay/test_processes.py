"""Both ends as processes that are killed at points named in the code: every line arrives once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.central.postgres import PostgresServer
from tests.central.test_serving import enrolled, segment, signed
from tests.central.world import small_province, write_province
from tests.faults.processes import KILLED, PATIENCE_SECONDS, run, running

CLI = "sync.central.cli"
NONCE = "0" * 32
BELOW = ("relay.before_send", "relay.after_answer", "relay.after_mark")
ABOVE = ("relay.after_province_lines", "ingest.after_cursor", "ingest.before_commit", "ingest.after_commit")


class End:
    """One server's commands, on data and a database of its own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.told = {"HAILONG_CENTRAL_DATA": str(folder), "HAILONG_CENTRAL_DATABASE": database}

    def run(self, *words: str, crash_at: str = "") -> tuple[int, str]:
        ended = run(CLI, *words, **self.told, HAILONG_CRASH_AT=crash_at)
        return ended.code, ended.said

    def answer(self, *words: str) -> dict[str, Any]:
        code, said = self.run(*words, "--json")
        assert code == 0, said
        answer: dict[str, Any] = json.loads(said)
        return answer


@pytest.fixture
def above(tmp_path: Path, postgres: PostgresServer, migrated_postgres: str) -> Iterator[End]:
    name = postgres.create(migrated_postgres)
    yield End(tmp_path / "above", postgres.url(name))
    postgres.drop(name)


@pytest.fixture
def below(tmp_path: Path) -> End:
    """A province that holds two lines of a kiosk."""
    province = End(tmp_path / "below", f"sqlite:///{tmp_path / 'below.sqlite'}")
    province.answer("directory", "load", str(write_province(tmp_path / "province", small_province())))
    with running(CLI, "serve", "--port", "0", "--json", **province.told) as (_process, line):
        address = json.loads(line)["address"]
        key, kiosk = enrolled(province.run, address)
        path = f"{address}/api/v1/ledgers/3f0c1c8e-0000-4000-8000-000000000001/segments?nonce={NONCE}"
        assert signed(key, "POST", path, segment(key, kiosk)).status_code == 200
    return province


def test_cut_anywhere_at_either_end_every_line_arrives_once(above: End, below: End) -> None:
    with running(CLI, "serve", "--port", "0", "--json", **above.told) as (_process, line):
        address = json.loads(line)["address"]
        code = above.answer("relay", "add", "--name", "Tỉnh")["code"]
        below.answer("relay", "enrol", "--central", address, "--code", code)
    port = address.rpartition(":")[2]
    for point in ABOVE:
        serving = ("serve", "--port", port, "--json")
        with running(CLI, *serving, **above.told, HAILONG_CRASH_AT=point) as (process, _line):
            ended, said = below.run("relay", "once", "--json")
            assert (ended, json.loads(said)["outcome"]) == (7, "unreachable"), (point, said)
            process.join(PATIENCE_SECONDS)
            assert process.exitcode == KILLED, point
    with running(CLI, "serve", "--port", port, "--json", **above.told):
        ended_by = [below.run("relay", "once", crash_at=point)[0] for point in BELOW]
        assert set(ended_by) <= {KILLED, 0}  # the last one may find nothing left to do
        assert ended_by[0] == KILLED
        assert below.run("relay", "once")[0] == 0
    told = above.answer("relay", "status")["provinces"][0]
    assert (told["kiosks"], told["ratings"]) == (1, 1)
    assert (above.run("verify")[0], below.run("verify")[0]) == (0, 0)
