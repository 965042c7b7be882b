"""Reading strictly, against the plain readers of the standard library on the same bytes."""

import contextlib
import gzip
import json
import uuid
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.contract.encoding import Malformed
from sync.contract.keys import sign
from sync.contract.ledger import MAX_LINE, encode_line, opening, read_line
from sync.contract.segment import build_segment, read_segment
from tests.benchmarks.measuring import report, seconds
from tests.central.world import COUNTER, OFFICIAL, QUESTIONS, UNIT

LEDGER = BOOT = str(uuid.uuid4())
RATING = {
    "unit": UNIT,
    "counter": COUNTER,
    "official": OFFICIAL,
    "score": 4,
    "questionnaire": {"id": QUESTIONS, "version": 1},
    "via": "touch",
}
LINES = [
    encode_line(seq, "rating.given", 0, BOOT, seq, RATING | {"rating": str(uuid.uuid4())})
    for seq in range(1, 1_001)
]


def test_lines_are_read_strictly() -> None:
    plain = seconds(lambda: [json.loads(line) for line in LINES])
    taken = seconds(lambda: [read_line(line) for line in LINES])
    report("a line, read strictly", taken, plain, "json.loads", len(LINES))


def test_a_segment_is_unpacked_within_limits_and_chained() -> None:
    body = build_segment(
        kiosk=LEDGER,
        ledger=LEDGER,
        first=1,
        before=opening(LEDGER),
        lines=LINES,
        blobs=(),
        sign=partial(sign, Ed25519PrivateKey.generate()),
    )
    assert read_segment(body).chained
    plain = seconds(lambda: gzip.decompress(body))
    taken = seconds(lambda: read_segment(body).chained)
    report("a segment, unpacked within limits, chained", taken, plain, "gzip.decompress", len(LINES))


def test_no_line_costs_much_more_than_its_bytes() -> None:
    usual = b"".join(LINES)[: MAX_LINE - 1]
    plain = seconds(partial(refuse, usual))
    worst = {
        "one string": b'"' + b"x" * (MAX_LINE - 1),
        "quotes": b'"' * MAX_LINE,
        "backslashes": b'"' + b"\\" * (MAX_LINE - 1),
        "brackets that close": b"[]" * (MAX_LINE // 2),
        "members": (b'{"":' + b"1," * MAX_LINE)[:MAX_LINE],
        "digits": b"9" * MAX_LINE,
    }
    for name, raw in worst.items():
        taken = seconds(partial(refuse, raw))
        report(f"16 KiB of {name}", taken, plain, "16 KiB of lines")
        assert taken < 20 * plain


def refuse(raw: bytes) -> None:
    with contextlib.suppress(Malformed):
        read_line(raw)
