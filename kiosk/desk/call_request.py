"""One request at the counter's door, judged."""

import logging
from typing import TYPE_CHECKING, Final

from kiosk.desk.call_answers import Code, Refused, refusal, told
from kiosk.desk.calls import read_call
from sync.wire.answer import Answer
from sync.wire.request import Flaw, Flawed, OneRequest, Unfit

if TYPE_CHECKING:
    from kiosk.desk.call_door import Door

PATH: Final = "/v1/calls"
MAX_BODY_BYTES: Final = 4 * 1024

log = logging.getLogger(__name__)


class CallRequest(OneRequest):
    """A call, from its head to its answer."""

    server: "Door"

    def refused(self, flawed: Flawed) -> Answer:
        """A flaw, with the code of that name."""
        allowed = (("Allow", "POST"),) if flawed.flaw is Flaw.METHOD else ()
        return refusal(Refused(Code[flawed.flaw.name], flawed.title), *allowed)

    def judged(self) -> Answer:
        """Whether the call was taken."""
        counter = self._counter()
        read = read_call(self.body(MAX_BODY_BYTES))
        if isinstance(read, Refused):
            return refusal(read)
        call, warnings = read
        if call.counter != counter:
            return refusal(Refused(Code.OTHER_COUNTER, "the token is another counter's"))
        try:
            refused = self.server.hand_over(call)
        except Exception:
            log.exception("the kiosk could not take a call")
            return refusal(Refused(Code.FAULT, "the kiosk could not take the call"))
        if refused is not None:
            return refusal(refused)
        return told(202, {"warnings": warnings})

    def _counter(self) -> str:
        if self.path != PATH:
            raise Unfit(refusal(Refused(Code.ABSENT, f"there is {PATH} only")))
        if self.command != "POST":
            raise Flawed(Flaw.METHOD, "POST only")
        counter = self.server.tokens.counter_of(self.headers.get("Authorization", ""))
        if counter is None:
            challenge = ("WWW-Authenticate", "Bearer")
            raise Unfit(refusal(Refused(Code.TOKEN, "a counter's token is needed"), challenge))
        if not self.server.allows(counter):
            later = ("Retry-After", "60")
            raise Unfit(refusal(Refused(Code.SLOW_DOWN, "too many calls in a minute"), later))
        if self.headers.get_content_type() != "application/json":
            raise Unfit(refusal(Refused(Code.MEDIA_TYPE, "application/json only")))
        return counter
