"""Over whom a power reaches: the province, units with all below them, or one official."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from sync.central.database.unit_tree import units_below_any


@dataclass(frozen=True)
class Scope:
    """`everywhere`, or these units, or these officials themselves."""

    everywhere: bool = False
    units: frozenset[str] = frozenset()
    officials: frozenset[str] = frozenset()

    def holds(self, unit: str) -> bool:
        """Whether this unit lies within."""
        return self.everywhere or unit in self.units

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.everywhere or other.everywhere, self.units | other.units, self.officials | other.officials
        )


NOWHERE: Final = Scope()
EVERYWHERE: Final = Scope(everywhere=True)


def with_all_below(connection: Connection, units: Iterable[str]) -> frozenset[str]:
    """These units and all that stand below them, at any depth."""
    return frozenset(connection.execute(units_below_any(sorted(units))).scalars())
