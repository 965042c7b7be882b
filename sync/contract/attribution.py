"""Whom ratings were given for, put right: the body of `attribution.corrected` in a server's own ledger."""

from typing import Final

import msgspec

from sync.contract.encoding import Id, Millis

CORRECTED: Final = "attribution.corrected"


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """At `kiosk`, from `since` to before `until` (ms UTC), who was `named` there was in truth `official`.

    Null is the whole desk, in both. It holds for lines that are held already and for those that come later;
    of several that reach one line, the last. A line is reached if all of the time in which it may have been
    written lies within.
    """

    correction: Id
    kiosk: Id
    since: Millis
    until: Millis
    named: Id | None
    official: Id | None

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise ValueError("expected `since` before `until`")
