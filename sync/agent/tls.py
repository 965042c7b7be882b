"""Whose certificates count: those of the directory's CA, or the system's; never of the environment's bundles.

OpenSSL compares dates with the wall clock, which may be dead. Its check is off; `judge_dates` compares the
server's certificate with corrected time, after the handshake and before anything signed is sent.
"""

import ssl
from collections.abc import Iterable
from typing import Any, Final

X509_V_FLAG_NO_CHECK_TIME: Final = 0x200000


class BadCertificate(ValueError):
    """A CA that is no PEM certificate."""


def verified_context(cas: Iterable[str | None]) -> ssl.SSLContext:
    """Checks host name and chain, not dates, against these CAs (PEM); None stands for the system's.

    Raises:
        BadCertificate: one of them cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= ssl.VerifyFlags(X509_V_FLAG_NO_CHECK_TIME)
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


def judge_dates(certificate: dict[str, Any], now_ms: int | None) -> None:
    """Refuse a verified certificate (as `getpeercert` tells it) that is not valid at corrected time.

    Raises:
        ssl.SSLCertVerificationError: it is not, or nobody knows the time.
    """
    if now_ms is None:
        raise ssl.SSLCertVerificationError("the time is not known yet, so no certificate can be judged")
    begins, ends = str(certificate["notBefore"]), str(certificate["notAfter"])
    if now_ms < ssl.cert_time_to_seconds(begins) * 1000:
        raise ssl.SSLCertVerificationError(f"the server's certificate is valid from {begins} only")
    if now_ms > ssl.cert_time_to_seconds(ends) * 1000:
        raise ssl.SSLCertVerificationError(f"the server's certificate expired on {ends}")
