"""What stands around the screen: clocks, scanner, the counter's calls, sounds, the watchdog.

Words: *wall* time is what the machine believes; *up* counts since a *boot*, sleep included, never stepping;
a *scan* is what a scanner typed; a *call* is a counter's word that a transaction is over; a *door* hears it
(`call_door`, which the screen does not wait for).
May import: the standard library, sync.contract, sync.wire.
"""

from kiosk.desk.backlight import Backlight, machine_backlight
from kiosk.desk.clock import Clock, LinuxClock, WindowsClock, machine_clock
from kiosk.desk.dossier import (
    Dossier,
    Unreadable,
    Why,
    read_dossier,
    read_scan,
)
from kiosk.desk.hardware import connected_screens, touch_panels
from kiosk.desk.scanner import Scanning, scanned
from kiosk.desk.sound import Player, Sentence, machine_player
from kiosk.desk.sticks import memory_sticks
from sync.wire.watchdog import Watchdog

__all__ = [
    "Backlight",
    "Clock",
    "Dossier",
    "LinuxClock",
    "Player",
    "Scanning",
    "Sentence",
    "Unreadable",
    "Watchdog",
    "Why",
    "WindowsClock",
    "connected_screens",
    "machine_backlight",
    "machine_clock",
    "machine_player",
    "memory_sticks",
    "read_dossier",
    "read_scan",
    "scanned",
    "touch_panels",
]
