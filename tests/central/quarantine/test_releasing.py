"""What was kept apart counts once a second person says so, and every figure still follows from ledgers."""

import pytest

from sync.central.alarms.listing import AlarmRefused
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.fleet.retiring import revoke_kiosk
from sync.central.keys.acting_person import mark_of
from sync.central.phone.slip import slip_of
from sync.central.phone.token import find_token
from sync.central.quarantine.releasing import release
from sync.central.quarantine.waiting import QuarantineRefused, Waiting, list_waiting, propose
from sync.contract.ledger import read_line
from sync.contract.problems import Code
from sync.contract.salvage import Reason, build_salvage, digest_of
from sync.contract.segment import digest
from sync.contract.token import Purpose, Token, mint
from tests.central.alarms.test_alarms import go_on_elsewhere, part, raised, told
from tests.central.desk import NONCE, Desk, refusal
from tests.central.world import World

MINH, MAI = "Trần Văn Minh", "Lê Thị Mai"


def salvage(desk: Desk, lines: list[bytes], blobs: tuple[bytes, ...] = (), reason: Reason = "forked") -> str:
    """Deliver lines as salvage; its digest."""
    body = build_salvage(
        kiosk=desk.kiosk, ledger=desk.ledger, reason=reason, lines=lines, blobs=blobs, sign=desk.sign
    )
    answer = desk.call("POST", f"/api/v1/ledgers/{desk.ledger}/salvage?nonce={NONCE}", body)
    assert answer.status_code == 200, answer.text
    return digest_of(lines, blobs)


def released(world: World, what: str) -> None:
    with writing(world.engine) as connection:
        propose(connection, world.identity, world.clock, what, MINH, "đĩa hỏng, số liệu thật")
    with writing(world.engine) as connection:
        release(connection, world.identity, world.clock, what, MAI)


def waiting(world: World) -> list[Waiting]:
    with reading(world.engine) as connection:
        return list_waiting(connection)


def scores(world: World) -> dict[int, int]:
    return dict(world.query("SELECT score, sum(n) FROM unit_days GROUP BY score"))


@pytest.fixture
def delivered(desk: Desk) -> Desk:
    desk.open()
    desk.anchor()
    for _ in range(3):
        desk.rate(4)
    desk.deliver()
    return desk


def test_salvaged_ratings_count_once_released_with_the_dates_of_their_old_ledger(
    delivered: Desk, world: World
) -> None:
    part(delivered, 4)
    changed = delivered.rate(1)
    delivered.append("rating.changed", {"of": changed, "score": 5})
    what = salvage(delivered, delivered.lines[4:])
    assert raised(world)["salvage"].about == what
    assert scores(world) == {4: 3}
    released(world, what[:10])
    assert scores(world) == {4: 3, 2: 1, 5: 1}
    assert world.query("SELECT DISTINCT day FROM unit_days") == [("2026-11-23",)]
    assert world.verify().differences == []
    assert "salvage" not in raised(world)
    assert waiting(world) == []
    record = told(world)[-1]
    assert (record["kind"], record["salvage"]) == ("quarantine.released", what)
    assert (record["proposed_by"], record["released_by"], record["lines"]) == (
        mark_of(world.identity, MINH),
        mark_of(world.identity, MAI),
        3,
    )


def test_a_rating_that_was_salvaged_has_arrived_for_the_citizen_who_asks(
    delivered: Desk, world: World
) -> None:
    part(delivered, 4)
    rating = read_line(delivered.lines[4]).body["rating"]
    token = Token(Purpose.RATING, delivered.kiosk, delivered.ledger, rating)
    text = mint(token, delivered.private.sign)

    def arrived() -> bool:
        with reading(world.engine) as connection:
            held = find_token(connection, text)
            slip = None if held is None else slip_of(connection, held)
        assert slip is not None
        return slip.arrived is not None

    what = salvage(delivered, delivered.lines[4:])
    assert not arrived()
    released(world, what)
    assert arrived()


def test_lines_that_are_held_already_do_not_count_twice(delivered: Desk, world: World) -> None:
    part(delivered, 4)
    released(world, salvage(delivered, delivered.lines, reason="corrupt"))
    assert scores(world) == {4: 3, 2: 1}
    released(world, salvage(delivered, delivered.lines[2:], reason="corrupt"))
    assert scores(world) == {4: 3, 2: 1}
    assert world.verify().differences == []


def test_released_lines_that_come_to_be_held_later_count_there_and_not_twice(
    delivered: Desk, world: World
) -> None:
    """As after a restore: a clone's tail is released, and then the other machine fills the ledger with it."""
    for score in (1, 2, 3):
        delivered.rate(score)
    released(world, salvage(delivered, delivered.lines[4:]))
    assert scores(world) == {4: 3, 1: 1, 2: 1, 3: 1}
    delivered.deliver(6, 7)
    assert scores(world) == {4: 3, 1: 1, 2: 1, 3: 1}
    assert world.verify().differences == []
    delivered.deliver(8)
    assert scores(world) == {4: 3, 1: 1, 2: 1, 3: 1}
    assert world.query("SELECT count(*), count(DISTINCT rating) FROM ratings") == [(6, 6)]
    assert world.verify().differences == []


def test_a_tail_in_several_salvages_is_one_again_and_another_tail_is_another(
    delivered: Desk, world: World
) -> None:
    part(delivered, 4)
    first = salvage(delivered, delivered.lines[4:])
    delivered.append("rating.changed", {"of": 5, "score": 1})
    second = salvage(delivered, delivered.lines[5:])
    released(world, second)
    assert scores(world) == {4: 3}, "what it changes is not counted yet"
    released(world, first)
    assert scores(world) == {4: 3, 1: 1}
    part(delivered, 4)
    released(world, salvage(delivered, delivered.lines[4:]))
    assert scores(world) == {4: 3, 1: 1, 2: 1}
    assert world.query("SELECT count(*) FROM ledgers WHERE salvaged_from IS NOT NULL") == [(2,)]
    assert world.verify().differences == []


def test_a_salvaged_line_about_a_rating_that_counts_elsewhere_needs_attention(
    delivered: Desk, world: World
) -> None:
    part(delivered, 4)
    delivered.append("rating.changed", {"of": 4, "score": 1})
    released(world, salvage(delivered, delivered.lines[4:]))
    assert scores(world) == {4: 3, 2: 1}
    assert world.query("SELECT seq, reason FROM needs_attention WHERE reason = 'bad_reference'") == [
        (6, "bad_reference")
    ]
    assert world.verify().differences == []


def test_sealed_blobs_are_kept_with_the_lines_that_name_them(delivered: Desk, world: World) -> None:
    part(delivered, 4)
    sealed = b"sealed comment"
    delivered.append("rating.detailed", {"of": 5, "answers": {}, "attached": {"comment": digest(sealed)}})
    released(world, salvage(delivered, [*delivered.lines[4:], b"no line"], (sealed, b"nobody's")))
    assert [bytes(blob) for (blob,) in world.query("SELECT sealed FROM blobs")] == [sealed]
    assert world.verify().differences == []


def test_one_person_alone_lets_nothing_count(delivered: Desk, world: World) -> None:
    part(delivered, 4)
    what = salvage(delivered, delivered.lines[4:])
    with pytest.raises(QuarantineRefused, match="nobody has proposed"), writing(world.engine) as connection:
        release(connection, world.identity, world.clock, what, MAI)
    with writing(world.engine) as connection:
        propose(connection, world.identity, world.clock, what, MINH, "thật")
    with pytest.raises(QuarantineRefused, match="already"), writing(world.engine) as connection:
        propose(connection, world.identity, world.clock, what, MAI, "thật")
    with pytest.raises(QuarantineRefused, match="else"), writing(world.engine) as connection:
        release(connection, world.identity, world.clock, what, "trần  văn minh")
    with pytest.raises(AlarmRefused, match="name"), writing(world.engine) as connection:
        release(connection, world.identity, world.clock, what, "")
    assert waiting(world)[0].proposed_by == MINH
    assert scores(world) == {4: 3}


def test_what_a_revoked_kiosk_brings_is_kept_and_counts_only_when_released(
    delivered: Desk, world: World
) -> None:
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        revoke_kiosk(connection, world.identity, world.clock, site, delivered.kiosk, MINH, "mất cắp")
    delivered.rate(1)
    receipt = delivered.deliver(6)
    assert (receipt.held, receipt.state) == (6, "quarantined")
    assert scores(world) == {4: 3}
    assert world.verify().differences == []
    assert raised(world).keys() == {"quarantined"}
    (one,) = waiting(world)
    assert (one.what, one.lines) == (delivered.ledger, 1)
    released(world, delivered.ledger)
    assert scores(world) == {4: 3, 1: 1}
    delivered.rate(2)
    assert delivered.deliver(7).state == "quarantined"
    assert scores(world) == {4: 3, 1: 1}
    assert world.verify().differences == []


def test_a_revoked_kiosks_new_ledger_is_not_counted_either(delivered: Desk, world: World) -> None:
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        revoke_kiosk(connection, world.identity, world.clock, site, delivered.kiosk, MINH, "mất cắp")
    go_on_elsewhere(delivered, 4, "restored")
    delivered.rate(1)
    assert delivered.deliver().state == "quarantined"
    assert scores(world) == {4: 3}
    assert world.verify().differences == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledgers SET quarantined_from = 2 WHERE salvaged_from IS NULL AND ledger_no > 1",
        "UPDATE ledgers SET salvaged_after = 0 WHERE salvaged_from IS NOT NULL",
        "DELETE FROM lines WHERE ledger_no = 3 AND seq = 5",
        "INSERT INTO lines SELECT ledger_no, 99, raw, hash, received_ms FROM lines WHERE ledger_no = 3",
        "DELETE FROM salvages",
    ],
)
def test_who_changes_what_counts_behind_the_own_ledgers_back_is_found(
    delivered: Desk, world: World, change: str
) -> None:
    part(delivered, 4)
    released(world, salvage(delivered, delivered.lines[4:]))
    assert world.verify().differences == []
    world.execute(change)
    assert world.verify().differences != []


def test_a_revoked_kiosks_key_enrols_nothing_any_more(delivered: Desk, world: World) -> None:
    with writing(world.engine) as connection:
        site = site_of(connection, world.settings)
        revoke_kiosk(connection, world.identity, world.clock, site, delivered.kiosk, MINH, "mất cắp")
    refusal(delivered.enrol(), Code.NOT_YOURS)
    assert world.query("SELECT state FROM kiosks") == [("revoked",)]
