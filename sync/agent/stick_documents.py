"""What a file from a stick is: a directory sealed to this kiosk, a receipt, or nothing of ours."""

from sync.agent.answers import Document, open_trusted
from sync.agent.directory_fetch import own_directory
from sync.agent.outcome import Untrusted
from sync.agent.ports import Opener
from sync.agent.trust import Trust
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed, decode
from sync.contract.receipt import Receipt, SalvageDocument
from sync.contract.sealed_file import open_file


def open_directory(raw: bytes, opener: Opener, trust: Trust) -> tuple[bytes, Directory] | Untrusted:
    """The directory's two lines, and what they say, if it is this kiosk's and it could work with it."""
    try:
        content = open_file(raw, opener.seal_private)
    except Malformed as error:
        return Untrusted(error.detail)
    document = open_trusted("directory", content, trust)
    if isinstance(document, Untrusted):
        return document
    directory = own_directory(document, trust)
    return directory if isinstance(directory, Untrusted) else (content, directory)


def open_answer(raw: bytes, trust: Trust) -> Receipt | SalvageDocument | Untrusted:
    """The receipt, or the answer to a salvage, that our server signed."""
    kinds: tuple[tuple[str, type[Receipt | SalvageDocument]], ...] = (
        ("receipt", Receipt),
        ("salvage", SalvageDocument),
    )
    for kind, shape in kinds:
        answer = open_trusted(kind, raw, trust)
        if isinstance(answer, Document):
            return _ours(answer, shape, trust.server)
    return Untrusted("no receipt that our server signed")


def _ours(
    answer: Document, shape: type[Receipt | SalvageDocument], server: str
) -> Receipt | SalvageDocument | Untrusted:
    try:
        document = decode(answer.json, shape)
    except Malformed as error:
        return Untrusted(error.detail)
    return document if document.server == server else Untrusted("of another server")
