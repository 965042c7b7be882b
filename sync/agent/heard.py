"""When the server signed the last receipt that counted, by any carrier: what is older can say nothing new."""

from sync.agent.ports import Settings
from sync.contract.receipt import Receipt

NAME = "last_receipt_ms"


def last_heard(settings: Settings) -> int | None:
    """The server's time (ms) in the last receipt that counted; None before the first."""
    kept = settings.get_setting(NAME)
    return int(kept) if kept is not None and kept.isdecimal() else None


def keep_heard(settings: Settings, receipt: Receipt) -> None:
    """Remember a receipt that counted."""
    settings.set_setting(NAME, str(receipt.server_time))
