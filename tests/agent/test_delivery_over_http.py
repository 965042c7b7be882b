from typing import Any

import pytest

from sync.agent.delivery import deliver_once
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Busy, Delivered, Forked, Idle, Outcome, Portal, Refused, Unreachable, Untrusted
from sync.contract.problems import Code
from tests.agent import peer as bends
from tests.agent.central import Central
from tests.agent.memory import Keys, MemoryOutbox
from tests.agent.peer import Peer, Write
from tests.hand_clock import HandClock


class Kiosk:
    def __init__(self, outbox: MemoryOutbox, carrier: HttpCarrier, clock: KioskTime, keys: Keys) -> None:
        self.outbox, self.carrier, self.clock, self.keys = outbox, carrier, clock, keys

    def deliver(self, central: Central) -> Outcome:
        return deliver_once(self.outbox, self.carrier, self.clock, central.trust, self.keys)


@pytest.fixture
def kiosk(outbox: MemoryOutbox, carrier: HttpCarrier, clock: KioskTime, keys: Keys) -> Kiosk:
    return Kiosk(outbox, carrier, clock, keys)


def test_lines_are_delivered_and_settled(kiosk: Kiosk, central: Central) -> None:
    outcome = kiosk.deliver(central)
    assert isinstance(outcome, Delivered)
    assert (outcome.count, outcome.more, kiosk.outbox.settled) == (3, False, 3)
    assert central.lines == kiosk.outbox.lines
    assert kiosk.deliver(central) == Idle()


def test_requests_are_signed_with_the_kiosks_key_and_corrected_time(
    kiosk: Kiosk, central: Central, peer: Peer, clock: KioskTime, hands: HandClock
) -> None:
    clock.anchored_at(2_000_000_000_000, hands.up)
    hands.wall = 0
    kiosk.deliver(central)
    assert [(signer.public, signer.created) for signer in peer.signers] == [
        (kiosk.keys.public, 2_000_000_000)
    ]


UNANSWERED: list[tuple[str, Write, type[Outcome]]] = [
    ("lost reply", bends.lost, Unreachable),
    ("truncated", bends.truncated, Unreachable),
    ("not http", bends.garbage, Unreachable),
    ("login page", bends.says(200, b"<html>Log in</html>", Content_Type="text/html"), Portal),
    ("empty 200", bends.says(200), Portal),
    ("empty 204", bends.says(204), Portal),
    ("redirect", bends.says(302, Location="/api/v1/time", Content_Type="text/html"), Portal),
    ("blocked page", bends.says(403, b"<html>Blocked</html>", Content_Type="text/html"), Portal),
    ("somebody's json", bends.says(200, b"{}", Content_Type="application/json"), Portal),
    ("empty problem", bends.says(409, b"{}", Content_Type="application/problem+json"), Portal),
    ("unsigned document", bends.says(200, b"{}", Content_Type="application/vnd.hailong.signed"), Untrusted),
    ("500", bends.says(500, b"oops", Content_Type="text/plain"), Unreachable),
    ("oversized", bends.oversized, Portal),
]


@pytest.mark.parametrize(
    ("bend", "expected"), [case[1:] for case in UNANSWERED], ids=[c[0] for c in UNANSWERED]
)
def test_an_answer_that_is_none_settles_nothing_and_the_next_delivers_each_line_once(
    kiosk: Kiosk, central: Central, peer: Peer, bend: Write, expected: type[Outcome]
) -> None:
    peer.bends.append(bend)
    assert isinstance(kiosk.deliver(central), expected)
    assert kiosk.outbox.settled == 0
    assert isinstance(kiosk.deliver(central), Delivered)
    assert kiosk.outbox.settled == 3
    assert central.lines == kiosk.outbox.lines


def other_server(receipt: dict[str, Any]) -> dict[str, Any]:
    return receipt | {"server": "99999999-9999-4999-8999-999999999999"}


def other_ledger(receipt: dict[str, Any]) -> dict[str, Any]:
    return receipt | {"ledger": "99999999-9999-4999-8999-999999999999"}


def other_nonce(receipt: dict[str, Any]) -> dict[str, Any]:
    return receipt | {"nonce": "f" * 32}


def no_nonce(receipt: dict[str, Any]) -> dict[str, Any]:
    return receipt | {"nonce": None}


def negative(receipt: dict[str, Any]) -> dict[str, Any]:
    return receipt | {"held": -1}


@pytest.mark.parametrize("edit", [other_server, other_ledger, other_nonce, no_nonce, negative])
def test_a_signed_receipt_that_does_not_answer_this_request_settles_nothing(
    kiosk: Kiosk, central: Central, edit: Any
) -> None:
    central.edit = edit
    assert isinstance(kiosk.deliver(central), Untrusted)
    assert kiosk.outbox.settled == 0


def test_a_receipt_signed_with_a_strange_key_settles_nothing(kiosk: Kiosk, central: Central) -> None:
    trust = central.trust
    central.private = Central().private
    outcome = deliver_once(kiosk.outbox, kiosk.carrier, kiosk.clock, trust, kiosk.keys)
    assert isinstance(outcome, Untrusted)
    assert kiosk.outbox.settled == 0


def test_a_receipt_signed_with_the_announced_next_key_is_believed(kiosk: Kiosk, central: Central) -> None:
    coming = Central()
    announced = {"key": coming.public.hex(), "ca": None, "addresses": ()}
    trust = central.trust.of(central.directory(next=announced))
    central.private = coming.private
    outcome = deliver_once(kiosk.outbox, kiosk.carrier, kiosk.clock, trust, kiosk.keys)
    assert isinstance(outcome, Delivered)


def other_head(receipt: dict[str, Any]) -> dict[str, Any]:
    return receipt | {"head": "0" * 64}


def beyond(receipt: dict[str, Any]) -> dict[str, Any]:
    return receipt | {"held": 99}


@pytest.mark.parametrize("edit", [other_head, beyond])
def test_a_receipt_for_lines_that_are_not_ours_is_a_fork(kiosk: Kiosk, central: Central, edit: Any) -> None:
    central.edit = edit
    assert isinstance(kiosk.deliver(central), Forked)
    assert kiosk.outbox.settled == 0


def test_a_busy_server_says_when_to_come_back(kiosk: Kiosk, central: Central, peer: Peer) -> None:
    peer.bends.append(bends.replies(central.problem(Code.BUSY), Retry_After="120"))
    assert kiosk.deliver(central) == Busy(120_000)
    peer.bends.append(
        bends.replies(central.problem(Code.SLOW_DOWN), Retry_After="Wed, 21 Oct 2026 07:28:00 GMT")
    )
    assert kiosk.deliver(central) == Busy(None)


def test_a_gateway_may_say_when_to_come_back_too(kiosk: Kiosk, central: Central, peer: Peer) -> None:
    peer.bends.append(bends.says(503, b"maintenance", Retry_After="60"))
    outcome = kiosk.deliver(central)
    assert isinstance(outcome, Unreachable)
    assert outcome.retry_ms == 60_000


@pytest.mark.parametrize(
    "code", [Code.SIGNATURE, Code.UNKNOWN_KIOSK, Code.NOT_YOURS, Code.FRAMING, Code.CODE_SPENT]
)
def test_a_refusal_of_ours_keeps_its_code_and_settles_nothing(
    kiosk: Kiosk, central: Central, peer: Peer, code: Code
) -> None:
    peer.bends.append(bends.replies(central.problem(code)))
    assert kiosk.deliver(central) == Refused(code, code)
    assert kiosk.outbox.settled == 0


def test_a_refusal_in_another_servers_name_is_a_portal(kiosk: Kiosk, central: Central, peer: Peer) -> None:
    stranger = "99999999-9999-4999-8999-999999999999"
    peer.bends.append(bends.replies(central.problem(Code.CODE_SPENT, server=stranger)))
    assert isinstance(kiosk.deliver(central), Portal)


def test_a_segment_too_large_is_halved_until_it_fits(kiosk: Kiosk, central: Central) -> None:
    central.max_lines = 1
    first = kiosk.deliver(central)
    assert isinstance(first, Delivered)
    assert (first.count, first.more) == (1, True)
    assert central.lines == kiosk.outbox.lines[:1]


def test_a_single_line_too_large_is_refused_and_kept(kiosk: Kiosk, central: Central) -> None:
    central.max_lines = 0
    assert kiosk.deliver(central) == Refused("too_large", "too_large")
    assert kiosk.outbox.settled == 0


def test_after_a_gap_the_lines_the_server_lost_are_sent_again(kiosk: Kiosk, central: Central) -> None:
    kiosk.deliver(central)
    kiosk.outbox.append_now("visit.abandoned", {"page": "score"})
    del central.lines[1:]
    back = kiosk.deliver(central)
    assert isinstance(back, Delivered)
    assert (back.count, back.more, kiosk.outbox.settled) == (0, True, 1)
    assert isinstance(kiosk.deliver(central), Delivered)
    assert central.lines == kiosk.outbox.lines
    assert kiosk.outbox.settled == 4


def test_other_lines_under_our_ledgers_name_are_a_fork(kiosk: Kiosk, central: Central) -> None:
    clone = MemoryOutbox(HandClock())
    clone.append_now("visit.abandoned", {"page": "of a clone"})
    central.lines = clone.lines
    outcome = kiosk.deliver(central)
    assert isinstance(outcome, Forked)
    assert outcome.receipt.held == 1
    assert kiosk.outbox.settled == 0


def test_a_conflict_without_a_receipt_moves_nothing(kiosk: Kiosk, central: Central, peer: Peer) -> None:
    peer.bends.append(bends.replies(central.problem(Code.GAP)))
    assert kiosk.deliver(central) == Refused("gap", "gap")


def test_a_conflict_with_a_forged_receipt_moves_nothing(kiosk: Kiosk, central: Central, peer: Peer) -> None:
    peer.bends.append(bends.replies(central.problem(Code.GAP, receipt=b"{}\nAAAA\n")))
    assert isinstance(kiosk.deliver(central), Untrusted)


def test_a_server_that_takes_nothing_is_not_asked_again_at_once(kiosk: Kiosk, central: Central) -> None:
    def takes_nothing(receipt: dict[str, Any]) -> dict[str, Any]:
        return central.receipt(kiosk.outbox.ledger, receipt["nonce"]) | {
            "held": 0,
            "head": central.hash_at(kiosk.outbox.ledger, 0).hex(),
        }

    central.edit = takes_nothing
    assert isinstance(kiosk.deliver(central), Refused)


def test_a_clock_the_server_dislikes_is_corrected_and_the_lines_go_at_once(
    kiosk: Kiosk, central: Central, peer: Peer, hands: HandClock
) -> None:
    hands.wall = 1_000
    peer.bends.append(bends.replies(central.problem(Code.CLOCK)))
    assert isinstance(kiosk.deliver(central), Delivered)
    assert [signer.created for signer in peer.signers] == [1, central.now_ms // 1000]
    assert central.lines == kiosk.outbox.lines[:3]
    assert kiosk.outbox.kinds()[3:] == ["clock.anchored"]
