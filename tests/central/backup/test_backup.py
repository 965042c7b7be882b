import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from sync.central.backup.archive import DATABASE, KEYS
from sync.central.backup.making import Made, make_backup
from sync.central.backup.nightly import back_up_into
from sync.central.backup.refusal import BackupRefused
from sync.central.backup.restoring import DoesNotFit, Restored, restore_backup
from sync.central.backup.sealing import Cost, open_sealed, seal_folder
from sync.central.backup.snapshot import take_snapshot
from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import NewerDatabase, migrate
from sync.central.keys.identity import FILE_NAME, open_identity
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.watch.listening import watch
from tests.central.world import World

PASSPHRASE = "một câu dài để khóa"
CHEAP = Cost(1, 8)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, door: Door) -> Iterator[World]:
    """A server in SQLite that holds a kiosk's three ratings."""
    folder = tmp_path_factory.mktemp("server")
    engine = open_engine(f"sqlite:///{folder / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
    made = World(engine, folder / "province", door)
    watch(made)
    desk = Desk(made)
    desk.open()
    for score in (5, 3, 1):
        desk.rate(score)
    desk.deliver()
    yield made
    made.state.end()
    engine.dispose()


def backed_up(world: World, target: Path, passphrase: str = PASSPHRASE) -> Made:
    keys = world.folder / "keys"
    return make_backup(world.engine, keys, target, passphrase, world.clock.now_ms, cost=CHEAP)


@pytest.fixture(scope="module")
def backup(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "monday.backup"
    backed_up(world, file)
    return file


def restored(world: World, file: Path, data: Path, passphrase: str = PASSPHRASE) -> Restored:
    return restore_backup(file, data, f"sqlite:///{data / 'central.sqlite'}", passphrase, world.clock)


def test_what_is_restored_is_the_server_that_was_backed_up(
    world: World, backup: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    done = restored(world, backup, data)
    assert (done.server, done.taken_ms) == (world.identity.server_id, world.clock.now_ms)
    assert (done.proof.ratings, done.proof.differences) == (3, [])
    assert done.lines == world.verify().lines == done.proof.lines - 1, "and the own ledger's line that tells"
    assert open_identity(data / "keys").public == world.identity.public
    assert sorted(path.name for path in data.iterdir()) == ["central.sqlite", "keys"]
    with closing(sqlite3.connect(data / "central.sqlite")) as database:
        for table in ("photos", "kiosks", "directories", "ratings", "server_keys"):
            rows = world.query(f"SELECT * FROM {table}")
            assert database.execute(f"SELECT * FROM {table}").fetchall() == rows != []
        (last,) = database.execute(
            "SELECT raw FROM lines WHERE ledger_no = 1 ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    assert b'"kind":"server.restored"' in last
    assert b'"taken":%d' % world.clock.now_ms in last


def test_a_backup_is_private_and_its_keys_are_sealed(world: World, backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    kept = (world.folder / "keys" / FILE_NAME).read_bytes()
    with zipfile.ZipFile(backup) as archive:
        sealed = archive.read(KEYS)
        assert archive.testzip() is None
    assert open_sealed(sealed, PASSPHRASE) == {FILE_NAME: kept}
    assert world.identity.private.private_bytes_raw().hex().encode() not in sealed
    with pytest.raises(BackupRefused, match="shorter than 12"):
        seal_folder(world.folder / "keys", "ngắn", CHEAP)


def test_a_snapshot_is_of_one_moment_however_much_is_written_meanwhile(tmp_path: Path) -> None:
    source, target = tmp_path / "busy.sqlite", tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(source, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE filling (x BLOB)")
        writer.execute("CREATE TABLE one (n)")
        writer.execute("CREATE TABLE other (n)")
        writer.execute("INSERT INTO one VALUES (0)")
        writer.execute("INSERT INTO other VALUES (0)")
        writer.execute("BEGIN")
        writer.executemany("INSERT INTO filling VALUES (randomblob(4000))", [()] * 9_000)
        writer.execute("COMMIT")
        steps: list[int] = []

        def write_on(done: int, total: int) -> None:
            steps.append(done)
            assert done <= total
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("UPDATE one SET n = n + 1")
            writer.execute("UPDATE filling SET x = randomblob(4000) WHERE rowid % 100 = 0")
            writer.execute("UPDATE other SET n = n + 1")
            writer.execute("COMMIT")

        take_snapshot(source, target, write_on)
        assert len(steps) > 2
        assert steps == sorted(steps), "it never began anew"
        assert writer.execute("SELECT n FROM one").fetchone() == (len(steps),)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT one.n, other.n FROM one, other").fetchall() == [(0, 0)]
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name) == ["copy.sqlite"]


def test_nothing_is_overwritten(world: World, backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupRefused, match="there already"):
        backed_up(world, backup)
    assert backup.read_bytes() == before
    data = tmp_path / "data"
    data.mkdir()
    (data / "notes.txt").write_text("mine")
    with pytest.raises(BackupRefused, match=r"not empty \(notes.txt\)"):
        restored(world, backup, data)
    (data / "notes.txt").unlink()
    elsewhere = tmp_path / "other.sqlite"
    elsewhere.write_bytes(b"")
    with pytest.raises(BackupRefused, match="a database is there"):
        restore_backup(backup, data, f"sqlite:///{elsewhere}", PASSPHRASE, world.clock)
    assert list(data.iterdir()) == []


def test_what_is_outside_stays_through_a_restore(world: World, backup: Path, tmp_path: Path) -> None:
    outside = tmp_path / "data" / "outside"
    outside.mkdir(parents=True)
    (outside / "erased").write_text("abc")
    restored(world, backup, tmp_path / "data")
    assert (outside / "erased").read_text() == "abc"


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(byte ^ 0x55 for byte in content[middle : middle + 64])
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1_000])


def no_backup(file: Path) -> None:
    file.write_bytes(b"something else")


def other_database(file: Path) -> None:
    """A whole zip whose database is not the manifest's."""
    again = file.with_suffix(".again")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"SQLite format 3\0" if name == DATABASE else old.read(name))
    again.replace(file)


@pytest.mark.parametrize("harm", [damaged, cut, no_backup, other_database])
def test_a_backup_that_is_not_whole_is_refused_and_leaves_nothing(
    world: World, backup: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    file, data = Path(shutil.copy(backup, tmp_path)), tmp_path / "data"
    harm(file)
    with pytest.raises(BackupRefused):
        restored(world, file, data)
    assert list(data.iterdir()) == []


def test_another_passphrase_opens_nothing(world: World, backup: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="passphrase is another"):
        restored(world, backup, tmp_path / "data", "một câu dài khác hẳn")
    assert list((tmp_path / "data").iterdir()) == []


def test_a_backup_whose_figures_do_not_fit_its_ledgers_is_not_put_in_place(
    world: World, tmp_path: Path
) -> None:
    world.execute("INSERT INTO unit_days (unit, day, score, n) VALUES ('u', '2026-11-23', 5, 3)")
    try:
        backed_up(world, tmp_path / "wrong.backup")
    finally:
        world.execute("DELETE FROM unit_days WHERE unit = 'u'")
    with pytest.raises(DoesNotFit) as refused:
        restored(world, tmp_path / "wrong.backup", tmp_path / "data")
    assert [found.what for found in refused.value.proof.differences] == ["count in unit_days"]
    assert list((tmp_path / "data").iterdir()) == []


def test_a_newer_versions_backup_is_refused(world: World, tmp_path: Path) -> None:
    ((mine,),) = world.query("SELECT version_num FROM alembic_version")
    world.execute("UPDATE alembic_version SET version_num = 'm9999_of_tomorrow'")
    try:
        backed_up(world, tmp_path / "newer.backup")
    finally:
        world.execute(f"UPDATE alembic_version SET version_num = '{mine}'")
    with pytest.raises(NewerDatabase):
        restored(world, tmp_path / "newer.backup", tmp_path / "data")
    assert list((tmp_path / "data").iterdir()) == []


def test_each_night_one_more_is_kept_and_the_oldest_goes(world: World, tmp_path: Path) -> None:
    folder, passphrase = tmp_path / "nights", tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE + "\n")
    folder.mkdir()
    (folder / "hailong-20200101T000000000Z.backup.part").write_bytes(b"of one that was cut off")
    (folder / "somebody's.backup").write_bytes(b"not ours")

    def night(number: int) -> None:
        now_ms = world.clock.now_ms + number * 86_400_000
        back_up_into(folder, world.engine, world.folder / "keys", passphrase, 2, now_ms, lambda: None)

    for number in range(3):
        night(number)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "hailong-20261124T030405123Z.backup",
        "hailong-20261125T030405123Z.backup",
        "somebody's.backup",
    ]
    passphrase.unlink()
    with pytest.raises(BackupRefused, match="passphrase cannot be read"):
        night(3)
    assert sorted(path.name for path in folder.iterdir()) == names
    taken = world.query("SELECT file, bytes FROM backups ORDER BY taken_ms DESC LIMIT 1")
    assert taken == [(str(folder / names[1]), (folder / names[1]).stat().st_size)]


def test_postgresql_is_told_its_own_tools(world: World, tmp_path: Path) -> None:
    engine = open_engine("postgresql+psycopg://u@127.0.0.1:1/x")
    with pytest.raises(BackupRefused, match="pg_dump"):
        make_backup(engine, tmp_path, tmp_path / "x", PASSPHRASE, 0, cost=CHEAP)
    engine.dispose()


def test_the_manifest_says_what_it_is_of(world: World, backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        told = msgspec.json.decode(archive.read("manifest.json"))
        sizes = {name: archive.getinfo(name).file_size for name in told["parts"]}
    assert told["server"] == world.identity.server_id
    assert (told["schema"],) == world.query("SELECT version_num FROM alembic_version")[0]
    assert sizes == {name: part["bytes"] for name, part in told["parts"].items()}
