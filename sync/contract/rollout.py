"""One signed file that makes many machines kiosks of one unit."""

from typing import Annotated, Final

import msgspec

from sync.contract.encoding import Count, Hash, Id, Malformed, Millis, decode
from sync.contract.enrolment import CODE_LETTERS, canonical
from sync.contract.signed import open_document

KIND: Final = "rollout"
ENDING: Final = ".provisioning"
MAX_FILE: Final = 64 * 1024


class Rollout(msgspec.Struct, frozen=True, kw_only=True):
    """`code` makes at most `count` machines kiosks of `unit`, called `name`, before `expires` (ms UTC).

    `key` is the server's, and signed this; `addresses` are where it is called; `ca` (PEM) vouches there.
    """

    server: Id
    key: Hash
    addresses: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=8)]
    ca: str | None
    unit: Id
    name: dict[str, str]
    code: str
    count: Count
    expires: Millis


def read_rollout(raw: bytes) -> Rollout:
    """The two lines of a provisioning file, which the key that it names must have signed.

    Raises:
        Malformed: not of that form.
        sync.contract.signed.Unsigned: another key signed it, or somebody changed it.
    """
    told = decode(raw.partition(b"\n")[0], Rollout)
    open_document(KIND, raw, [bytes.fromhex(told.key)])
    canonical(told.code, CODE_LETTERS)
    if not told.name.get("vi"):
        raise Malformed("expected the unit's name in Vietnamese")
    return told
