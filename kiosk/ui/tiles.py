"""Frozen rows shown to QML as a list model."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtQml import QmlElement

from kiosk.ui.reflect import camel

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

QML_IMPORT_NAME = "HaiLong"
QML_IMPORT_MAJOR_VERSION = 1

FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@QmlElement
class Tiles(QAbstractListModel):
    """One row a tile, one role a field of `kind`, a frozen dataclass."""

    def __init__(self, kind: "type[DataclassInstance]", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roles = {FIRST_ROLE + place: field.name for place, field in enumerate(fields(kind))}
        self._names = {role: QByteArray(camel(name).encode()) for role, name in self._roles.items()}
        self._tiles: tuple[Any, ...] = ()

    def show(self, tiles: Sequence[Any]) -> None:
        """Take over `tiles`; where only some are others than before, the rest stay as they stand."""
        before, self._tiles = self._tiles, tuple(tiles)
        if len(before) != len(self._tiles):
            self.beginResetModel()
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(before, self._tiles, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """As Qt asks."""
        return 0 if parent is not None and parent.isValid() else len(self._tiles)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        """As Qt asks."""
        return getattr(self._tiles[index.row()], self._roles[role]) if role in self._roles else None

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 (Qt's name)
        """As Qt asks."""
        return self._names
