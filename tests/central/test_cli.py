import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sync.central.cli import main
from sync.central.database.engine import open_engine, writing
from sync.contract.enrolment import EnrolmentLink
from tests.central.commands import Run
from tests.central.database.test_migration import MIGRATIONS
from tests.central.world import COUNTER, UNIT, small_province, write_province


@pytest.fixture
def province(tmp_path: Path) -> str:
    return str(write_province(tmp_path / "province", small_province()))


def test_from_nothing_to_a_kiosk_in_two_commands(run: Run, province: str) -> None:
    code, said = run("directory", "load", province, "--json")
    assert (code, json.loads(said)) == (
        0,
        {
            "units": 2,
            "counters": 2,
            "officials": 1,
            "photos": 1,
            "staff": 0,
            "published": [],
            "unpublished": [],
        },
    )
    code, said = run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh", "--json")
    told: dict[str, Any] = json.loads(said)
    link = EnrolmentLink.parse(told["link"])
    assert (code, link) == (0, EnrolmentLink("http://127.0.0.1:8400", told["code"], told["fingerprint"]))
    code, said = run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh")
    assert "hailong-kiosk enrol --central http://127.0.0.1:8400 --code " in said
    assert run("directory", "load", province)[1].endswith("; 0 kiosks get a new directory\n")
    code, said = run("verify", "--json")
    assert (code, json.loads(said)["differences"]) == (0, [])


def test_a_kiosk_is_told_the_address_that_a_command_names(run: Run, province: str) -> None:
    run("directory", "load", province)
    said = run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh", "--json", "--address", "https://c.example")
    assert json.loads(said[1])["address"] == "https://c.example"


def test_a_fixed_kiosk_whose_counter_left_holds_up_no_load_and_can_be_moved(
    run: Run, province: str, tmp_path: Path
) -> None:
    run("directory", "load", province)
    place = ("--unit", UNIT, "--counter", COUNTER, "--attribution", "fixed")
    kiosk = json.loads(run("kiosk", "add", *place, "--name", "Quầy 1", "--json")[1])["kiosk"]
    smaller = small_province()
    smaller["counters"], smaller["officials"] = smaller["counters"][1:], []
    folder = str(write_province(tmp_path / "smaller", smaller))
    code, said = run("directory", "load", folder, "--json")
    (left,) = json.loads(said)["unpublished"]
    assert (code, left["kiosk"]) == (0, kiosk)
    assert "Quầy 1" in left["why"]
    assert f"\nwarning: {kiosk} keeps its old one: " in run("directory", "load", folder)[1]
    assert run("kiosk", "move", kiosk, *place)[0] == 3
    moved = run("kiosk", "move", kiosk, "--unit", UNIT, "--json")
    assert (moved[0], json.loads(moved[1])["published"]) == (0, True)
    assert "stands there already" in run("kiosk", "move", kiosk, "--unit", UNIT)[1]
    assert json.loads(run("directory", "load", folder, "--json")[1])["unpublished"] == []
    assert run("kiosk", "move", UNIT, "--unit", UNIT) == (
        3,
        f"hailong-central: {UNIT}: no kiosk has this id\n",
    )


def test_refusals_have_their_own_exit_code(run: Run, province: str, tmp_path: Path) -> None:
    assert run("directory", "load", province)[0] == 0
    assert run("kiosk", "add", "--unit", "x", "--name", "y")[0] == 3
    assert run("directory", "load", str(tmp_path / "nowhere"))[0] == 3
    code, said = run("serve", "--port", "many")
    assert (code, said) == (2, "hailong-central: --port: expected a number from 0 to 65535, not 'many'\n")
    code, said = run("serve", "--host", "192.0.2.1", "--port", "0", "--address", "https://c.example")
    assert (code, said.startswith("hailong-central: http://192.0.2.1:0: ")) == (2, True)
    code, said = run("serve", "--host", "0.0.0.0")
    assert (code, said.endswith("no kiosk can call http://0.0.0.0:8400\n")) == (2, True)


def test_migrating_twice_does_nothing_twice(run: Run, empty_url: str) -> None:
    migrate = ("migrate", "--database", empty_url)
    assert run(*migrate, "--json") == (0, json.dumps({"migrated": MIGRATIONS}, separators=(",", ":")) + "\n")
    assert run(*migrate, "--json") == (0, '{"migrated":[]}\n')
    assert run(*migrate) == (0, "nothing to do: the database has this version's shape\n")


def test_verify_prints_every_difference_and_fails(run: Run, province: str, url: str) -> None:
    run("directory", "load", province)
    assert run("verify") == (0, "1 ledgers, 1 lines, 0 ratings recomputed: 0 differences\n")
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO unit_days VALUES ('u', '2026-11-23', 5, 3)")
    engine.dispose()
    code, said = run("verify")
    assert code == 1
    assert said.splitlines()[0] == "count in unit_days: u 2026-11-23 score 5: stored 3, derived 0"
    assert said.splitlines()[1].endswith("1 differences")
    code, said = run("verify", "--json")
    assert (code, json.loads(said)["differences"][0]["stored"]) == (1, "3")


def test_an_error_of_its_own_is_no_difference(
    run: Run, province: str, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    run("directory", "load", province)
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE province SET document = '{'")
    engine.dispose()
    assert run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh")[0] == 5
    assert "Traceback" in caplog.text


def test_a_newer_or_absent_database_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path)]
    assert main(["verify", *data]) == 4
    assert "no server is there; run: hailong-central migrate, or restore" in capsys.readouterr().err
    assert main(["migrate", *data]) == 0
    with closing(sqlite3.connect(tmp_path / "central.sqlite")) as database:
        database.execute("UPDATE alembic_version SET version_num = 'm9999'")
        database.commit()
    for command in ("serve", "migrate", "verify"):
        assert main([command, *data]) == 4
        assert "a newer version of hailong-central" in capsys.readouterr().err


def test_a_database_with_other_keys_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--data", str(tmp_path)]) == 0
    (tmp_path / "keys" / "identity.json").unlink()
    assert main(["migrate", "--data", str(tmp_path)]) == 4
    assert "the database belongs to server" in capsys.readouterr().err


def test_an_unreachable_or_broken_database_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"postgresql+psycopg://postgres@/none?host={tmp_path}"
    assert main(["migrate", "--data", str(tmp_path), "--database", url]) == 4
    assert capsys.readouterr().err.startswith("hailong-central: the database cannot be used: ")
    (tmp_path / "central.sqlite").write_bytes(b"this is no database" * 100)
    assert main(["migrate", "--data", str(tmp_path)]) == 4
    assert "file is not a database" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["serve"],
        ["migrate"],
        ["directory"],
        ["directory", "load"],
        ["kiosk"],
        ["kiosk", "add"],
        ["keys"],
        ["keys", "supervisors"],
        ["pin"],
        ["kiosk", "move"],
        ["verify"],
    ],
)
def test_every_help_shows_an_example_and_the_exit_codes(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert "example:\n  hailong-central" in said
    assert "exit codes:" in said
