"""What keeps ledgers given up must do. A test class inherits `FormersContract` and gives a `Room`."""

from typing import Protocol

import pytest

from sync.agent.ports import Formers, Outbox
from sync.contract.ledger import read_line


class Room(Formers, Outbox, Protocol):
    """An outbox that can be given up."""


class FormersContract:
    """The ledger may begin with lines of its own; ten are appended."""

    @pytest.fixture
    def room(self) -> Room:
        raise NotImplementedError

    def give_up(self, room: Room, agreed: int) -> None:
        """Go on in another ledger."""
        raise NotImplementedError

    @pytest.fixture
    def lines(self, room: Room) -> list[bytes]:
        """The lines of the ledger before it is given up."""
        for number in range(10):
            room.append_now("visit.abandoned", {"page": f"page {number}"})
        pending = room.pending()
        assert pending is not None
        return list(pending.lines)

    def test_the_new_ledger_names_its_parent(self, room: Room, lines: list[bytes]) -> None:
        old, head = room.position().ledger, room.head(4)
        assert head is not None
        self.give_up(room, 4)
        assert room.position().ledger != old
        pending = room.pending()
        assert pending is not None
        (opened,) = pending.lines
        body = read_line(opened).body
        assert (body["reason"], body["parent"]) == ("forked", {"ledger": old, "seq": 4, "head": head.hex})

    def test_lines_beyond_the_agreed_one_wait_and_no_other(self, room: Room, lines: list[bytes]) -> None:
        old = room.position().ledger
        self.give_up(room, 4)
        waiting = room.salvageable()
        assert waiting is not None
        assert list(waiting.lines) == lines[4:]
        assert (waiting.ledger, waiting.reason, waiting.last) == (old, "forked", len(lines))

    def test_nothing_waits_where_all_is_agreed(self, room: Room, lines: list[bytes]) -> None:
        self.give_up(room, len(lines))
        assert room.salvageable() is None
        pending = room.pending()
        assert pending is not None
        assert read_line(pending.lines[0]).body["reason"] == "restored"

    def test_what_is_marked_waits_no_longer(self, room: Room, lines: list[bytes]) -> None:
        self.give_up(room, 4)
        first = room.salvageable(2)
        assert first is not None
        room.salvaged(first.former, first.last, "name")
        rest = room.salvageable()
        assert rest is not None
        assert list(rest.lines) == lines[6:]
        room.salvaged(rest.former, rest.last, "name")
        assert room.salvageable() is None

    def test_further_lines_can_be_seen_without_marking(self, room: Room, lines: list[bytes]) -> None:
        self.give_up(room, 4)
        self.give_up(room, 0)
        after, seen = (0, 0), []
        while (waiting := room.salvageable(4, after=after)) is not None:
            after = (waiting.former, waiting.last)
            seen.append(len(waiting.lines))
        assert seen == [4, len(lines) - 8, 1]

    def test_a_server_that_was_restored_may_have_lost_them_and_is_asked_again(
        self, room: Room, lines: list[bytes]
    ) -> None:
        self.give_up(room, 4)
        for held in (1, 0):
            head = room.head(held)
            assert head is not None
            room.settle(held, head.hash, may_lower=True)
            (former,) = room.formers()
            assert former.agreed is None
            room.agree(former.former, 4)
            waiting = room.salvageable()
            assert waiting is not None
            assert list(waiting.lines) == lines[4:]
            room.salvaged(waiting.former, waiting.last, "name")
            assert room.salvageable() is None

    def test_old_heads_can_still_be_told(self, room: Room, lines: list[bytes]) -> None:
        heads = [room.head(seq) for seq in range(len(lines) + 1)]
        self.give_up(room, 4)
        number = room.formers()[0].former
        assert [room.former_head(number, seq) for seq in range(len(lines) + 1)] == heads
        assert room.former_head(number, len(lines) + 1) is None

    def test_what_a_receipt_does_not_name_any_more_goes_again(self, room: Room, lines: list[bytes]) -> None:
        old = room.position().ledger
        self.give_up(room, 4)
        for number in range(2):
            waiting = room.salvageable(3)
            assert waiting is not None
            room.salvaged(waiting.former, waiting.last, f"salvage {number}")
        room.compare({old: 4}, ("salvage 0", "salvage 1", "a clone's"))
        rest = room.salvageable()
        assert rest is None or list(rest.lines) == lines[10:]
        room.compare({old: 9}, ("salvage 1",))
        again = room.salvageable()
        assert again is not None
        assert list(again.lines) == lines[4:]
        assert room.formers()[0].agreed == 4
        room.compare({old: 9}, ())
        assert room.salvageable() == again

    @pytest.mark.parametrize("held", [{}, {"old": 3}])
    def test_a_server_that_holds_less_than_was_agreed_on_is_asked_again(
        self, room: Room, lines: list[bytes], held: dict[str, int]
    ) -> None:
        old = room.position().ledger
        self.give_up(room, 4)
        room.compare({old: 4}, ())
        assert room.formers()[0].agreed == 4
        room.compare({old: held["old"]} if held else {}, ())
        assert room.formers()[0].agreed is None
