"""The certificate says nothing but the kiosk's own key."""

import socket
import ssl
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.identity import Identity
from kiosk.identity.certificate import tls_context


def test_a_server_of_this_kiosk_proves_its_key_and_speaks_nothing_older_than_tls_1_3(tmp_path: Path) -> None:
    identity = Identity.make(tmp_path)
    near, far = socket.socketpair()
    serving = tls_context(tmp_path, identity)
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asking.check_hostname, asking.verify_mode = False, ssl.CERT_NONE
    server = threading.Thread(target=lambda: serving.wrap_socket(near, server_side=True).close())
    server.start()
    with asking.wrap_socket(far) as connected:
        raw = connected.getpeercert(binary_form=True)
        assert connected.version() == "TLSv1.3"
    server.join()
    assert raw is not None
    key = x509.load_der_x509_certificate(raw).public_key()
    assert isinstance(key, Ed25519PublicKey)
    assert key.public_bytes_raw() == identity.public


def test_it_is_the_same_each_time_and_holds_no_private_half(tmp_path: Path) -> None:
    identity = Identity.make(tmp_path)
    tls_context(tmp_path, identity)
    first = (tmp_path / "certificate.pem").read_bytes()
    tls_context(tmp_path, identity)
    assert (tmp_path / "certificate.pem").read_bytes() == first
    assert b"PRIVATE" not in first
