"""A certificate that says nothing but the kiosk's own public key: who knows the key needs no authority.

TLS 1.3 only: there the key signs what no line, head or document of ours can look like.
"""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kiosk.identity.identity import FILE_NAME, Identity
from kiosk.private_files import replace_file

CERTIFICATE: Final = "certificate.pem"
_NAME: Final = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hailong-kiosk")])
_FROM, _TO = datetime(2000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


def tls_context(folder: Path, identity: Identity) -> ssl.SSLContext:
    """What a server on this kiosk proves itself with; the certificate lies beside the keys in `folder`."""
    built = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(identity.private.public_key())
        .serial_number(1)
        .not_valid_before(_FROM)
        .not_valid_after(_TO)
        .sign(identity.private, None)
    )
    replace_file(folder / CERTIFICATE, [built.public_bytes(Encoding.PEM)])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(folder / CERTIFICATE, folder / FILE_NAME)
    return context
