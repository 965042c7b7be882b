"""The certificate of a server that holds its own: read anew where its files changed; no connection drops."""

import logging
import ssl
from pathlib import Path

_log = logging.getLogger(__name__)


class Certificate:
    """Files that somebody else renews; new handshakes get what was read last."""

    def __init__(self, certificate: Path, key: Path, context: ssl.SSLContext) -> None:
        self._files = (certificate, key)
        self._context = context
        self._seen = self._look()

    def read_if_changed(self) -> None:
        """Read it anew where a file is another than before; call it now and then."""
        found = self._look()
        if found != self._seen:
            self._seen = found
            self.read()

    def read(self) -> None:
        """Read it anew; one that cannot be used, or whose key is another's, changes nothing."""
        certificate, key = self._files
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
            self._context.load_cert_chain(certificate, key)
        except OSError:  # SSLError is one
            _log.exception("the certificate cannot be read anew; the former one stays")
        else:
            _log.info("the certificate was read anew")

    def _look(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(map(_identity, self._files))


def _identity(file: Path) -> tuple[int, int, int] | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size
