"""What is open of units that have days to close: read once, for all of their days."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from sync.central.figures.arrivals import Arrival, read_arrivals
from sync.central.figures.closings import Closing
from sync.central.figures.counted import Counted, read_counted
from sync.central.figures.open_lines import Open, keep_open, read_open, still_open


class Opened:
    """By unit, what is `counted` now, and the `arrivals` of it that the close of a later day may need.

    `due` are the units' last closes; the connection must see one single moment of the database.
    """

    def __init__(self, connection: Connection, due: Mapping[str, Closing]) -> None:
        self.counted: Mapping[str, Counted] = read_counted(connection) if due else {}
        self.arrivals: defaultdict[str, list[Arrival]] = defaultdict(list)
        self._read: list[Open] = []
        for read in read_open(connection) if due else ():
            units = set()
            for unit, one in read_arrivals(connection, read):
                units.add(unit)
                if unit in due and one.waits(due[unit].over_ms, due[unit].published.cells):
                    self.arrivals[unit].append(one)
            if units <= due.keys():
                self._read.append(read)

    def keep(self, connection: Connection, closed: Mapping[str, Closing]) -> None:
        """Keep what is open from now on, once the due units are `closed`; of any other unit everything is."""
        later: defaultdict[int, list[int]] = defaultdict(list)
        waiting: defaultdict[int, list[int]] = defaultdict(list)
        for unit, some in self.arrivals.items():
            over_ms, cells = closed[unit].over_ms, closed[unit].published.cells
            for one in some:
                if one.received_ms >= over_ms:
                    later[one.ledger_no].append(one.seq)
                elif one.waits(over_ms, cells):
                    waiting[one.ledger_no].append(one.seq)
        keep_open(
            connection,
            ((read, still_open(read, later[read.ledger_no], waiting[read.ledger_no])) for read in self._read),
        )
