"""A network without sockets, whose faults are drawn or scripted."""

from collections import deque
from collections.abc import Iterable
from enum import Enum, auto

from sync.agent.carrier import Ask, Reply
from sync.agent.outcome import Unreachable
from sync.agent.trust import Trust, Way
from sync.contract.problems import Code
from tests.agent.central import Central


class Fault(Enum):
    """What happens to one request."""

    NONE = auto()
    NEVER_ARRIVES = auto()
    REPLY_LOST = auto()
    ARRIVES_TWICE = auto()
    LOGIN_PAGE = auto()
    GATEWAY_ERROR = auto()
    BUSY = auto()
    TOO_LARGE = auto()
    CLOCK = auto()
    FORGED_RECEIPT = auto()
    OLD_RECEIPT = auto()
    SERVER_RESTORED = auto()


class Network:
    """A carrier to `central`; requests beyond the script have no fault. The time is never at fault."""

    def __init__(self, central: Central, faults: Iterable[Fault] = ()) -> None:
        self.central = central
        self.faults = deque(faults)
        self.asks: list[Ask] = []
        self.followed: list[Trust] = []
        self.answered: Way | None = None
        self._last_receipt: Reply | None = None

    def follow(self, trust: Trust) -> None:
        self.followed.append(trust)

    def ask(self, ask: Ask) -> Reply | Unreachable:
        self.asks.append(ask)
        if not self.faults or ask.path.endswith("/time"):
            return self._through(ask)
        return self._at_fault(self.faults.popleft(), ask)

    def _at_fault(self, fault: Fault, ask: Ask) -> Reply | Unreachable:
        match fault:
            case Fault.NEVER_ARRIVES:
                return Unreachable("connection", "no route")
            case Fault.REPLY_LOST:
                self._through(ask)
                return Unreachable("cut_off", "the reply was lost")
            case Fault.ARRIVES_TWICE:
                self._through(ask)
            case Fault.LOGIN_PAGE:
                return Reply(200, "text/html", b"<html>Welcome to the free Wi-Fi</html>")
            case Fault.GATEWAY_ERROR:
                return Reply(502, "text/html", b"<html>Bad gateway</html>", retry_ms=7_000)
            case Fault.BUSY:
                busy = self.central.problem(Code.BUSY)
                return Reply(busy.status, busy.media_type, busy.body, retry_ms=9_000)
            case Fault.TOO_LARGE:
                return self.central.problem(Code.TOO_LARGE)
            case Fault.CLOCK:
                return self.central.problem(Code.CLOCK)
            case Fault.FORGED_RECEIPT:
                return Central().answer(ask)
            case Fault.OLD_RECEIPT if self._last_receipt is not None:
                return self._last_receipt
            case Fault.SERVER_RESTORED:
                del self.central.lines[len(self.central.lines) // 2 :]
        return self._through(ask)

    def _through(self, ask: Ask) -> Reply:
        reply = self.central.answer(ask)
        if ask.path.endswith("/segments"):
            self._last_receipt = reply
        return reply
