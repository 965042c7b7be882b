"""The signing key changes in three steps; cut off anywhere, the same step is taken again."""

import json
from pathlib import Path

import pytest

from sync.central.database.engine import reading, writing
from sync.central.keys import rotation
from sync.central.keys.identity import FILE_NAME, open_identity, read_kept
from sync.central.keys.published import is_superseded, known_keys
from sync.central.keys.rotation import announce_key, retire_key, switch_key
from sync.central.keys.supervisors import KeyRefused
from tests.central.desk import Desk
from tests.central.world import ADDRESS, World


class PowerCut(Exception):
    """The power went."""


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """The world's identity as it lies on disk."""
    keys = tmp_path / "keys"
    keys.mkdir()
    kept = {
        "server": world.identity.server_id,
        "signing_key": world.identity.private.private_bytes_raw().hex(),
        "seal_key": world.identity.seal_private.private_bytes_raw().hex(),
    }
    (keys / FILE_NAME).write_text(json.dumps(kept), "ascii")
    return keys


def announced(world: World, folder: Path) -> str:
    with writing(world.engine) as connection:
        return announce_key(connection, world.identity, world.clock, folder, ("https://next.example",), None)


def switched(world: World, folder: Path) -> str:
    with writing(world.engine) as connection:
        return switch_key(connection, world.clock, folder, ADDRESS).public.hex()


def retired(world: World, folder: Path) -> str:
    with writing(world.engine) as connection:
        return retire_key(connection, world.clock, folder).public.hex()


def test_what_an_old_key_signed_is_proved_and_what_a_new_one_signs_too(
    desk: Desk, world: World, folder: Path
) -> None:
    desk.open()
    desk.anchor()
    desk.rate(4)
    desk.deliver()
    old = world.identity.public
    new = announced(world, folder)
    assert switched(world, folder) == new
    world.identity = open_identity(folder)
    retired(world, folder)
    with reading(world.engine) as connection:
        assert known_keys(connection, open_identity(folder)) == (bytes.fromhex(new), old)
    assert world.verify().differences == []
    assert world.query("SELECT day FROM unit_days") == [("2026-11-23",)]
    assert world.query("SELECT key, until_ms IS NULL FROM server_keys ORDER BY until_ms IS NULL") == [
        (old.hex(), False),
        (new, True),
    ]


def test_a_step_out_of_turn_is_refused_and_changes_nothing(world: World, folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    for step in (switched, retired):
        with pytest.raises(KeyRefused):
            step(world, folder)
    assert (folder / FILE_NAME).read_bytes() == before
    announced(world, folder)
    for step in (announced, retired):
        with pytest.raises(KeyRefused):
            step(world, folder)
    switched(world, folder)
    for step in (announced, switched):
        with pytest.raises(KeyRefused):
            step(world, folder)
    retired(world, folder)
    assert read_kept(folder / FILE_NAME).former_key is None


@pytest.mark.parametrize("step", [announced, switched, retired])
def test_a_step_cut_off_after_the_file_was_written_is_taken_again(
    world: World, folder: Path, step: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_arguments: object) -> None:
        raise PowerCut

    for one in (announced, switched, retired):
        if one is step:
            with monkeypatch.context() as dark:
                dark.setattr(rotation, "append", cut)
                with pytest.raises(PowerCut):
                    one(world, folder)
        one(world, folder)
    kept = read_kept(folder / FILE_NAME)
    assert (kept.next_key, kept.former_key) == (None, None)
    assert world.query("SELECT other_key, other_addresses FROM server") == [(None, None)]
    assert len(world.query("SELECT key FROM server_keys")) == 2


def test_a_process_that_was_not_restarted_is_told_that_it_signs_with_an_old_key(
    world: World, folder: Path
) -> None:
    before, seen = world.identity, []
    for step in (announced, switched, retired):
        step(world, folder)
        with reading(world.engine) as connection:
            seen.append((is_superseded(connection, before), is_superseded(connection, open_identity(folder))))
    assert seen == [(False, False), (True, False), (True, False)]
