"""What stands around the screen: here, the machine's clocks.

Words: *wall* time is what the machine believes; *up* counts since a *boot*, sleep included, and never steps.
May import: the standard library.
"""

from kiosk.desk.clock import Clock, LinuxClock, WindowsClock, machine_clock

__all__ = ["Clock", "LinuxClock", "WindowsClock", "machine_clock"]
