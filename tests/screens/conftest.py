"""Qt for the screens."""

from tests.kiosk.qt import qt, quiet_qt

__all__ = ["qt", "quiet_qt"]
