"""The command `erase`."""

import argparse

from sqlalchemy import Connection

from sync.central.acting import write_down
from sync.central.erasure.erasing import Erased, erase
from sync.central.figures.publishing import OUTSIDE
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell


def erase_command(settings: Settings, given: argparse.Namespace) -> int:
    """Erase what a citizen wrote."""

    def noted(connection: Connection, done: Erased) -> None:
        counts = {"erased": str(len(done.erased)), "before": str(len(done.already))}
        write_down(connection, central.clock, given, **counts)

    with open_central(settings) as central:
        _, identity, clock, _ = central
        outside, (what, by, why) = settings.data / OUTSIDE, (given.what, given.person, given.why)
        done = erase(central.engine, identity, clock, outside, what, by, why, noted)
    words = [f"{digest}: erased" for digest in done.erased]
    words += [f"{digest}: was erased before" for digest in done.already]
    tell(given, done, "\n".join(words))
    return 0
