"""A kiosk's end whose ledger is in memory, as agents of storms and clusters use it."""

from sync.agent.carrier import Carrier
from sync.agent.contact import Contact
from sync.agent.kiosk_time import KioskTime
from sync.contract.directory import Directory
from tests.agent.memory import Keys, MemoryOutbox, MemoryShelf


def contact_of(
    outbox: MemoryOutbox, carrier: Carrier, keys: Keys, clock: KioskTime, directory: Directory
) -> Contact:
    """What speaks with the server for this outbox."""
    return Contact(
        outbox=outbox,
        formers=outbox,
        successor=outbox,
        shelf=MemoryShelf(),
        carrier=carrier,
        signer=keys,
        clock=clock,
        directory=directory,
        room_bytes=lambda: 1 << 30,
        applied=lambda _directory: None,
    )
