"""Every state × every act × everybody."""

import pytest

from sync.central.attribution.states import NEXT, Act, Standing, State, Who, after, why_not

OFFICIAL, OTHER = "official", "other"
PEOPLE = {
    "proposer": Who("p", "Minh"),
    "namesake": Who(None, "minh"),
    "second": Who("s", "Mai"),
    "by command": Who(None, "Mai"),
    "concerned": Who("c", "Hoa", frozenset({OTHER})),
    "official": Who("o", "Hoa", frozenset({OFFICIAL}), supervises=False),
    "another official": Who("x", "Lan", frozenset({"nobody"}), supervises=False),
}
MAY = {
    (State.CONTESTED, Act.PROPOSE): {"proposer", "namesake", "second", "by command", "concerned"},
    (State.CONTESTED, Act.REFUSE): {"proposer", "namesake", "second", "by command", "concerned"},
    (State.CONTESTED, Act.WITHDRAW): {"official"},
    (State.PROPOSED, Act.APPROVE): {"second", "by command"},
    (State.PROPOSED, Act.REFUSE): {"second", "by command"},
    (State.PROPOSED, Act.WITHDRAW): {"proposer", "namesake"},
}


def standing(state: State) -> Standing:
    if state is State.CONTESTED:
        return Standing(state, OFFICIAL, concerned=frozenset({OFFICIAL}))
    return Standing(state, OFFICIAL, "p", "Minh", frozenset({OFFICIAL, OTHER}))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_each_act_is_for_those_of_the_table_and_nobody_else(state: State, act: Act) -> None:
    may = {name for name, who in PEOPLE.items() if why_not(act, standing(state), who) is None}
    assert may == MAY.get((state, act), set())


def test_what_is_over_stays_over() -> None:
    assert {state for state, _ in NEXT} == {State.CONTESTED, State.PROPOSED}


def test_a_proposal_that_is_taken_back_leaves_what_was_contested_unanswered() -> None:
    assert after(Act.WITHDRAW, standing(State.PROPOSED)) is State.CONTESTED
    assert after(Act.WITHDRAW, Standing(State.PROPOSED, None, "p", "Minh")) is State.WITHDRAWN
    assert after(Act.WITHDRAW, standing(State.CONTESTED)) is State.WITHDRAWN
