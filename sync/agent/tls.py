"""Whose certificates count: those of the directory's CA, or the system's; never of the environment's bundles.

Certificate dates are checked against the wall clock, as OpenSSL does by itself; the protocol's way around a
dead clock is not built here. Such a kiosk finds an https server `Unreachable("tls")`, and loses nothing.
"""

import ssl
from collections.abc import Iterable


class BadCertificate(ValueError):
    """A CA that is no PEM certificate."""


def verified_context(cas: Iterable[str | None]) -> ssl.SSLContext:
    """Checks host name and chain against these CAs (PEM); None stands for the system's.

    Raises:
        BadCertificate: one of them cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for ca in dict.fromkeys(cas):
        if ca is None:
            context.load_default_certs()
            continue
        try:
            context.load_verify_locations(cadata=ca)
        except (ssl.SSLError, TypeError, ValueError) as error:
            raise BadCertificate(f"not a PEM certificate: {error}") from error
    return context


def unverified_context() -> ssl.SSLContext:
    """Checks nothing: for the one document that a printed fingerprint vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
