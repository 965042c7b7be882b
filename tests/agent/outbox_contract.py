"""What every outbox must do. A test class inherits `OutboxContract` and overrides the fixture `outbox`."""

import hashlib

import pytest

from sync.agent.ports import Outbox
from sync.contract.ledger import Head, link, opening, read_line


class OutboxContract:
    """The outbox may begin with lines of its own (`ledger.opened`), none of them settled."""

    @pytest.fixture
    def outbox(self) -> Outbox:
        raise NotImplementedError

    def test_a_new_ledger_has_nothing_settled(self, outbox: Outbox) -> None:
        position = outbox.position()
        assert position.settled == Head(0, opening(position.ledger))

    def test_an_appended_line_is_the_next_one_and_becomes_the_last(self, outbox: Outbox) -> None:
        last = outbox.position().last
        assert outbox.append_now("visit.abandoned", {"page": "score"}) == last.seq + 1
        assert outbox.position().last.seq == last.seq + 1
        assert outbox.head(last.seq) == last

    def test_pending_lines_lead_from_the_settled_head_to_the_last(self, outbox: Outbox) -> None:
        self._append(outbox, 3)
        pending, position = outbox.pending(), outbox.position()
        assert pending is not None
        assert (pending.first, pending.before) == (1, position.settled.hash)
        reached = pending.before
        for place, line in enumerate(pending.lines, start=pending.first):
            assert read_line(line).seq == place
            reached = link(reached, line)
            assert outbox.head(place) == Head(place, reached)
        assert (pending.first + len(pending.lines) - 1, reached) == position.last

    def test_pending_keeps_within_the_lines_asked_for(self, outbox: Outbox) -> None:
        self._append(outbox, 5)
        pending = outbox.pending(2)
        assert pending is not None
        assert (pending.first, len(pending.lines)) == (1, 2)

    def test_pending_keeps_within_the_bytes_asked_for_but_never_gives_nothing(self, outbox: Outbox) -> None:
        self._append(outbox, 3)
        first, every = outbox.pending(max_bytes=1), outbox.pending()
        assert first is not None
        assert every is not None
        assert first.lines == every.lines[:1]
        room = len(every.lines[0]) + len(every.lines[1]) + 2
        two = outbox.pending(max_bytes=room)
        assert two is not None
        assert two.lines == every.lines[:2]

    def test_lines_after_any_line_can_be_had_settled_or_not(self, outbox: Outbox) -> None:
        self._append(outbox, 4)
        last = outbox.position().last
        outbox.settle(last.seq, last.hash, may_lower=False)
        again = outbox.pending(after=last.seq - 1)
        assert again is not None
        assert (again.first, again.before) == (last.seq, self._head(outbox, last.seq - 1))
        assert len(again.lines) == 1
        assert outbox.pending(after=last.seq) is None

    def test_settling_moves_the_mark_and_pending_goes_on_after_it(self, outbox: Outbox) -> None:
        self._append(outbox, 4)
        head = self._head(outbox, 3)
        assert outbox.settle(3, head, may_lower=False).name == "SETTLED"
        assert outbox.position().settled == Head(3, head)
        pending = outbox.pending()
        assert pending is not None
        assert (pending.first, pending.before) == (4, head)

    def test_settling_everything_leaves_nothing_pending(self, outbox: Outbox) -> None:
        self._append(outbox, 2)
        last = outbox.position().last
        outbox.settle(last.seq, last.hash, may_lower=False)
        assert outbox.pending() is None
        assert outbox.oldest_pending_up_ms() is None

    def test_settling_twice_changes_nothing(self, outbox: Outbox) -> None:
        self._append(outbox, 2)
        head = self._head(outbox, 2)
        outbox.settle(2, head, may_lower=False)
        assert outbox.settle(2, head, may_lower=True).name == "UNCHANGED"
        assert outbox.position().settled == Head(2, head)

    def test_an_older_receipt_lowers_the_mark_only_where_it_may(self, outbox: Outbox) -> None:
        self._append(outbox, 4)
        outbox.settle(4, self._head(outbox, 4), may_lower=False)
        assert outbox.settle(2, self._head(outbox, 2), may_lower=False).name == "UNCHANGED"
        assert outbox.position().settled.seq == 4
        assert outbox.settle(2, self._head(outbox, 2), may_lower=True).name == "SETTLED"
        assert outbox.position().settled == Head(2, self._head(outbox, 2))

    def test_the_mark_may_fall_to_the_very_beginning(self, outbox: Outbox) -> None:
        self._append(outbox, 2)
        outbox.settle(2, self._head(outbox, 2), may_lower=False)
        assert outbox.settle(0, opening(outbox.position().ledger), may_lower=True).name == "SETTLED"
        pending = outbox.pending()
        assert pending is not None
        assert pending.first == 1

    @pytest.mark.parametrize("may_lower", [False, True])
    def test_a_head_that_is_not_ours_moves_nothing(self, outbox: Outbox, may_lower: bool) -> None:
        self._append(outbox, 3)
        outbox.settle(1, self._head(outbox, 1), may_lower=False)
        other = hashlib.sha256(b"somebody else's").digest()
        beyond = outbox.position().last.seq + 1
        for held in (0, 1, 2, beyond):
            assert outbox.settle(held, other, may_lower=may_lower).name == "NOT_OURS"
        assert outbox.position().settled.seq == 1

    def test_there_is_no_head_beyond_the_last_line(self, outbox: Outbox) -> None:
        assert outbox.head(outbox.position().last.seq + 1) is None
        assert outbox.head(0) == Head(0, opening(outbox.position().ledger))

    def test_the_oldest_pending_line_tells_since_when_it_waits(self, outbox: Outbox) -> None:
        self._append(outbox, 2)
        outbox.settle(1, self._head(outbox, 1), may_lower=False)
        pending = outbox.pending()
        assert pending is not None
        assert outbox.oldest_pending_up_ms() == read_line(pending.lines[0]).up

    @staticmethod
    def _append(outbox: Outbox, lines: int) -> None:
        for number in range(lines):
            outbox.append_now("visit.abandoned", {"page": f"page {number}"})

    @staticmethod
    def _head(outbox: Outbox, seq: int) -> bytes:
        head = outbox.head(seq)
        assert head is not None
        return head.hash
