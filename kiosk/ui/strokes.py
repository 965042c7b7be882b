"""What a key of a real keyboard writes into a comment; scans never come here (`kiosk.ui.scans`)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

CHORDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def stroke_of(event: QKeyEvent) -> str:
    """The key as `kiosk.typing.press` knows it; nothing for one that writes nothing.

    Enter is none: it selects, and nobody has to write lines.
    """
    if event.modifiers() & CHORDS:
        return ""
    if event.key() == Qt.Key.Key_Backspace:
        return "backspace"
    text = event.text()
    return text if len(text) == 1 and text.isprintable() else ""
