"""Enrolment where the kiosk may not call: a request on a stick, a directory back."""

from pathlib import Path
from typing import Any

import pytest

from sync.agent.enrolment import Enrolled, Known
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.agent.enrolment_file import read_directory, write_request
from sync.contract.encoding import decode, write_json
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.keys import fingerprint
from sync.contract.sealed_file import close_file
from sync.contract.signed import open_document, sign_document
from sync.wire.stick import Fault, StickFailed
from tests.agent.central import CODE, Central
from tests.agent.memory import Keys

KIOSK = "a0000000-0000-4000-8000-00000000000a"


def came_back(folder: Path, central: Central, keys: Keys, **changes: Any) -> Path:
    document = sign_document("directory", central.directory_object() | changes, central.private)
    file = folder / "a.enrolment.directory"
    file.write_bytes(close_file(document, keys.seal_public))
    return file


def why(answer: Enrolled | EnrolmentFailure) -> Reason:
    assert isinstance(answer, EnrolmentFailure)
    return answer.reason


def test_the_request_is_signed_by_the_key_that_shall_be_the_kiosks(keys: Keys, tmp_path: Path) -> None:
    file = write_request(tmp_path, CODE, keys, "kiosk-1", Known(KIOSK, 7))
    assert isinstance(file, Path)
    request = decode(open_document("enrolment", file.read_bytes(), [keys.public]), EnrolmentRequest)
    assert (request.code, request.public_key, request.kiosk) == (CODE, keys.public.hex(), KIOSK)
    assert (request.seal_key, request.directory) == (keys.seal_public.hex(), 7)


def test_no_stick_is_a_value(keys: Keys, tmp_path: Path) -> None:
    failure = write_request(tmp_path / "gone", CODE, keys, "kiosk-1", None)
    assert isinstance(failure, StickFailed)
    assert failure.fault == Fault.ABSENT


def test_the_printed_fingerprint_proves_the_directory_that_came_back(
    central: Central, keys: Keys, tmp_path: Path
) -> None:
    file = came_back(tmp_path, central, keys)
    answer = read_directory(file, keys, fingerprint(central.public), None)
    assert isinstance(answer, Enrolled)
    assert (answer.directory.kiosk, answer.server, answer.key) == (
        central.kiosk,
        central.server,
        central.public,
    )
    assert answer.way is None
    assert why(read_directory(file, keys, fingerprint(Central().public), None)) is Reason.WRONG_SERVER


def test_a_directory_signed_by_another_key_than_it_names_is_nobodys(
    central: Central, keys: Keys, tmp_path: Path
) -> None:
    file = came_back(tmp_path, central, keys, key=Central().public.hex())
    assert why(read_directory(file, keys, fingerprint(central.public), None)) is Reason.FILE


def test_a_directory_for_another_kiosk_is_refused(central: Central, keys: Keys, tmp_path: Path) -> None:
    printed = fingerprint(central.public)
    file = came_back(tmp_path, central, keys)
    assert why(read_directory(file, keys, printed, Known(central.server, 1))) is Reason.DIRECTORY
    file = came_back(tmp_path, central, Keys())
    assert why(read_directory(file, keys, printed, None)) is Reason.FILE


@pytest.mark.parametrize("content", [b"", b"hailong-file-1\n", b"{}\n\n", b"\xff" * 100])
def test_a_file_that_is_none_is_refused(keys: Keys, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.directory"
    file.write_bytes(content)
    assert why(read_directory(file, keys, "", None)) is Reason.FILE
    file.write_bytes(close_file(write_json({"hailong": 1}), keys.seal_public))
    assert why(read_directory(file, keys, "", None)) is Reason.FILE
    assert why(read_directory(tmp_path / "gone", keys, "", None)) is Reason.FILE
