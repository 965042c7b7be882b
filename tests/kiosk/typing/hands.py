"""Types on the engine as a citizen does."""

from dataclasses import replace

from kiosk.typing import Shift, Style, Typing, begin, press


def small(style: Style = "modern", *, telex: bool = True, limit: int = 500) -> Typing:
    """An empty text whose first letter is not made large."""
    return replace(begin(style=style, telex=telex, limit=limit), shift=Shift.OFF)


def after(keys: str, typing: Typing | None = None) -> Typing:
    """The text after these keys, one character each; `<` is backspace, `^` is shift."""
    state = small() if typing is None else typing
    for key in keys:
        state = press(state, {"<": "backspace", "^": "shift"}.get(key, key))
    return state


def written(keys: str, style: Style = "modern") -> str:
    """What is seen after these keys."""
    return after(keys, small(style)).text


def pressed(*keys: str, style: Style = "modern", telex: bool = True) -> str:
    """What is seen after these named keys."""
    state = small(style, telex=telex)
    for key in keys:
        state = press(state, key)
    return state.text
