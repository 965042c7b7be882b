"""Bodies that are kept as they came: what sealed blobs are in them."""

from sqlalchemy import Connection

from sync.central.database.erased import erased_among
from sync.contract.salvage import Salvage, read_kept_salvage, without_blobs
from sync.contract.segment import Framing, TooLarge, digest, read_segment


def blobs_in(body: bytes) -> set[str] | None:
    """The digests of the blobs in a segment or salvage; None where nobody can tell what is in it."""
    for read in (read_segment, read_kept_salvage):
        try:
            return {digest(blob) for blob in read(body).blobs}
        except (Framing, TooLarge):
            continue
    return None


def without_erased(connection: Connection, salvage: Salvage, body: bytes) -> bytes:
    """A salvage's body as it may be kept."""
    gone = erased_among(connection, map(digest, salvage.blobs))
    return without_blobs(salvage, gone) if gone else body
