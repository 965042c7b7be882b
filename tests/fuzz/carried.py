"""Parsers of what is carried by hand, pulled, scanned or loaded from a file: as in `parsers`."""

import json
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.desk.calls import read_call
from kiosk.desk.dossier import read_dossier, read_scan
from sync.agent.stick_documents import open_answer, open_directory
from sync.agent.trust import Trust
from sync.central.directory.province import read_province
from sync.central.directory.refusal import ProvinceRefused
from sync.contract.badge import read_badge
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed, convert, decode, write_json
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.keys import sign
from sync.contract.pull import Hello, Taken
from sync.contract.sealed_file import close_file, open_file, read_header
from sync.contract.segment import Framing
from sync.contract.signed import Unsigned, open_document, sign_document
from tests.central.world import small_province, write_province
from tests.fuzz.parsers import (
    BEAT,
    ENROLMENT,
    KEY,
    KIOSK,
    LEDGER,
    LINES,
    RATING,
    RECEIPT,
    SEAL_KEY,
    VECTORS,
    Parser,
    a_directory,
    a_salvage,
    a_segment,
    as_text,
)

TRUST = Trust.of(convert(a_directory(), Directory))
PUBLIC = SEAL_KEY.public_key().public_bytes_raw()
SALVAGED = write_json(
    {"server": KIOSK, "ledger": LEDGER, "digest": "0" * 64, "lines": 1, "server_time": 5, "nonce": None}
)
NONCE = "0" * 32
HELLO = write_json({"nonce": NONCE, "heartbeat": json.loads(BEAT), "photos": ["0" * 64]})
CODE = "H01.02-240101-0001"
SCANS = (
    f"{CODE};stage=returned".encode(),
    f"https://dvc.example/hs?ma={CODE}&stage=returned".encode(),
    f"Mã hồ sơ: {CODE.lower()} ".encode(),
    f"HAILONG-BADGE:{RATING.upper()}:{'0' * 26}".encode(),
)


class Opener:
    """The kiosk's key for what is sealed to it."""

    seal_private: X25519PrivateKey = SEAL_KEY


def signed(kind: str, raw: bytes) -> bytes:
    """A document whose signature fits, whatever it says."""
    line = raw.replace(b"\n", b" ")
    return line + b"\n" + sign(KEY, f"hailong-{kind}-1\n".encode() + line).encode() + b"\n"


def brought_down(raw: bytes) -> object:
    """A directory that our server signed and sealed, whatever it says."""
    return open_directory(close_file(signed("directory", raw), PUBLIC), Opener(), TRUST)


def answered(kind: str, raw: bytes) -> object:
    """An answer that our server signed, whatever it says."""
    return open_answer(signed(kind, raw), TRUST)


def enrolled_by_file(raw: bytes) -> object:
    """As the central server reads it: the key that it names has signed it."""
    request = decode(raw.partition(b"\n")[0], EnrolmentRequest)
    return open_document("enrolment", raw, [bytes.fromhex(request.public_key)])


def loaded(raw: bytes) -> object:
    """A province's folder, with this for its `province.json`."""
    with TemporaryDirectory() as folder:
        write_province(Path(folder), {})
        (Path(folder) / "province.json").write_bytes(raw)
        return read_province(Path(folder))


def province() -> dict[str, Any]:
    """A province in which everything occurs."""
    small = small_province()
    unit = small["units"][0]["unit"]
    small["staff"] = [{"staff": RATING, "unit": unit, "name": "Mai", "pin": VECTORS["pin_hash"]}]
    small["policies"]["hours"] = VECTORS["hours"]
    return small


BY_HAND = {
    "sealed file": Parser(
        lambda raw: open_file(raw, SEAL_KEY), (Malformed,), (close_file(a_segment(LINES, []), PUBLIC),)
    ),
    "header of what a file holds": Parser(read_header, (Framing,), (a_segment(LINES, []), a_salvage())),
    "file for the kiosk": Parser(
        lambda raw: open_directory(raw, Opener(), TRUST),
        (),
        (close_file(sign_document("directory", a_directory(), KEY), PUBLIC),),
    ),
    "signed file for the kiosk": Parser(brought_down, (), (write_json(a_directory()),)),
    "answer on a stick": Parser(lambda raw: open_answer(raw, TRUST), (), (RECEIPT,)),
    "signed receipt on a stick": Parser(partial(answered, "receipt"), (), (RECEIPT.partition(b"\n")[0],)),
    "signed salvage on a stick": Parser(partial(answered, "salvage"), (), (SALVAGED,)),
    "enrolment by file": Parser(
        enrolled_by_file, (Malformed, Unsigned), (sign_document("enrolment", json.loads(ENROLMENT), KEY),)
    ),
    "hello": Parser(lambda raw: decode(raw, Hello), (Malformed,), (HELLO,)),
    "taken": Parser(
        lambda raw: decode(raw, Taken), (Malformed,), (write_json(Taken("applied", ("0" * 64,))),)
    ),
    "province": Parser(loaded, (ProvinceRefused,), (write_json(province()),)),
    "scan": Parser(as_text(read_scan), (), SCANS),
    "dossier": Parser(as_text(read_dossier), (), SCANS),
    "badge": Parser(as_text(read_badge), (), SCANS),
    "call": Parser(
        read_call,
        (),
        (write_json({"counter": KIOSK, "official": RATING, "dossier": CODE, "stage": "returned"}),),
    ),
}
