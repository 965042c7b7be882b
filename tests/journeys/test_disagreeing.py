"""When the two ends disagree: what people see at the kiosk and at the central server, and their way out."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from signal import SIGKILL
from typing import Any

from sqlalchemy import text

from kiosk.desk import machine_clock
from kiosk.store import Draft, open_store
from sync.central.database.engine import open_engine, reading
from sync.contract.salvage import read_salvage
from tests.central.figures.tables import ROLLUPS
from tests.journeys.office import UNIT, Office, rate
from tests.journeys.programs import kiosk, ledger_lines
from tests.journeys.test_recovery import Province, province

__all__ = ["province"]

MINH, MAI = "Trần Văn Minh", "Lê Thị Mai"


def visited(office: Office, *scores: int) -> None:
    """Citizens come and rate."""
    with office.citizen() as someone:
        for score in scores:
            rate(someone, score)
        assert someone.leave() == 0


def delivered(office: Office) -> None:
    """All that is pending goes, at once."""
    done = office.kiosk("deliver")
    assert done.code == 0, done.said


def findings(office: Office) -> dict[str, tuple[bool, str]]:
    """What `hailong-kiosk check` finds."""
    done = kiosk("check", "--config", str(office.config), "--json")
    return {one["what"]: (one["good"], one["detail"]) for one in json.loads(done.said.splitlines()[0])}


def alarms(office: Office, *options: str) -> dict[str, dict[str, Any]]:
    """What `hailong-central alarms` tells, by kind."""
    return {alarm["kind"]: alarm for alarm in office.central("alarms", "--json", *options).told}


def let_count(office: Office) -> None:
    """Two people let everything count that is kept apart."""
    for one in office.central("quarantine", "list", "--json").told:
        said = ["--as", MINH, "--why", "đã hỏi người trông máy"]
        assert office.central("quarantine", "propose", one["what"], *said).code == 0
        assert office.central("quarantine", "release", one["what"], "--as", MINH).code == 3
        assert office.central("quarantine", "release", one["what"], "--as", MAI).code == 0


def keep(office: Office, name: str) -> Path:
    """A copy of the kiosk's whole folder, as an image of its disk."""
    return shutil.copytree(office.data, office.data.with_name(name))


def put_back(office: Office, image: Path) -> None:
    """The kiosk's disk is as it was when the image was taken."""
    shutil.rmtree(office.data)
    shutil.copytree(image, office.data)


def kiosk_id(office: Office) -> str:
    """The kiosk's id."""
    told: str = office.kiosk("status", "--json").told["kiosk"]
    return told


def test_a_kiosk_put_back_to_an_old_image_loses_no_rating(office: Office) -> None:
    with office.serving():
        office.enrol()
        visited(office, 5)
        delivered(office)
        image = keep(office, "image")
        visited(office, 4, 4)
        delivered(office)
        put_back(office, image)
        visited(office, 1)
        old = ledger_lines(office.data)
        delivered(office)
        told = office.kiosk("status", "--json").told
        (former,) = told["former"]
        assert (former["reason"], former["waiting"], told["pending"]) == ("forked", 0, 0)
        assert former["lines"] >= len(old) - former["agreed"] > 0
        good, words = findings(office)["former ledgers"]
        assert good
        assert f"given up behind line {former['agreed']}" in words
        found = alarms(office)
        assert found.keys() == {"new_ledger", "salvage"}
        assert found["new_ledger"]["ledger"] == found["salvage"]["ledger"] == former["ledger"]
        assert office.counted() == (3, [])
        let_count(office)
        assert office.counted() == (4, [])
        acknowledged = ["--acknowledge", str(found["new_ledger"]["alarm"]), "--as", MINH]
        assert office.central("alarms", *acknowledged).code == 0
        assert alarms(office) == {}
        visited(office, 5)
        delivered(office)
    assert office.counted() == (5, [])


def test_a_kiosk_put_back_that_wrote_nothing_since_has_nothing_to_salvage(office: Office) -> None:
    with office.serving():
        office.enrol()
        delivered(office)
        image = keep(office, "image")
        visited(office, 4)
        delivered(office)
        put_back(office, image)
        delivered(office)
        (former,) = office.kiosk("status", "--json").told["former"]
        assert former["lines"] - former["waiting"] <= 2, "the time of that contact, nothing else"
        assert "rating.given" not in office.kinds()
    assert office.counted() == (1, [])


def test_two_machines_with_one_key_are_seen_and_both_keep_their_ratings(office: Office) -> None:
    with office.serving():
        office.enrol()
        visited(office, 5)
        delivered(office)
        twin = keep(office, "twin")
        config = office.config.with_name("twin.toml")
        config.write_text(f'data_folder = "{twin}"\nwindowed = true\ndeliver = false\n')
        visited(office, 4)
        delivered(office)
        assert kiosk("deliver", "--config", str(config)).code == 0
        assert alarms(office).keys() >= {"new_ledger"}
        visited(office, 3)
        delivered(office)
        clone = alarms(office)["clone"]
        assert clone["about"] == alarms(office)["new_ledger"]["about"]
        assert "revoke" in clone["way_out"]["en"]
    assert office.counted() == (3, [])


def test_what_can_be_read_of_a_damaged_ledger_reaches_the_server(office: Office) -> None:
    with office.serving():
        office.enrol()
        delivered(office)
        visited(office, 4, 1)
        with closing(sqlite3.connect(office.data / "ledger" / "ledger.sqlite3")) as db, db:
            (first,) = db.execute(
                "SELECT min(seq) FROM lines WHERE CAST(raw AS TEXT) LIKE '%rating.given%'"
            ).fetchone()
            db.execute("UPDATE lines SET hash = zeroblob(32) WHERE seq = ?", [first])
        assert office.kiosk("deliver").code == 4
        visited(office, 5)
        good, words = findings(office)["former ledgers"]
        assert not good
        assert "0 of" in words
        delivered(office)
        assert findings(office)["former ledgers"][0]
        assert alarms(office)["new_ledger"]["detail"]["reason"] == "corrupt"
        assert office.counted() == (1, [])
        let_count(office)
    assert office.counted() == (3, [])


def test_a_machine_set_up_anew_needs_a_code_of_its_own_and_the_units_history_stays(office: Office) -> None:
    with office.serving():
        place = ["--unit", UNIT, "--name", "Sảnh", "--address", office.wire.address, "--json"]
        added = office.central("kiosk", "add", *place).told
        secret = f"{added['code']}.{added['fingerprint']}"
        there = ["--central", office.wire.address, "--code"]
        assert office.kiosk("enrol", *there, secret).code == 0
        visited(office, 5, 5)
        delivered(office)
        broken = kiosk_id(office)
        keep(office, "broken")
        shutil.rmtree(office.data)
        refused = office.kiosk("enrol", *there, secret)
        assert refused.code == 3
        assert "Hãy xin mã mới" in refused.said
        assert alarms(office)["code_reused"]["kiosk"] == broken
        new = office.central("kiosk", "replace", broken, "--as", MINH, "--json").told
        assert office.central("kiosk", "replace", broken, "--as", MINH).code == 3
        shutil.rmtree(office.data)
        assert office.kiosk("enrol", *there, f"{new['code']}.{new['fingerprint']}").code == 0
        visited(office, 4)
        delivered(office)
        assert kiosk_id(office) == new["kiosk"] != broken
        listed = {one["kiosk"]: one for one in office.central("kiosk", "list", "--json").told}
        assert (listed[broken]["state"], listed[new["kiosk"]]["state"]) == ("replaced", "enrolled")
        put_back(office, office.data.with_name("broken"))
        visited(office, 1)
        delivered(office)
        delivered(office)
        assert not findings(office)["standing"][0]
        assert alarms(office)["replaced"]["kiosk"] == broken
    assert office.counted() == (4, [])


def test_a_revoked_kiosk_is_told_so_and_counts_no_more(office: Office) -> None:
    with office.serving():
        office.enrol()
        visited(office, 5)
        delivered(office)
        stolen = kiosk_id(office)
        said = ["--as", MINH, "--why", "máy bị mất cắp"]
        assert office.central("kiosk", "revoke", stolen, *said).code == 0
        assert office.central("kiosk", "revoke", stolen, *said).code == 3
        visited(office, 1)
        delivered(office)
        delivered(office)
        good, words = findings(office)["standing"]
        assert (good, "kept and not counted" in words) == (False, True)
        assert office.kiosk("status", "--json").told["standing"] == "revoked"
        shown = office.central("kiosk", "show", stolen, "--json").told
        assert shown["ledgers"][0]["quarantined_from"] is not None
        assert [alarm["kind"] for alarm in shown["alarms"]] == ["quarantined"]
        assert office.counted() == (1, [])
        let_count(office)
    assert office.counted() == (2, [])


def figures(office: Province) -> dict[str, set[tuple[Any, ...]]]:
    """Every figure that the central server shows."""
    engine = open_engine(office.database)
    with reading(engine) as connection:
        found = {
            table: {tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))}
            for table in ROLLUPS
        }
    engine.dispose()
    return found


def test_a_server_put_back_to_a_backup_is_filled_again_and_shows_what_it_would_have_shown(
    province: Province,
) -> None:
    with province.serving():
        province.enrol()
        province.visited(5, 2)
        delivered(province)
    restore = province.backup()
    with province.serving():
        province.visited(4, 1, 3)
        delivered(province)
        without_loss = figures(province)
    restore()
    assert figures(province) != without_loss
    with province.serving():
        province.visited()
        before = province.kiosk("status", "--json").told
        assert before["pending"] < before["last"]
        delivered(province)
        assert figures(province) == without_loss
        assert province.kiosk("status", "--json").told["former"] == []
        over = alarms(province, "--all")["lost_here"]
        assert over["ended_ms"] is not None
        assert alarms(province) == {}
    assert province.counted() == (5, [])


def write(office: Office, count: int) -> list[bytes]:
    """The kiosk writes some lines, as if it ran; they, as stored."""
    with open_store(office.data, clock=machine_clock()) as store:
        seqs = store.append([Draft("visit.abandoned", {"page": "score"})] * count).result()
        rows = store.submit(
            lambda db: db.execute("SELECT raw FROM lines WHERE seq >= ? ORDER BY seq", [seqs[0]]).fetchall()
        )
        return [raw for (raw,) in rows.result()]


def salvaged(office: Office) -> list[bytes]:
    """The lines of every salvage that the central server keeps."""
    engine = open_engine(office.database)
    with reading(engine) as connection:
        bodies = connection.execute(text("SELECT body FROM salvages ORDER BY received_ms")).scalars().all()
    engine.dispose()
    return [line for body in bodies for line in read_salvage(bytes(body)).lines]


def test_a_kill_at_any_instant_of_parting_loses_nothing_and_sends_nothing_twice(office: Office) -> None:
    with office.serving():
        office.enrol()
        delivered(office)
        image = keep(office, "image")
        write(office, 700)
        delivered(office)
        put_back(office, image)
        tail = write(office, 1_200)
        killed = [
            office.kiosk("deliver", HAILONG_CRASH_AT=point).code
            for point in (
                "store.before_succession",
                "store.after_succession",
                "salvage.after_send",
                "salvage.after_mark",
                "salvage.after_mark@2",
            )
        ]
        assert killed == [-SIGKILL] * len(killed)
        delivered(office)
        told = office.kiosk("status", "--json").told
        (former,) = told["former"]
        assert (former["waiting"], told["pending"]) == (0, 0)
        kept = salvaged(office)
        assert len(kept) == len(set(kept)) == former["lines"]
        assert [line for line in kept if b"visit.abandoned" in line] == tail
    assert office.counted() == (0, [])
