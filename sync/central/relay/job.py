"""What runs by itself, every minute: a pass, and what came of it in words."""

from sync.central.ingest.segments import Intake
from sync.central.relay.passing import relay_once


def relay_all(intake: Intake) -> str:
    """Relay what waits; whoever runs this at the same time does no harm."""
    passed = relay_once(intake)
    return f"{passed.outcome}: {passed.lines} lines" + (f"; {passed.detail}" if passed.detail else "")
