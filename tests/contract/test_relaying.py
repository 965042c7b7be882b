"""What a province relays, as the vectors have it."""

import json

from sync.central.figures.relayed import told_since
from sync.contract.encoding import convert, decode
from sync.contract.keys import verified
from sync.contract.ledger import head_message, read_line
from sync.contract.relaying import RECORDS, KioskRecord, ProvinceRequest, Standing
from sync.contract.segment import read_segment
from sync.contract.signed import open_document
from tests.contract.test_vectors import VECTORS

RELAY = VECTORS["relay"]
PUBLIC = bytes.fromhex(VECTORS["public_key"])


def test_a_provinces_own_ledger_travels_as_a_kiosks_does() -> None:
    segment = read_segment(bytes.fromhex(RELAY["own_segment"]))
    assert [line.decode() for line in segment.lines] == RELAY["own_lines"]
    assert (segment.header.kiosk, segment.header.blobs) == (RELAY["province"], 0)
    assert segment.chained
    message = head_message(RELAY["province"], RELAY["own_ledger"], segment.header.last)
    assert verified(PUBLIC, segment.header.signature, message)


def test_every_kind_of_record_is_read() -> None:
    lines = [read_line(line.encode()) for line in RELAY["own_lines"]]
    read = {line.kind: convert(line.body, RECORDS[line.kind]) for line in lines if line.kind in RECORDS}
    assert read.keys() == RECORDS.keys()
    kiosk = read["kiosk.recorded"]
    assert isinstance(kiosk, KioskRecord)
    assert (kiosk.kiosk, kiosk.public_key) == (VECTORS["kiosk"], VECTORS["public_key"])


def test_from_which_line_on_nothing_counts() -> None:
    assert told_since(line.encode() for line in RELAY["own_lines"]) == RELAY["counts_before_line"]


def test_a_province_comes_and_hears_how_it_stands() -> None:
    request = decode(RELAY["request"].encode(), ProvinceRequest)
    raw = open_document("standing", VECTORS["documents"]["standing"].encode(), [PUBLIC])
    standing = decode(raw, Standing)
    assert standing.province == request.server == RELAY["province"]
    assert set(json.loads(raw)) == set(Standing.__struct_fields__)
