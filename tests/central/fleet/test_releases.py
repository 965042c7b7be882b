"""Releases at the central server: whose they are, who gets them when, and what it hears became of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from build_spec.releases import make_release, write_release
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.directory.offers import Ring
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.releases import (
    ReleaseLine,
    add_release,
    list_releases,
    set_ring,
    stage_release,
    withdraw_release,
)
from sync.central.fleet.updates import list_updates
from sync.contract.keys import public_bytes
from sync.contract.problems import Code
from tests.central.desk import Desk, refusal
from tests.central.fleet.test_commanding import directory_of
from tests.central.world import World

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = public_bytes(PRIVATE).hex()
BY = "Trần Văn Minh"


class Shop:
    """Where releases of one small program are made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        made = folder / "made"
        made.mkdir()
        (made / "hailong-kiosk").write_text("#!/bin/sh\n")
        (made / "hailong-kiosk").chmod(0o755)
        self.made = made

    def file(self, number: int, private: Ed25519PrivateKey = PRIVATE, **more: Any) -> Path:
        (self.made / "number").write_text(str(number))
        document, pieces = make_release(self.made, private, made_ms=0, number=number, **more)
        file = self.folder / f"{number}-{len(list(self.folder.iterdir()))}.release"
        write_release(file, document, pieces)
        return file


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def add(world: World, file: Path, new_key: str | None = None) -> ReleaseLine:
    with writing(world.engine) as connection:
        return add_release(connection, world.clock, file, BY, new_key)


def act(world: World, what: Callable[..., Any], *arguments: Any) -> Any:
    with writing(world.engine) as connection:
        hands = (world.identity, world.clock, site_of(connection, world.settings))
        return what(connection, hands, *arguments, BY)


def keep_a_release(world: World, folder: Path) -> None:
    """One that is offered to a ring in which nobody is, for pages to show."""
    (folder / "shop").mkdir()
    release = add(world, Shop(folder / "shop").file(2), KEY).release
    act(world, stage_release, release, Ring.PILOT, 20)


def newest(world: World) -> ReleaseLine:
    with reading(world.engine) as connection:
        return list_releases(connection)[0]


def offered(desk: Desk) -> list[int]:
    return [offer.number for offer in directory_of(desk).releases]


def fetched(desk: Desk, path: str, size: int = 100) -> bytes:
    content = b""
    while more := desk.call("GET", f"/api/v1/releases/{path}?first={len(content)}&count={size}").content:
        content += more
    return content


def test_a_release_is_offered_only_once_it_is_staged_and_comes_down_in_ranges(
    world: World, desk: Desk, shop: Shop
) -> None:
    file = shop.file(2)
    added = add(world, file, KEY)
    assert (added.state, offered(desk)) == ("added", [])
    staged, told = act(world, stage_release, added.release, Ring.ALL, 100)
    assert (staged.state, staged.offered, told, offered(desk)) == ("staged", 1, 1, [2])
    document = fetched(desk, added.release)
    assert document in file.read_bytes()
    (piece, *_rest) = directory_of(desk).releases
    assert piece.release == added.release
    assert act(world, stage_release, added.release[:8], Ring.ALL, 100)[1] == 0


def test_only_an_enrolled_kiosk_gets_a_piece_and_only_of_what_is_here(
    world: World, desk: Desk, shop: Shop
) -> None:
    added = add(world, shop.file(2), KEY)
    path = f"/api/v1/releases/{added.release}"
    stranger = world.signed_call(Ed25519PrivateKey.generate(), "GET", f"{path}?first=0&count=9", b"")
    refusal(stranger, Code.UNKNOWN_KIOSK)
    refusal(desk.call("GET", f"{path}/pieces/{'0' * 64}?first=0&count=9"), Code.ABSENT)
    refusal(desk.call("GET", f"{path}?first=-1&count=9"), Code.REQUEST)
    assert len(desk.call("GET", f"{path}?first=5&count=9").content) == 9
    assert desk.call("GET", f"{path}?first=999999999&count=9").content == b""


def test_rings_come_one_after_the_other_and_a_share_grows(world: World, shop: Shop) -> None:
    desks = [Desk(world) for _ in range(12)]
    act(world, set_ring, desks[0].kiosk, Ring.PILOT)
    act(world, set_ring, desks[1].kiosk, Ring.EARLY)
    release = add(world, shop.file(2), KEY).release

    def reached() -> set[int]:
        return {place for place, one in enumerate(desks) if offered(one)}

    act(world, stage_release, release, Ring.PILOT, 100)
    assert reached() == {0}
    act(world, stage_release, release, Ring.EARLY, 100)
    assert reached() == {0, 1}
    before, grown = reached(), list[int]()
    for share in (25, 50, 75, 100):
        act(world, stage_release, release, Ring.ALL, share)
        assert before <= reached()
        before = reached()
        grown.append(len(before))
        assert newest(world).offered == len(before)
    assert grown[-1] == 12
    assert grown[0] < 12


def test_a_withdrawn_release_is_offered_no_more_and_its_pieces_go_unless_another_needs_them(
    world: World, desk: Desk, shop: Shop
) -> None:
    two, three = add(world, shop.file(2), KEY), add(world, shop.file(3))
    for one in (two, three):
        act(world, stage_release, one.release, Ring.ALL, 100)
    assert offered(desk) == [3, 2]
    act(world, withdraw_release, three.release)
    assert offered(desk) == [2]
    refusal(desk.call("GET", f"/api/v1/releases/{three.release}?first=0&count=9"), Code.ABSENT)
    assert fetched(desk, two.release) != b""
    with pytest.raises(KioskRefused, match="withdrawn"):
        act(world, stage_release, three.release, Ring.ALL, 100)


def test_a_release_of_a_key_that_nobody_named_is_refused(world: World, shop: Shop) -> None:
    heir = Ed25519PrivateKey.generate()
    with pytest.raises(KioskRefused, match="new here"):
        add(world, shop.file(2))
    add(world, shop.file(2, keys=[public_bytes(heir).hex()]), KEY)
    with pytest.raises(KioskRefused, match="new here"):
        add(world, shop.file(3, Ed25519PrivateKey.generate()))
    add(world, shop.file(4, heir))


def test_an_older_a_broken_and_a_cut_file_are_refused_and_leave_nothing(world: World, shop: Shop) -> None:
    add(world, shop.file(3), KEY)
    good = shop.file(4)
    raw = good.read_bytes()
    for name, content in {
        "cut": raw[:-1],
        "empty": b"",
        "changed": raw.replace(b'"number":4', b'"number":5'),
        "missing": raw[: raw.rindex(b"\n") + 1],
    }.items():
        good.with_name(name).write_bytes(content)
        with pytest.raises(KioskRefused):
            add(world, good.with_name(name))
    with pytest.raises(KioskRefused, match="there is 3"):
        add(world, shop.file(2))
    with reading(world.engine) as connection:
        assert [one.number for one in list_releases(connection)] == [3]


def test_what_became_of_it_comes_with_the_ledger(world: World, desk: Desk, shop: Shop) -> None:
    release = add(world, shop.file(2), KEY).release
    act(world, stage_release, release, Ring.ALL, 100)
    desk.open()
    desk.append("update.begun", {"release": release, "number": 2, "software": "0.2.0"})
    desk.append("update.done", {"release": release, "number": 2, "outcome": "exploded"})
    desk.append("update.begun", {"release": "no", "number": 2})
    desk.deliver()
    assert (newest(world).trying, newest(world).confirmed, newest(world).failed) == (1, 0, 0)
    desk.append("update.done", {"release": release, "number": 2, "outcome": "crashed"})
    desk.deliver(4)
    assert (newest(world).trying, newest(world).confirmed, newest(world).failed) == (0, 0, 1)
    with reading(world.engine) as connection:
        assert [one.outcome for one in list_updates(connection, desk.kiosk)] == ["crashed"]
