"""Vietnamese typing by touch: `press(typing, key) -> typing`, and the keyboard's keys as data.

Words: a *word* is the run of letters at the cursor; it is *promising* while it may become a syllable,
*alive* while Telex is read in it, *kept* when it must not turn back into its keys; a *style* says where
tones go in open oa, oe, uy (modern hoà, old hòa); a *plane* is one page of the keyboard, a *row*
its line, a *shape* how the keys are arranged on a panel.
Pure: no Qt, no I/O, no clock; text is NFC always. The cursor is always at the end.
May import: the standard library.
"""

from kiosk.typing.caps import Key, Kind, Row
from kiosk.typing.keys import press
from kiosk.typing.layout import COLUMNS, PLANES, Rows, Shape, rows
from kiosk.typing.placement import Style
from kiosk.typing.shift import Shift
from kiosk.typing.state import Plane, Typing, begin, finished

__all__ = [
    "COLUMNS",
    "PLANES",
    "Key",
    "Kind",
    "Plane",
    "Row",
    "Rows",
    "Shape",
    "Shift",
    "Style",
    "Typing",
    "begin",
    "finished",
    "press",
    "rows",
]
