"""The directory and its photos come down: verified, judged, and never older than what is kept."""

import hashlib
from typing import Final

from sync.agent.answers import Document, Problematic, read_answer
from sync.agent.carrier import Ask, Carrier, Reply
from sync.agent.outcome import Unanswered, Untrusted
from sync.agent.ports import Outbox, Shelf
from sync.agent.tls import BadCertificate, verified_context
from sync.agent.trust import Trust
from sync.contract.directory import Directory, judge
from sync.contract.encoding import Malformed, decode

DIRECTORY_LIMIT: Final = 4 * 1024 * 1024
PHOTO_LIMIT: Final = 256 * 1024


def judged_directory(document: Document, server: str) -> Directory | Untrusted:
    """The directory in a signed document, if it is this server's and a kiosk could work and call with it."""
    try:
        directory = decode(document.json, Directory)
        judge(directory)
        trust = Trust.of(directory)
        verified_context(trust.cas)
    except Malformed as error:
        return Untrusted(f"directory: {error.detail}")
    except BadCertificate as error:
        return Untrusted(f"directory: {error}")
    if directory.server != server:
        return Untrusted("directory of another server")
    if not trust.addresses:
        return Untrusted("directory without an address that may be called")
    return directory


def fetch_directory(carrier: Carrier, trust: Trust, at_least: int) -> tuple[bytes, Directory] | Unanswered:
    """This kiosk's directory, its two lines and what they say; `at_least` is the version kept."""
    reply = carrier.ask(Ask("GET", "/api/v1/directory", limit=DIRECTORY_LIMIT))
    answer = read_answer(reply, "directory", trust)
    if isinstance(answer, Problematic):
        return answer.outcome()
    if not isinstance(answer, Document):
        return answer
    directory = own_directory(answer, trust)
    if isinstance(directory, Untrusted):
        return directory
    if directory.version < at_least:
        return Untrusted(f"directory {directory.version} is older than {at_least}")
    return answer.raw, directory


def own_directory(document: Document, trust: Trust) -> Directory | Untrusted:
    """The directory in a signed document, if it is this kiosk's and one that it could work with."""
    directory = judged_directory(document, trust.server)
    if isinstance(directory, Directory) and directory.kiosk != trust.kiosk:
        return Untrusted("directory for another kiosk")
    return directory


def adopt(outbox: Outbox, shelf: Shelf, raw: bytes, directory: Directory) -> None:
    """Keep a directory that is newer than the kept one, and say so in the ledger."""
    digest = hashlib.sha256(raw).hexdigest()
    shelf.save_directory(raw, directory.version, digest)
    outbox.append_now("directory.applied", {"version": directory.version, "digest": digest})


def fetch_photo(carrier: Carrier, trust: Trust, digest: str) -> bytes | Unanswered:
    """The photo whose SHA-256 (hex) is `digest`, at most 256 KiB; nothing else about it is believed."""
    reply = carrier.ask(Ask("GET", f"/api/v1/photos/{digest}", limit=PHOTO_LIMIT))
    if isinstance(reply, Reply) and hashlib.sha256(reply.body).hexdigest() == digest:
        return reply.body
    answer = read_answer(reply, "photo", trust)
    if isinstance(answer, Problematic):
        return answer.outcome()
    return Untrusted("not the photo") if isinstance(answer, Document) else answer
