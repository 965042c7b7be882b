"""Each condition as a shape of 16 units: told apart without colour, and by a word beside it."""

from typing import Final, NamedTuple

from sync.central.fleet.line import Condition


class Shape(NamedTuple):
    """A path in a square of 16, filled by the even-odd rule; `tone` names its colour in the style sheet."""

    path: str
    tone: str


SHAPES: Final = {
    Condition.WELL: Shape("M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z", "good"),
    Condition.SILENT: Shape("M8 1.5L15 14.5H1z", "late"),
    Condition.ALARM: Shape("M8 .5L15.5 8L8 15.5L.5 8z", "late"),
    Condition.QUARANTINED: Shape("M2 2h12v12H2zM3.6 11L11 3.6L12.4 5L5 12.4z", "off"),
    Condition.PENDING: Shape("M2.5 2h11L9 8l4.5 6h-11L7 8z", "good"),
    Condition.BEHIND: Shape("M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6z", "good"),
    Condition.AWAITED: Shape("M2 2h12v12H2zM4 4v8h8V4z", "rest"),
    Condition.REPLACED: Shape("M1 6h7V2l7 6-7 6v-4H1z", "rest"),
    Condition.RETIRED: Shape("M2 6h12v4H2z", "rest"),
    Condition.REVOKED: Shape("M4 2l4 4 4-4 2 2-4 4 4 4-2 2-4-4-4 4-2-2 4-4-4-4z", "off"),
    Condition.RELAYED: Shape("M8 .5L15.5 8L8 15.5L.5 8zM8 4.5L4.5 8L8 11.5L11.5 8z", "rest"),
}
