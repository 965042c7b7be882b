"""Orders of things that a search once stumbled over, and what each of them needs."""

from collections.abc import Iterator

import pytest

from tests.soak.test_any_order import AnyOrder


@pytest.fixture
def province() -> Iterator[AnyOrder]:
    """At its end everything drains, and each rating counts once."""
    any_order = AnyOrder()
    any_order.begin()
    yield any_order
    any_order.teardown()


def test_a_stick_fills_a_restored_server_so_that_no_mark_falls(province: AnyOrder) -> None:
    province.a_kiosk_is_put_back_to_a_moment_ago(which=1, mishaps=[])
    province.the_server_is_restored(place=0)
    province.a_stick_goes_and_comes(which=1, times=0, at=None)


def test_a_server_is_restored_to_a_moment_between_a_head_and_its_salvage(province: AnyOrder) -> None:
    province.a_kiosk_is_put_back_to_a_moment_ago(which=1, mishaps=["salvage lost"])
    province.the_server_is_backed_up()
    province.a_contact(which=1, mishaps=[], beat=True)
    province.the_server_is_restored(place=1)


def test_several_days_are_closed_at_once_and_only_an_earlier_one_publishes(province: AnyOrder) -> None:
    province.a_day_is_over(which=0, scores=[], shown=True)
    for score in (5, 4, 5):
        province.a_day_is_over(which=0, scores=[score] * 12, shown=False)
    province.a_day_is_over(which=0, scores=[2], shown=True)
