"""How a province's folder is refused, and an address that kiosks would be led to unasked."""


class ProvinceRefused(Exception):
    """A province that cannot be loaded; the message names the file or the field. Nothing was changed."""


class Unworkable(ProvinceRefused):
    """A kiosk could not work with the directory it would get; it keeps the last one."""


class WouldMoveKiosks(Exception):
    """Publishing would tell enrolled kiosks to call elsewhere, and nobody asked for that."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(
            f"enrolled kiosks call {old}; this would send them to {new}. "
            f"If they shall move, say --move-kiosks; if not, say --address {old}"
        )
