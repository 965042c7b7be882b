"""The command `erase`."""

import argparse

from sync.central.erasure.erasing import erase
from sync.central.figures.publishing import OUTSIDE
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell


def erase_command(settings: Settings, given: argparse.Namespace) -> int:
    """Erase what a citizen wrote."""
    with open_central(settings) as central:
        outside = settings.data / OUTSIDE
        done = erase(
            central.engine, central.identity, central.clock, outside, given.what, given.person, given.why
        )
    words = [f"{digest}: erased" for digest in done.erased]
    words += [f"{digest}: was erased before" for digest in done.already]
    tell(given, done, "\n".join(words))
    return 0
