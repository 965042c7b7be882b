"""How a kiosk becomes known: a one-time code, and the fingerprint that anchors trust."""

from typing import Annotated

import msgspec

from sync.contract.encoding import Count, Hash, Id, Malformed, unbase32
from sync.contract.keys import FINGERPRINT_LETTERS

CODE_LETTERS = 16


class EnrolmentRequest(msgspec.Struct, frozen=True):
    """Signed by the key that shall be the kiosk's; both keys are 32 raw bytes in hex.

    A kiosk that was enrolled before names its id and the version of the directory it keeps.
    """

    code: Annotated[str, msgspec.Meta(max_length=64)]
    public_key: Hash
    seal_key: Hash
    name: Annotated[str, msgspec.Meta(max_length=200)]
    kiosk: Id | None = None
    directory: Count = 0


class EnrolmentLink(msgspec.Struct, frozen=True):
    """What the printed QR holds: `<address>#<code>.<fingerprint>`."""

    address: str
    code: str
    fingerprint: str

    @classmethod
    def parse(cls, text: str) -> "EnrolmentLink":
        """The link in `text`.

        Raises:
            Malformed: not of that form.
        """
        address, hash_mark, secret = text.strip().partition("#")
        if not hash_mark or not address.startswith(("https://", "http://")):
            raise Malformed("expected <address>#<code>.<fingerprint>")
        code, fingerprint = parse_secret(secret)
        return cls(address.rstrip("/"), code, fingerprint)

    def text(self) -> str:
        """The link as it is printed."""
        return f"{self.address}#{self.code}.{self.fingerprint}"


def parse_secret(text: str) -> tuple[str, str]:
    """The code (16 letters) and the server key's fingerprint (26) in `<code>.<fingerprint>`.

    Raises:
        Malformed: not of that form.
    """
    code, _, fingerprint = text.partition(".")
    return canonical(code, CODE_LETTERS), canonical(fingerprint, FINGERPRINT_LETTERS)


def canonical(text: str, letters: int) -> str:
    """Base-32 text as a person typed it, folded to its one form of `letters` letters.

    Raises:
        Malformed: another length or letter.
    """
    folded = text.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    if len(folded) != letters:
        raise Malformed(f"expected <code>.<fingerprint>: {letters} letters, not {len(folded)}")
    unbase32(folded[: letters // 8 * 8])
    return folded
