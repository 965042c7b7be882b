import pytest

from sync.central.api.pace import part_of
from sync.central.api.refusal import Refused
from sync.central.fleet.throttle import TRIES, Throttle


def test_addresses_are_slowed_down_apart() -> None:
    throttle = Throttle()
    for _ in range(TRIES):
        throttle.failed("a", 0)
    throttle.check("b", 0)
    with pytest.raises(Refused) as refused:
        throttle.check("a", 59_999)
    assert refused.value.retry_after_s == 1
    throttle.check("a", 60_000)


def test_one_of_several_processes_allows_its_part_of_the_tries() -> None:
    throttle = Throttle(part_of(TRIES, 2))
    for _ in range(TRIES // 2):
        throttle.check("a", 0)
        throttle.failed("a", 0)
    with pytest.raises(Refused):
        throttle.check("a", 0)


def test_many_addresses_do_not_fill_the_memory() -> None:
    throttle = Throttle()
    for number in range(20_000):
        throttle.failed(str(number), 0)
    assert len(throttle._failures) == 10_000
