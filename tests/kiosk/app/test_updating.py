"""A release comes in pieces over a link that is cut, and is laid out whole or not at all."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from build_spec.releases import make_release, write_release
from kiosk.app import release_judged
from kiosk.app.release_by_hand import take_release
from kiosk.app.release_judged import Place, Refused
from kiosk.app.updating import Updater
from kiosk.releases import building, incoming
from kiosk.releases.choosing import confirmed, failed, works
from kiosk.releases.standing import (
    Standing,
    folder_name,
    read_standing,
    releases_folder,
    write_standing,
)
from kiosk.releases.system import this_system
from kiosk.store import LEVEL
from sync.agent.outcome import Unanswered, Unreachable
from sync.contract.keys import public_bytes
from sync.contract.release import Offer, release_name

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RESERVE = 0
LARGE = Random(1).randbytes(600_000)  # cannot be compressed: a piece comes in several ranges


def a_program(folder: Path, large: bytes = LARGE) -> Path:
    (folder / "parts").mkdir(parents=True)
    (folder / "hailong-kiosk").write_text("#!/bin/sh\necho new\n")
    (folder / "hailong-kiosk").chmod(0o755)
    (folder / "parts" / "large").write_bytes(large)
    (folder / "parts" / "empty").write_bytes(b"")
    (folder / "parts" / "link").symlink_to("large")
    return folder


@dataclass
class Server:
    """Has one release; answers ranges, cuts some off, and counts the bytes that it sent."""

    document: bytes
    pieces: dict[str, bytes]
    number: int
    system: str = field(default_factory=this_system)
    sent: int = 0
    asked: int = 0
    cut: Callable[[int], bool] = lambda _asked: False

    @property
    def name(self) -> str:
        return release_name(self.document)

    @property
    def offers(self) -> tuple[Offer, ...]:
        return (Offer(self.name, self.number, self.system),)

    def bring(self, release: str, piece: str | None, first: int, count: int) -> bytes | Unanswered:
        assert release == self.name
        self.asked += 1
        if self.cut(self.asked):
            return Unreachable("cut_off", "")
        content = self.document if piece is None else self.pieces[piece]
        self.sent += len(content[first : first + count])
        return content[first : first + count]


def server_of(folder: Path, number: int = 3, **more: Any) -> Server:
    private = more.pop("private", PRIVATE)
    return Server(*make_release(folder, private, made_ms=0, number=number, **more), number)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    keys = tmp_path / "release.keys"
    keys.write_text(f"{public_bytes(PRIVATE).hex()}  # the vendor\n")
    (tmp_path / "data").mkdir()
    return Place(tmp_path / "data", keys, RESERVE)


def updater_of(place: Place, server: Server, resting: Callable[[], bool] = lambda: True) -> Updater:
    return Updater(place, server.bring, lambda: server.offers, resting, lambda: None)


def go(updater: Updater, place: Place, steps: int = 200) -> Standing:
    for _ in range(steps):
        updater.step()
        if read_standing(place.data).trial is not None:
            break
    return read_standing(place.data)


def laid_out(place: Place, name: str) -> dict[str, bytes]:
    folder = releases_folder(place.data) / name
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_is_laid_out_as_it_was_made_and_waits_for_the_next_start(
    place: Place, tmp_path: Path
) -> None:
    server = server_of(a_program(tmp_path / "made"))
    name = folder_name(3, server.name)
    assert go(updater_of(place, server), place) == Standing(trial=name)
    found = laid_out(place, name)
    assert found.pop("release.signed") == server.document
    made = tmp_path / "made"
    assert found == {str(one.relative_to(made)): one.read_bytes() for one in made.rglob("*") if one.is_file()}
    assert os.access(releases_folder(place.data) / name / "hailong-kiosk", os.X_OK)
    assert (releases_folder(place.data) / name / "parts" / "link").is_symlink()
    assert list((releases_folder(place.data) / "incoming").iterdir()) == []


def test_a_link_that_cuts_off_every_other_answer_brings_it_without_sending_anything_twice(
    place: Place, tmp_path: Path
) -> None:
    server = server_of(a_program(tmp_path / "made"))
    server.cut = lambda asked: asked % 2 == 0
    go(updater_of(place, server), place)
    assert read_standing(place.data).trial == folder_name(3, server.name)
    whole = len(server.document) + sum(map(len, server.pieces.values()))
    assert server.sent == whole


def test_what_the_running_program_has_is_not_fetched(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = server_of(a_program(tmp_path / "old"), 2)
    go(updater_of(place, old), place)
    write_standing(place.data, confirmed(works(read_standing(place.data))))
    monkeypatch.setenv("HAILONG_LAUNCHED", folder_name(2, old.name))
    made = a_program(tmp_path / "made")
    (made / "hailong-kiosk").write_text("#!/bin/sh\necho newer\n")
    new = server_of(made)
    go(updater_of(place, new), place)
    assert read_standing(place.data).trial == folder_name(3, new.name)
    assert new.sent < len(new.document) + 1_000


def test_nothing_is_done_while_somebody_is_before_the_screen(place: Place, tmp_path: Path) -> None:
    server = server_of(a_program(tmp_path / "made"))
    updater = updater_of(place, server, resting=lambda: False)
    assert go(updater, place, 20) == Standing()
    assert server.asked == 0


@pytest.mark.parametrize(
    "more",
    [
        {"private": Ed25519PrivateKey.generate()},
        {"system": "plan9-x86_64"},
        {"store": LEVEL + 1},
        {"number": 1},
    ],
    ids=["another key", "another system", "a database that this one cannot read", "no newer"],
)
def test_a_release_that_this_kiosk_may_not_run_is_refused_however_it_comes(
    place: Place, tmp_path: Path, more: dict[str, Any]
) -> None:
    server = server_of(a_program(tmp_path / "made"), **{"number": 3} | more)
    assert go(updater_of(place, server), place, 30) == Standing()
    file = tmp_path / "it.release"
    write_release(file, server.document, server.pieces)
    with pytest.raises(Refused):
        take_release(place, file)
    assert read_standing(place.data) == Standing()
    assert not list(releases_folder(place.data).glob("3-*"))


def test_an_older_release_than_one_that_ran_here_is_refused_though_the_packaged_program_is_older_still(
    place: Place, tmp_path: Path
) -> None:
    server = server_of(a_program(tmp_path / "made"), 3)
    write_standing(place.data, Standing(floor=4))
    assert go(updater_of(place, server), place, 30) == Standing(floor=4)


def test_one_that_failed_is_not_taken_again(place: Place, tmp_path: Path) -> None:
    server = server_of(a_program(tmp_path / "made"))
    go(updater_of(place, server), place)
    write_standing(place.data, failed(read_standing(place.data), "crashed"))
    asked = server.asked
    assert go(updater_of(place, server), place, 30).trial is None
    assert server.asked == asked


def test_a_tampered_piece_is_dropped_and_fetched_again(place: Place, tmp_path: Path) -> None:
    server = server_of(a_program(tmp_path / "made"))
    good = dict(server.pieces)
    spoiled = next(iter(good))
    server.pieces[spoiled] = bytes(len(good[spoiled]))
    updater = updater_of(place, server)
    assert go(updater, place, 30).trial is None
    server.pieces[spoiled] = good[spoiled]
    assert go(updater, place).trial == folder_name(3, server.name)


def test_a_tampered_document_is_no_release(place: Place, tmp_path: Path) -> None:
    server = server_of(a_program(tmp_path / "made"))
    real = server.name
    changed = server.document.replace(b'"number":3', b'"number":9')
    assert changed != server.document
    server.document = changed
    assert server.name != real
    assert go(updater_of(place, server), place, 30) == Standing()


def test_the_keys_that_a_release_names_follow_those_of_the_machine(place: Place, tmp_path: Path) -> None:
    heir = Ed25519PrivateKey.generate()
    made = a_program(tmp_path / "made")
    go(updater_of(place, server_of(made, 3, keys=[public_bytes(heir).hex()])), place)
    write_standing(place.data, confirmed(works(read_standing(place.data))))
    former = server_of(made, 4)
    assert go(updater_of(place, former), place, 30).trial is None
    assert go(updater_of(place, server_of(made, 5, private=heir)), place).trial is not None


def test_without_a_key_nothing_is_even_fetched(place: Place, tmp_path: Path) -> None:
    place.keys.unlink()
    server = server_of(a_program(tmp_path / "made"))
    go(updater_of(place, server), place, 10)
    assert server.asked == 0


def test_a_full_disk_holds_it_up_and_harms_nothing(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = server_of(a_program(tmp_path / "made"))
    monkeypatch.setattr("kiosk.app.release_judged.SPARE_BYTES", 1024**5)
    assert go(updater_of(place, server), place, 20) == Standing()
    monkeypatch.undo()
    assert go(updater_of(place, server), place).trial is not None


def test_what_no_release_needs_any_more_is_deleted(place: Place, tmp_path: Path) -> None:
    first, second = a_program(tmp_path / "first"), a_program(tmp_path / "second", LARGE[:-4])
    for number, made in ((3, first), (4, second)):
        go(updater_of(place, server_of(made, number)), place)
        write_standing(place.data, confirmed(works(read_standing(place.data))))
    nothing = server_of(second, 4)
    updater_of(place, nothing).step()
    kept = [path.name for path in releases_folder(place.data).iterdir() if path.name[0].isdigit()]
    assert kept == [folder_name(4, nothing.name)]


def test_a_file_brings_it_too_and_a_file_that_was_cut_short_harms_nothing(
    place: Place, tmp_path: Path
) -> None:
    server = server_of(a_program(tmp_path / "made"))
    file, cut = tmp_path / "it.release", tmp_path / "cut.release"
    write_release(file, server.document, server.pieces)
    cut.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(Refused, match="damaged or cut short"):
        take_release(place, cut)
    with pytest.raises(Refused, match="did not name"):
        take_release(place, file, [])
    assert read_standing(place.data) == Standing()
    assert take_release(place, file, server.offers).name == folder_name(3, server.name)
    assert read_standing(place.data).trial == folder_name(3, server.name)


POINTS = (
    "update.after_range",
    "update.after_piece",
    "update.after_part",
    "update.before_rename",
    "update.after_rename",
    "update.after_trial",
)


def killed_at(point: str, name: str) -> None:
    if name == point:
        os.kill(os.getpid(), signal.SIGKILL)


def cut_off_at(point: str, work: Callable[[], object]) -> int:
    """Do `work` in a process that is killed at a named point; how it ended."""
    child = os.fork()
    if child == 0:
        for module in (incoming, building, release_judged):
            setattr(module, "crash_point", partial(killed_at, point))  # noqa: B010
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("point", POINTS)
def test_a_power_cut_at_any_step_is_gone_on_from(place: Place, tmp_path: Path, point: str) -> None:
    made = a_program(tmp_path / "made")
    server = server_of(made)
    ended = cut_off_at(point, lambda: go(updater_of(place, server), place))
    assert ended == -signal.SIGKILL
    before = read_standing(place.data).trial
    assert before is None or point == "update.after_trial"
    assert go(updater_of(place, server), place).trial == folder_name(3, server.name)
    found = laid_out(place, folder_name(3, server.name))
    found.pop("release.signed")
    assert found == {str(one.relative_to(made)): one.read_bytes() for one in made.rglob("*") if one.is_file()}
