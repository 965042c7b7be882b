"""What may be done with one kiosk by a form: each act and its entry in the audit log, in one transaction."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from sync.central.accounts.audit import record
from sync.central.accounts.reader import Reader
from sync.central.api.site import site_of
from sync.central.api.state import State
from sync.central.directory.offers import Ring
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.commanding import issue_command
from sync.central.fleet.releases import set_ring
from sync.central.fleet.retiring import retire_kiosk, revoke_kiosk
from sync.central.fleet.setting import read_settings, set_kiosk
from sync.central.web.forms import Form

SETTINGS: Final = ("sound", "brightness", "keep_days")
SAID: Final = ("said_retired", "said_revoked", "said_told", "said_set", "said_ring")
"""What a page may say first, after something was done."""

Act = Callable[[Connection, Reader, str, Form], str]
"""Does something with a kiosk and says in a word that it is done."""


class Acts:
    """Each raises KioskRefused where it cannot be done, AlarmRefused where no reason is given."""

    def __init__(self, state: State) -> None:
        self._state = state

    def retire(self, connection: Connection, reader: Reader, kiosk: str, form: Form) -> str:
        """Out of service, in order."""
        site, why = site_of(connection, self._state.settings), form.text("why")
        hands, force = (self._state.identity, self._state.clock), form.text("force") == "1"
        retire_kiosk(connection, *hands, site, kiosk, reader.name, why, force=force)
        forced = {"forced": "1"} if force else {}
        record(connection, self._state.clock, reader, "kiosk_retired", kiosk, why=why, **forced)
        return "said_retired"

    def revoke(self, connection: Connection, reader: Reader, kiosk: str, form: Form) -> str:
        """Believed no longer."""
        site, why = site_of(connection, self._state.settings), form.text("why")
        revoke_kiosk(connection, self._state.identity, self._state.clock, site, kiosk, reader.name, why)
        record(connection, self._state.clock, reader, "kiosk_revoked", kiosk, why=why)
        return "said_revoked"

    def command(self, connection: Connection, reader: Reader, kiosk: str, form: Form) -> str:
        """Told to do something once."""
        site, what = site_of(connection, self._state.settings), form.text("what")
        issued = issue_command(
            connection, self._state.identity, self._state.clock, site, kiosk, what, reader.name
        )
        record(connection, self._state.clock, reader, "kiosk_told", kiosk, what=what, command=issued.command)
        return "said_told"

    def ring(self, connection: Connection, reader: Reader, kiosk: str, form: Form) -> str:
        """With which others it gets releases."""
        name, site = form.text("ring").upper(), site_of(connection, self._state.settings)
        if name not in Ring.__members__:
            raise KioskRefused(f"{name}: no ring", "refused_share")
        hands = (self._state.identity, self._state.clock, site)
        set_ring(connection, hands, kiosk, Ring[name], reader.name)
        record(connection, self._state.clock, reader, "ring_set", kiosk, ring=name.lower())
        return "said_ring"

    def configure(self, connection: Connection, reader: Reader, kiosk: str, form: Form) -> str:
        """Its own settings, all of them."""
        given = {name: form.text(name) for name in SETTINGS}
        site, wanted = site_of(connection, self._state.settings), read_settings(given)
        set_kiosk(connection, self._state.identity, self._state.clock, site, kiosk, wanted, reader.name)
        record(connection, self._state.clock, reader, "kiosk_set", kiosk, **given)
        return "said_set"
