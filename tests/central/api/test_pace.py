from sync.central.api.pace import ADDRESSES, Pace


def test_a_burst_passes_and_then_one_now_and_then() -> None:
    pace = Pace(burst=3, refill_ms=1_000)
    assert [pace.wait_ms("a", 0) for _ in range(5)] == [0, 0, 0, 1_000, 1_000]
    assert pace.wait_ms("a", 400) == 600
    assert [pace.wait_ms("a", 1_000) for _ in range(2)] == [0, 1_000]
    assert [pace.wait_ms("a", 60_000) for _ in range(4)] == [0, 0, 0, 1_000]


def test_what_is_counted_afterwards_is_waited_for_and_a_look_counts_nothing() -> None:
    pace = Pace(burst=1, refill_ms=1_000)
    assert [pace.early_ms("a", 0) for _ in range(3)] == [0, 0, 0]
    pace.count("a", 0)
    pace.count("a", 0)
    assert [pace.early_ms("a", 0), pace.wait_ms("a", 0), pace.early_ms("a", 2_000)] == [2_000, 2_000, 0]


def test_addresses_are_paced_apart() -> None:
    pace = Pace(burst=1, refill_ms=1_000)
    assert [pace.wait_ms(address, 0) for address in "abab"] == [0, 0, 1_000, 1_000]


def test_many_addresses_do_not_fill_the_memory() -> None:
    pace = Pace(burst=1, refill_ms=1_000)
    for number in range(3 * ADDRESSES):
        pace.wait_ms(str(number), 0)
    assert len(pace._full_at) == ADDRESSES
