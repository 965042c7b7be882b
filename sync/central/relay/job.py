"""What runs by itself, every minute: a pass, and what came of it in words."""

from collections.abc import Callable

from sync.central.api.intake import Intake
from sync.central.relay.passing import relay_once


def relay_all(intake: Intake, go_on: Callable[[], None]) -> str:
    """Relay what waits; whoever runs this at the same time does no harm. `go_on`: as in `relay_once`."""
    passed = relay_once(intake, go_on)
    return f"{passed.outcome}: {passed.lines} lines" + (f"; {passed.detail}" if passed.detail else "")
