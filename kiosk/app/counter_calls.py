"""Counters' calls: heard at the door, told to the visit on the screen's thread."""

import logging
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.app.door_told import DoorTold, Settings, tell_door
from kiosk.desk.call_answers import Code, Refused
from kiosk.desk.call_door import Door, open_door
from kiosk.desk.calls import Call, Tokens
from kiosk.visit import Called, Event
from sync.contract.directory import Directory
from sync.wire.door import NotListening

log = logging.getLogger(__name__)

AGAIN_MS: Final = 30_000


class CounterCalls(QObject):
    """Listens on `host`:`port` for the counters whose tokens the directory knows.

    Where the address cannot be had, the kiosk works without calls and tries again every 30 s.
    """

    _taken = Signal(object)

    def __init__(
        self,
        directory: Directory,
        take: Callable[[Event], None],
        now_ms: Callable[[], int],
        settings: Settings,
    ) -> None:
        super().__init__()
        self._directory = directory
        self._take = take
        self._now_ms = now_ms
        self._settings = settings
        self._address = ("", 0)
        self._door: Door | None = None
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._listen)
        self._taken.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def port(self) -> int | None:
        """Where it listens; None: nowhere."""
        return None if self._door is None else self._door.port

    def leave_shut(self) -> None:
        """Nobody shall call."""
        tell_door(self._settings, None)

    def open(self, host: str, port: int) -> None:
        """Listen there (0: on any free port) as soon as the address can be had."""
        self._address = (host, port)
        self._listen()

    def close(self) -> None:
        """Listen no more; may wait a moment for a call that is being taken."""
        self._again.stop()
        if self._door is not None:
            self._door.close()
            self._door = None

    def follow(self, directory: Directory) -> None:
        """Other tokens and people hold from now on."""
        self._directory = directory
        if self._door is not None:
            self._door.tokens = Tokens(directory.policies.calls)

    def _listen(self) -> None:
        host, port = self._address
        door = open_door(host, port, self._directory.policies.calls, self._judge)
        if isinstance(door, NotListening):
            log.warning("no calls from counters: %s port %d: %s", host, port, door.detail)
            self._again.start()
            tell_door(self._settings, DoorTold(host, port, door.detail))
            return
        self._door = door
        self._again.stop()
        tell_door(self._settings, DoorTold(host, door.port, None))

    def _judge(self, call: Call) -> Refused | None:
        """In a thread of the door: whether the directory knows who is meant."""
        directory = self._directory
        if not any(one.counter == call.counter for one in directory.counters):
            return Refused(Code.UNKNOWN, "this kiosk's directory knows no such counter")
        if call.official and not any(one.official == call.official for one in directory.officials):
            return Refused(Code.UNKNOWN, "this kiosk's directory knows no such official")
        self._taken.emit(call)
        return None

    def _tell(self, call: Call) -> None:
        dossier = None if call.dossier is None else call.dossier.code
        self._take(Called(call.counter, call.official, dossier, call.stage, at_ms=self._now_ms()))
