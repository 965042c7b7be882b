"""A hand before a kiosk that holds no code of tests: it finds controls like a screen reader and touches them.

`python -m tests.frozen.hand BUS UID ROOT` obeys lines of JSON like tests.journeys.finger. BUS is the D-Bus
session that the kiosk runs in, DISPLAY its X server; both are spoken to as the user UID, the kiosk's.
ROOT is the folder that the kiosk takes for the whole file system; xdotool is found there.
{"touch": "score-4"} · {"wait": "page-thanks", "seconds": 5} · {"read": "Xin mời"}
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
ENABLED, SHOWING = 1 << 8, 1 << 25
SECONDS = 30
LOOK_SECONDS = 0.05
GLANCE_SECONDS = 0.5
"""From seeing a page to touching it: a kiosk takes what comes sooner for a touch of the page before."""


@dataclass(frozen=True)
class Control:
    """Something on the screen: its name in QML, what it is called, where it lies (x, y, width, height)."""

    name: str
    text: str
    usable: bool
    place: tuple[int, int, int, int]


class Reader:
    """Reads a screen over AT-SPI."""

    def __init__(self, session: str) -> None:
        with open_dbus_connection(session) as bus:
            where = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
            address = bus.send_and_get_reply(new_method_call(where, "GetAddress")).body[0]
        self._bus: DBusConnection = open_dbus_connection(address)

    def controls(self) -> list[Control]:
        """Everything on the screen; nothing where it changes just now."""
        try:
            return list(self._below(*ROOT))
        except DBusErrorResponse:
            return []

    def _below(self, owner: str, path: str) -> Iterator[Control]:
        for child in self._ask(owner, path, ACCESSIBLE, "GetChildren")[0]:
            yield self._control(*child)
            yield from self._below(*child)

    def _control(self, owner: str, path: str) -> Control:
        name = self._property(owner, path, "AccessibleId").rpartition(".")[2]
        states = self._ask(owner, path, ACCESSIBLE, "GetState")[0][0]
        place = self._ask(owner, path, COMPONENT, "GetExtents", "u", (0,))[0]
        usable = bool(states & ENABLED and states & SHOWING)
        return Control(name, self._property(owner, path, "Name"), usable, place)

    def _property(self, owner: str, path: str, name: str) -> str:
        asked = (ACCESSIBLE, name)
        return str(self._ask(owner, path, "org.freedesktop.DBus.Properties", "Get", "ss", asked)[0][1])

    def _ask(
        self, owner: str, path: str, interface: str, method: str, kinds: str = "", body: tuple[Any, ...] = ()
    ) -> Any:
        where = DBusAddress(path, bus_name=owner, interface=interface)
        reply = self._bus.send_and_get_reply(new_method_call(where, method, kinds or None, body), timeout=10)
        if reply.header.message_type.name == "error":
            raise DBusErrorResponse(reply)
        return reply.body


def touch(control: Control) -> None:
    """Press and let go in the middle of a control."""
    x, y, width, height = control.place
    at = [str(x + width // 2), str(y + height // 2)]
    subprocess.run(["xdotool", "mousemove", *at, "mousedown", "1", "mouseup", "1"], check=True)


def until(reader: Reader, seconds: float, fits: Callable[[Control], bool]) -> Control | list[str]:
    """The first control that fits, as soon as there is one; else what was there."""
    limit = time.monotonic() + seconds
    while True:
        controls = reader.controls()
        found = next((control for control in controls if control.usable and fits(control)), None)
        if found is not None:
            return found
        if time.monotonic() > limit:
            return [f"{control.name}: {control.text}" for control in controls]
        time.sleep(LOOK_SECONDS)


def answer(**told: Any) -> None:
    """One line for whoever commands."""
    print(json.dumps(told), flush=True)


def main() -> None:
    """As the module says."""
    session, uid, root = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    if root != "/":
        os.chroot(root)
        os.chdir("/")
    if uid != os.getuid():
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    reader = Reader(session)
    answer(ok=True)
    for line in sys.stdin:
        command = json.loads(line)
        name = command.get("touch") or command.get("wait")
        text = command.get("read")
        found = until(
            reader,
            command.get("seconds", SECONDS),
            lambda control, name=name, text=text: (  # type: ignore[misc]
                control.name == name if name is not None else text in control.text
            ),
        )
        if isinstance(found, list):
            answer(ok=False, missing=name or text, seen=found)
            continue
        if "touch" in command:
            time.sleep(GLANCE_SECONDS)
            touch(found)
        answer(ok=True)


if __name__ == "__main__":
    main()
