"""What a kiosk that is pulled from says first."""

import msgspec

from sync.contract.encoding import Hash, Nonce
from sync.contract.heartbeat import Heartbeat


class Hello(msgspec.Struct, frozen=True):
    """A nonce for one receipt or time, a sign of life, and the photos that the kiosk lacks."""

    nonce: Nonce
    heartbeat: Heartbeat
    photos: tuple[Hash, ...]


class Taken(msgspec.Struct, frozen=True):
    """What became of something that was put: an outcome's name, and the photos that are lacking now."""

    outcome: str
    photos: tuple[Hash, ...] = ()
