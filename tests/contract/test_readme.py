"""What the published page says in lists is what the code has: neither goes on alone."""

import json
import re
from pathlib import Path

import msgspec
import pytest

import sync.contract
from sync.central.ingest.admission import LIVE_BYTES
from sync.central.ingest.lane import LONGEST_WAIT_MS
from sync.contract.directory import Directory, Official, Policies
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.heartbeat import Heartbeat
from sync.contract.http_signature import COMPONENTS, LABEL, SKEW_SECONDS
from sync.contract.ledger import MAX_LINE
from sync.contract.problems import STATUS
from sync.contract.receipt import Provisioning, Receipt, SalvageDocument, TimeDocument
from sync.contract.relaying import ProvinceRequest, Standing
from sync.contract.salvage import SalvageHeader
from sync.contract.segment import MAX_BLOB, MAX_BODY, MAX_HEADER, MAX_LINES, MAX_UNPACKED, SegmentHeader

CONTRACT = Path(sync.contract.__file__).parent
PAGE = (CONTRACT / "README.md").read_text("utf-8")


def named(start: str) -> set[str]:
    """The members of the braces that begin right after `start`, those of inner braces left out."""
    rest = PAGE.split(start, 1)[1]
    rest = rest[rest.index("{") :]
    depth, outer = 0, ""
    for letter in rest:
        depth -= letter in "}]"
        if depth == 1:
            outer += letter
        depth += letter in "{["
        if depth == 0:
            break
    return set(re.findall(r'(?:^|[{,]|\s)"?([a-z_]+)"?\??(?=[,:}\s]|$)', re.sub(r":[^,]*", "", outer)))


@pytest.mark.parametrize(
    ("start", "shape", "optional"),
    [
        ("## Segment", SegmentHeader, {"hole"}),
        ("## Salvage", SalvageHeader, set()),
        ("    receipt  ", Receipt, set()),
        ("The answer is a document `salvage`", SalvageDocument, set()),
        ("document `provisioning`", Provisioning, set()),
        ("document `time`", TimeDocument, set()),
        ("`POST /api/v1/enrolments`", EnrolmentRequest, set()),
        ("A heartbeat is", Heartbeat, set()),
        ("    standing  ", Standing, set()),
        ("`POST /api/v1/provinces?nonce=`", ProvinceRequest, set()),
        ("the last good one.", Directory, set()),
        ('"officials":[', Official, set()),
        ('"policies":', Policies, set()),
    ],
)
def test_members_are_those_of_the_code(start: str, shape: type[msgspec.Struct], optional: set[str]) -> None:
    assert named(start) | optional == set(shape.__struct_fields__)


def test_every_code_stands_with_its_status() -> None:
    codes = PAGE.split("Codes: ", 1)[1].split("They are not signed", 1)[0]
    told = {code: int(part[:3]) for part in codes.split(" · ") for code in re.findall("`([a-z_]+)`", part)}
    assert told == {str(code): status for code, status in STATUS.items()}


def test_every_request_stands_in_its_table() -> None:
    paths = json.loads((CONTRACT / "openapi.json").read_text("utf-8"))["paths"]
    table = PAGE.split("| request | answers |", 1)[1].split("\n\n", 1)[0]
    for path, methods in paths.items():
        short = path if path in table else "…/" + path.split("/", 5)[-1]
        short = short.replace("{seq}", "{n}")
        for method in methods:
            assert f"`{method.upper()} {short}" in table or f"`{short}" in table, path


@pytest.mark.parametrize(
    "said",
    [
        f"at most {MAX_LINE:,} bytes",
        f"(≤ {MAX_HEADER // 1024} KiB)",
        f"1 to {MAX_LINES:,} lines; header and lines ≤ {MAX_UNPACKED // 2**20} MiB",
        f"each blob ≤ {MAX_BLOB // 1024} KiB",
        f"the body ≤ {MAX_BODY // 2**20} MiB",
        " ".join(f'"{component}"' for component in COMPONENTS),
        f"label `{LABEL}`",
        f"± {SKEW_SECONDS // 60} minutes",
        f"Content-Length ≤ {LIVE_BYTES // 1024} KiB",
        {3_600_000: "believed up to an hour"}[LONGEST_WAIT_MS],
    ],
)
def test_limits_are_those_of_the_code(said: str) -> None:
    assert said in PAGE
