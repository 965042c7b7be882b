"""Results: what citizens said, as honest figures, and the pages that show them.

Words: a *distribution* is how many ratings gave each of the five levels; *top-two* is "hài lòng" and "rất
hài lòng" together; a cell's *standing* says whether there are enough ratings to show it. Figures are read
from the rollups, never from lines.
May import: sync.contract, sync.central.database, sync.central.web.
"""
