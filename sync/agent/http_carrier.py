"""The carrier that most kiosks use: signed HTTP requests to the server's addresses, one after another."""

from collections.abc import Callable

from sync.agent.addresses import AddressRefused, checked_address
from sync.agent.carrier import Ask, Reply
from sync.agent.exchange import Waits, exchange, url_of
from sync.agent.outcome import Unreachable
from sync.agent.ports import Signer
from sync.agent.session import open_session
from sync.agent.tls import verified_context
from sync.agent.trust import Trust
from sync.contract.http_signature import headers_for


class HttpCarrier:
    """Asks the first address that answers; the one that did is asked first next time. Used by one thread.

    `now_ms` tells corrected time for signatures.
    """

    def __init__(
        self, trust: Trust, signer: Signer, now_ms: Callable[[], int], waits: Waits | None = None
    ) -> None:
        self._signer = signer
        self._now_ms = now_ms
        self._waits = waits or Waits()
        self._addresses = trust.addresses
        self._session = open_session(verified_context(trust.cas))

    def ask(self, ask: Ask) -> Reply | Unreachable:
        """One question; a further address is asked only where nobody answered at the one before."""
        failure = Unreachable("address", "no address to call")
        for address in self._addresses:
            answer = self._ask_at(address, ask)
            if isinstance(answer, Reply):
                self._addresses = tuple(dict.fromkeys((address, *self._addresses)))
                return answer
            failure = answer
        return failure

    def follow(self, trust: Trust) -> None:
        """Call the addresses of `trust`, with its CAs, from now on.

        Raises:
            BadCertificate: a CA of `trust` cannot be read; nothing has changed then.
        """
        session = open_session(verified_context(trust.cas))
        self.close()
        self._session, self._addresses = session, trust.addresses

    def close(self) -> None:
        """Give up the connections."""
        self._session.close()

    def _ask_at(self, address: str, ask: Ask) -> Reply | Unreachable:
        try:
            address = checked_address(address)
        except AddressRefused as error:
            return Unreachable("address", str(error))
        headers = {} if ask.media_type is None else {"Content-Type": ask.media_type}
        if ask.signed:
            created = self._now_ms() // 1000
            url = url_of(address, ask)
            headers |= headers_for(self._signer.private, ask.method, url, ask.body, created)
        return exchange(self._session, address, ask, headers, self._waits)
