"""The tables of counts, by name: those that `verify` recomputes."""

from sync.central.figures.rollups import Tally

ROLLUPS = tuple(table.name for table in Tally().tables())
