from starlette.requests import Request

from sync.central.api.callers import Callers
from sync.central.api.pacing import ALL_WRITE, ONE_WRITES, Pacing


def asked(client: str, method: str = "POST") -> Request:
    return Request({"type": "http", "method": method, "headers": [], "client": (client, 1), "path": "/r"})


def test_one_network_waits_alone_and_what_it_reads_is_paced_apart() -> None:
    pacing = Pacing(Callers(), lambda: 0)
    assert [pacing.wait_ms(asked("203.0.113.1")) for _ in range(ONE_WRITES.burst)] == [0] * ONE_WRITES.burst
    assert pacing.wait_ms(asked("203.0.113.1")) == ONE_WRITES.refill_ms
    assert pacing.wait_ms(asked("203.0.113.1", "GET")) == 0
    assert pacing.wait_ms(asked("203.0.113.2")) == 0


def test_all_networks_together_wait_when_there_are_too_many() -> None:
    now = [0]
    pacing = Pacing(Callers(), lambda: now[0])
    networks = [f"198.51.{place // 200}.{place % 200}" for place in range(ALL_WRITE.burst)]
    assert not any(pacing.wait_ms(asked(network)) for network in networks)
    assert pacing.wait_ms(asked("203.0.113.7")) == ALL_WRITE.refill_ms
    now[0] += ALL_WRITE.refill_ms
    assert pacing.wait_ms(asked("203.0.113.8")) == 0


def test_several_processes_share_what_one_would_allow() -> None:
    pacing = Pacing(Callers(), lambda: 0, processes=4)
    taken = [pacing.wait_ms(asked("203.0.113.1")) for _ in range(ONE_WRITES.burst)]
    assert taken.count(0) == ONE_WRITES.burst // 4
