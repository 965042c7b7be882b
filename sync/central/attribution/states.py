"""How a correction goes from a doubt to a line of the ledger, and who may bring it there. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a correction stands."""

    CONTESTED = "contested"  # an official says that a stretch of time was not theirs
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What people do with one."""

    PROPOSE = "propose"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


OPEN: Final = (State.CONTESTED, State.PROPOSED)

NEXT: Final[Mapping[tuple[State, Act], State]] = {
    (State.CONTESTED, Act.PROPOSE): State.PROPOSED,
    (State.CONTESTED, Act.REFUSE): State.REFUSED,
    (State.CONTESTED, Act.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Act.APPROVE): State.APPROVED,
    (State.PROPOSED, Act.REFUSE): State.REFUSED,
    (State.PROPOSED, Act.WITHDRAW): State.WITHDRAWN,
}


@dataclass(frozen=True)
class Who:
    """Who acts: an account, or a name that a command was given; `officials` are whom this person is."""

    account: str | None
    name: str
    officials: frozenset[str] = frozenset()
    supervises: bool = True

    def is_same(self, account: str | None, name: str | None) -> bool:
        """Whether this is that person: by account where both are known, otherwise by name."""
        if self.account and account:
            return self.account == account
        return name is not None and self.name.casefold() == name.casefold()


@dataclass(frozen=True)
class Standing:
    """What of a correction tells who may do what; `proposer` is an account, `proposed_by` a name."""

    state: State
    contested_by: str | None = None
    proposer: str | None = None
    proposed_by: str | None = None
    concerned: frozenset[str] = frozenset()


def why_not(act: Act, at: Standing, who: Who) -> str | None:
    """Why this person may not do this now, as a word; None: they may."""
    if (at.state, act) not in NEXT:
        return "refused_state"
    proposed = at.state is State.PROPOSED
    if act is Act.WITHDRAW:
        mine = who.is_same(at.proposer, at.proposed_by) if proposed else at.contested_by in who.officials
        return None if mine else "refused_other"
    if not who.supervises or who.officials & at.concerned:
        return "refused_concerned"
    if proposed and who.is_same(at.proposer, at.proposed_by):
        return "refused_same"
    return None


def after(act: Act, at: Standing) -> State:
    """The state that an act leads to; a proposal that is taken back leaves what was contested unanswered."""
    if act is Act.WITHDRAW and at.state is State.PROPOSED and at.contested_by is not None:
        return State.CONTESTED
    return NEXT[at.state, act]
