"""Which program starts: no order of starts, crashes and answers leads to none, or below the floor."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.releases.choosing import (
    CONFIRMED_STARTS,
    CRASHED,
    TRIAL_STARTS,
    TRIAL_UNHEARD,
    UNHEARD,
    choose,
    confirmed,
    failed,
    may_try,
    tried,
    usual,
    works,
)
from kiosk.releases.standing import GIVEN_UP, Standing, folder_name, number_of, release_of

OLD, NEW = folder_name(2, "ab" * 32), folder_name(3, "cd" * 32)
RUNNING = Standing(confirmed=OLD, floor=2)


def test_the_packaged_program_runs_where_nothing_else_is_known() -> None:
    assert choose(Standing(), 1) == (Standing(), None)


def test_a_start_of_a_release_on_trial_is_counted_before_it_begins() -> None:
    standing, folder = choose(tried(RUNNING, NEW), 1)
    assert (folder, standing.starts) == (NEW, 1)


def test_a_release_that_never_comes_to_itself_is_given_up_for_good_and_the_ledger_shall_hear_of_it() -> None:
    standing, folder = tried(RUNNING, NEW), None
    for _ in range(TRIAL_STARTS):
        standing, folder = choose(standing, 1)
        assert folder == NEW
    standing, folder = choose(standing, 1)
    assert folder == OLD
    assert standing.news == ((release_of(NEW), 3, CRASHED),)
    assert not may_try(standing, release_of(NEW), 3, 2)


def test_a_trial_that_works_and_is_not_heard_makes_way_but_may_come_again() -> None:
    standing, folder = tried(RUNNING, NEW), None
    for _ in range(TRIAL_UNHEARD):
        standing, folder = choose(standing, 1)
        standing = works(standing)
    standing, folder = choose(standing, 1)
    assert folder == OLD
    assert standing.news == ((release_of(NEW), 3, UNHEARD),)
    assert may_try(standing, release_of(NEW), 3, 2)


def test_a_release_that_was_heard_is_this_kiosks_and_nothing_older_is_taken_any_more() -> None:
    standing = confirmed(works(choose(tried(RUNNING, NEW), 1)[0]))
    assert (standing.confirmed, standing.trial, standing.floor) == (NEW, None, 3)
    assert not may_try(standing, "ef" * 32, 2, 1)
    assert may_try(standing, "ef" * 32, 4, 3)
    assert not may_try(standing, release_of(NEW), 3, 1), "an old program that was signed under a new number"


def test_a_confirmed_release_that_was_damaged_makes_way_to_the_packaged_one_and_may_be_brought_again() -> (
    None
):
    standing, folder = RUNNING, None
    for _ in range(CONFIRMED_STARTS):
        standing, folder = choose(standing, 1)
        assert folder == OLD
    standing, folder = choose(standing, 1)
    assert (folder, standing.floor) == (None, 2)
    assert may_try(standing, release_of(OLD), 2, 1)


def test_a_package_that_is_newer_than_the_releases_here_goes_before_them() -> None:
    standing, folder = choose(tried(RUNNING, NEW), 3)
    assert (folder, standing.trial, standing.floor) == (None, None, 2)


def test_other_commands_run_as_what_is_confirmed_and_count_nothing() -> None:
    assert usual(tried(RUNNING, NEW), 1) == OLD
    assert usual(tried(RUNNING, NEW), 2) is None


STEPS: dict[str, Callable[[Standing], Standing]] = {
    "start": lambda standing: choose(standing, 1)[0],
    "works": works,
    "heard": confirmed,
    "crashed": lambda standing: failed(standing, CRASHED),
    "unheard": lambda standing: failed(standing, UNHEARD),
    "told": lambda standing: replace(standing, news=()),
}


@given(st.lists(st.one_of(st.sampled_from(sorted(STEPS)), st.integers(1, 6))))
def test_whatever_happens_the_floor_never_falls_and_every_trial_ends_in_a_program_that_ran_before(
    steps: list[str | int],
) -> None:
    standing, ran = Standing(), set[str | None]((None,))
    for step in steps:
        before = standing
        if isinstance(step, int):
            name = folder_name(step, f"{step:064x}")
            if standing.trial is None and may_try(standing, release_of(name), step, 1):
                standing = tried(standing, name)
            continue
        standing = STEPS[step](standing)
        assert standing.floor >= before.floor
        if standing.confirmed != before.confirmed:
            ran.add(standing.confirmed)
        if before.trial is not None and standing.trial is None:
            assert standing.confirmed in {before.trial, before.confirmed, None}
        assert standing.confirmed in ran
        assert number_of(standing.confirmed or "") <= standing.floor
    for _ in range(TRIAL_STARTS + CONFIRMED_STARTS + 1):
        standing, _folder = choose(standing, 1)
    assert choose(standing, 1)[1] is None


@pytest.mark.parametrize("name", ["", "x", "3", "-ab", "٣-ab"])
def test_what_is_no_folder_of_a_release_has_no_number(name: str) -> None:
    assert number_of(name) == 0 or release_of(name) == ""


def test_given_up_is_not_reached_by_one_failure_to_be_heard() -> None:
    assert failed(tried(RUNNING, NEW), UNHEARD).failed[release_of(NEW)] < GIVEN_UP
