"""The kiosk's door for the server that pulls: TLS by the kiosk's own key, requests signed by the server's."""

import logging
import ssl
from typing import Final
from urllib.parse import parse_qs

from sync.agent.pull_desk import PullDesk, Pulled, problem
from sync.contract.http_signature import BadSignature, verify_request
from sync.contract.problems import Code
from sync.wire.answer import Answer
from sync.wire.door import Bounds, Door, NotListening
from sync.wire.request import Flaw, Flawed, OneRequest, Unfit

BOUNDS: Final = Bounds(connections=8, connections_a_caller=4, deadline_seconds=30.0)

log = logging.getLogger(__name__)


class PullDoor(Door):
    """Listens until `close`; see `open_pull`."""

    def __init__(
        self, host: str, port: int, context: ssl.SSLContext, desk: PullDesk, bounds: Bounds = BOUNDS
    ) -> None:
        """Raises OSError where the address cannot be had."""
        self.desk = desk
        super().__init__(host, port, PullRequest, bounds, name="pull", context=context)


class PullRequest(OneRequest):
    """A request of the server's, from its head to its answer."""

    server: PullDoor
    answer_seconds = 30.0

    def refused(self, flawed: Flawed) -> Answer:
        """A flaw, with the nearest code of the protocol's."""
        code = Code.TOO_LARGE if flawed.flaw is Flaw.TOO_LARGE else Code.REQUEST
        return problem(code, flawed.title, flawed.flaw.value)

    def judged(self) -> Answer:
        """What the desk answers, if the server asks."""
        desk = self.server.desk
        path, _, query = self.path.partition("?")
        limit = desk.limit_of(self.command, path)
        if limit is None:
            return problem(Code.ABSENT, "nothing here")
        body = self.body(limit) if limit else b""
        self._prove(body, query)
        try:
            return desk.answer(path, body)
        except Exception:
            log.exception("the kiosk could not answer its server")
            return problem(Code.BUSY, "the kiosk met an error of its own; it is in its log")

    def _prove(self, body: bytes, query: str) -> None:
        """Refuse what is not the server's, or is meant for another kiosk, which could pass it on."""
        trust = self.server.desk.trust
        url = f"https://{self.headers.get('Host', 'kiosk')}{self.path}"
        try:
            signer = verify_request(self.command, url, dict(self.headers.items()), body)
        except BadSignature as error:
            raise Unfit(problem(Code.SIGNATURE, str(error))) from error
        if signer.public not in trust.keys:
            raise Unfit(problem(Code.SIGNATURE, "not signed by this kiosk's server"))
        if parse_qs(query) != {"kiosk": [trust.kiosk]}:
            raise Unfit(problem(Code.NOT_YOURS, "not a request to this kiosk"))


def open_pull(host: str, port: int, context: ssl.SSLContext, kiosk: Pulled) -> PullDoor | NotListening:
    """Listen on `host`:`port` (0: any free one) for the server; `context` proves the kiosk's key."""
    try:
        return PullDoor(host, port, context, PullDesk(kiosk))
    except (OSError, OverflowError) as error:
        return NotListening(str(error))
