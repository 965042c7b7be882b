"""Frozen values shown to QML as typed, read-only properties that tell of a change only when there is one."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, SignalInstance


def camel(name: str) -> str:
    """`has_next_page` as QML writes it: `hasNextPage`."""
    first, *others = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def reflected(types: Mapping[str, type]) -> dict[str, Signal | Property]:
    """What a `Reflection`'s class body takes over: a property and its signal for each name."""
    members: dict[str, Signal | Property] = {}
    for name, kind in types.items():
        changed = Signal()
        members[f"{camel(name)}Changed"] = changed
        members[camel(name)] = Property(kind, _reader(name), notify=changed)
    return members


def _reader(name: str) -> Callable[["Reflection"], Any]:
    return lambda reflection: reflection.values[name]


class Reflection(QObject):
    """Holds the values its class reflects."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__()
        self.values = dict(values)

    def told_of(self, name: str) -> SignalInstance:
        """The signal that the value `name` is another than before."""
        signal: SignalInstance = getattr(self, f"{camel(name)}Changed")
        return signal

    def reflect(self, values: Mapping[str, Any]) -> None:
        """Take over `values`; then tell of each one that is another than before."""
        changed = [name for name, value in values.items() if self.values[name] != value]
        self.values.update(values)
        for name in changed:
            self.told_of(name).emit()
