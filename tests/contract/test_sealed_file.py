"""The file in which something travels by hand."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.contract.encoding import Malformed
from sync.contract.salvage import SalvageHeader, build_salvage
from sync.contract.sealed_file import MAGIC, OVERHEAD, close_file, open_file, read_header
from sync.contract.segment import Framing, SegmentHeader, build_segment

KEY = X25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
LEDGER, KIOSK = "b0000000-0000-4000-8000-00000000000b", "a0000000-0000-4000-8000-00000000000a"


@pytest.mark.parametrize("content", [b"", b"x", b"ends in blanks  ", bytes(100_000)])
def test_what_was_closed_opens_as_it_was(content: bytes) -> None:
    raw = close_file(content, PUBLIC)
    assert len(raw) == len(content) + OVERHEAD
    assert open_file(raw, KEY) == content


def test_two_files_of_the_same_content_tell_nobody_so() -> None:
    assert close_file(b"same", PUBLIC) != close_file(b"same", PUBLIC)


def test_a_file_cut_short_or_changed_anywhere_does_not_open() -> None:
    raw = close_file(b"a few lines", PUBLIC)
    for place in range(len(raw)):
        with pytest.raises(Malformed):
            open_file(raw[:place], KEY)
        with pytest.raises(Malformed):
            open_file(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :], KEY)
    with pytest.raises(Malformed):
        open_file(raw + b"x", KEY)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Malformed, match="another key"):
        open_file(close_file(b"", PUBLIC), X25519PrivateKey.generate())


def test_the_header_tells_segments_from_salvage() -> None:
    segment = build_segment(
        kiosk=KIOSK, ledger=LEDGER, first=3, before=bytes(32), lines=[b"{}"], blobs=[], sign=lambda _: ""
    )
    salvage = build_salvage(
        kiosk=KIOSK, ledger=LEDGER, reason="forked", lines=[b"{}"], blobs=[], sign=lambda _: ""
    )
    assert isinstance(read_header(segment), SegmentHeader)
    assert isinstance(read_header(salvage), SalvageHeader)
    for other in (b"", MAGIC, segment[:20]):
        with pytest.raises(Framing):
            read_header(other)
