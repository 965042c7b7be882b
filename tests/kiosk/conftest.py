"""Qt for the kiosk's tests."""

from tests.kiosk.qt import qt, quiet_qt

__all__ = ["qt", "quiet_qt"]
