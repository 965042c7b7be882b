"""The carrier that most kiosks use: signed HTTP requests to the server's addresses, one after another."""

from collections.abc import Callable

import requests

from sync.agent.addresses import AddressRefused, checked_address
from sync.agent.answers import looks_ours
from sync.agent.carrier import Ask, Reply
from sync.agent.exchange import Waits, exchange, url_of
from sync.agent.outcome import Unreachable
from sync.agent.ports import Signer
from sync.agent.session import CorrectedMs, open_session
from sync.agent.tls import verified_context
from sync.agent.trust import Trust, Way
from sync.contract.http_signature import headers_for


class HttpCarrier:
    """Asks the first way that leads to our server; of the directory's, it is the first next time, too.

    Used by one thread. `now_ms` tells corrected time for signatures, `corrected_ms` that for certificates or
    None while it is not known: then nothing goes to an https server but the unsigned request for the time.
    """

    def __init__(
        self,
        trust: Trust,
        signer: Signer,
        now_ms: Callable[[], int],
        waits: Waits | None = None,
        *,
        corrected_ms: CorrectedMs | None = None,
    ) -> None:
        self._signer = signer
        self._now_ms = now_ms
        self._waits = waits or Waits()
        self._answered: Way | None = None
        self._corrected_ms = corrected_ms or now_ms
        self._sessions = self._sessions_for(trust)
        self._trust, self._ways = trust, trust.ways

    @property
    def answered(self) -> Way | None:
        """The way that led to the last reply of our server's."""
        return self._answered

    def ask(self, ask: Ask) -> Reply | Unreachable:
        """One question; a further way is tried only where nobody, or somebody else, answered before."""
        failure: Reply | Unreachable = Unreachable("address", "no address to call")
        for way in self._ways:
            answer = self._ask_by(way, ask)
            if isinstance(answer, Reply) and looks_ours(answer, self._trust):
                self._answered = way
                if way != self._trust.further:
                    self._ways = tuple(dict.fromkeys((way, *self._ways)))
                return answer
            if isinstance(answer, Reply) or not isinstance(failure, Reply):
                failure = answer
        return failure

    def follow(self, trust: Trust) -> None:
        """Call the addresses of `trust`, with its CAs, from now on.

        Raises:
            BadCertificate: a CA of `trust` cannot be read; nothing has changed then.
        """
        sessions = self._sessions_for(trust)
        self.close()
        self._sessions, self._trust, self._ways = sessions, trust, trust.ways

    def close(self) -> None:
        """Give up the connections."""
        for session in self._sessions.values():
            session.close()

    def _ask_by(self, way: Way, ask: Ask) -> Reply | Unreachable:
        try:
            address = checked_address(way.address)
        except AddressRefused as error:
            return Unreachable("address", str(error))
        headers = {} if ask.media_type is None else {"Content-Type": ask.media_type}
        if ask.signed:
            created = self._now_ms() // 1000
            url = url_of(address, ask)
            headers |= headers_for(self._signer.private, ask.method, url, ask.body, created)
        return exchange(self._sessions[way.cas], address, ask, headers, self._waits)

    def _sessions_for(self, trust: Trust) -> dict[tuple[str | None, ...], requests.Session]:
        """A session for each set of CAs."""
        contexts = {cas: verified_context(cas) for cas in dict.fromkeys(way.cas for way in trust.ways)}
        return {cas: open_session(context, self._corrected_ms) for cas, context in contexts.items()}
