"""Enrolment where the kiosk may not call: a signed request goes on a stick, a sealed directory comes back."""

from pathlib import Path
from typing import Final

from sync.agent.answers import Document
from sync.agent.directory_fetch import judged_directory
from sync.agent.enrolment import Enrolled, Known, Newcomer
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.agent.outcome import Untrusted
from sync.agent.ports import Opener
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed, decode
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.keys import fingerprint, key_name
from sync.contract.sealed_file import MAX_DIRECTORY, OVERHEAD, open_file
from sync.contract.signed import Unsigned, open_document, sign_document
from sync.wire.stick import NoFile, StickFailed, read_whole, write_whole

ENDING: Final = ".enrolment"


def write_request(
    folder: Path, code: str, newcomer: Newcomer, name: str, known: Known | None
) -> Path | StickFailed:
    """Write this kiosk's request into `folder`; whoever holds it holds the code, so it is not left about."""
    public = newcomer.public.hex()
    request = EnrolmentRequest(
        code=code,
        public_key=public,
        seal_key=newcomer.seal_public.hex(),
        name=name,
        kiosk=known.kiosk if known else None,
        directory=known.directory if known else 0,
    )
    file = folder / f"{public[:16]}{ENDING}"
    return write_whole(file, sign_document("enrolment", request, newcomer.private)) or file


def read_directory(
    file: Path, opener: Opener, printed: str, known: Known | None
) -> Enrolled | EnrolmentFailure:
    """The directory that came back; the `printed` fingerprint alone proves the server that signed it."""
    raw = read_whole(file, MAX_DIRECTORY + OVERHEAD)
    if isinstance(raw, NoFile):
        return EnrolmentFailure(Reason.FILE, f"{file}: {raw.detail}")
    try:
        content = open_file(raw, opener.seal_private)
        claimed = decode(content.partition(b"\n")[0], Directory)
        key = bytes.fromhex(claimed.key)
        document = Document(content, open_document("directory", content, [key]))
    except (Malformed, Unsigned) as error:
        return EnrolmentFailure(Reason.FILE, f"{file}: {error}")
    if fingerprint(key) != printed:
        return EnrolmentFailure(Reason.WRONG_SERVER, f"its key has the fingerprint {key_name(key)}")
    directory = judged_directory(document, claimed.server)
    if isinstance(directory, Directory) and known is not None and directory.kiosk != known.kiosk:
        directory = Untrusted(f"directory for another kiosk, {directory.kiosk}")
    if isinstance(directory, Untrusted):
        return EnrolmentFailure(Reason.DIRECTORY, directory.detail)
    return Enrolled(content, directory, directory.server, key, None)
