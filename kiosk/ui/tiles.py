"""The officials on one page, as a list model."""

from dataclasses import fields
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtQml import QmlElement

from kiosk.ui.cards import Tile
from kiosk.ui.reflect import camel

QML_IMPORT_NAME = "HaiLong"
QML_IMPORT_MAJOR_VERSION = 1

FIRST_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROLES = {FIRST_ROLE + place: field.name for place, field in enumerate(fields(Tile))}


@QmlElement
class OfficialTiles(QAbstractListModel):
    """One row a tile, one role a field of `Tile`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[Tile, ...] = ()

    def show(self, tiles: tuple[Tile, ...]) -> None:
        """Take over `tiles`, if they are others."""
        if tiles != self._tiles:
            self.beginResetModel()
            self._tiles = tiles
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """As Qt asks."""
        return 0 if parent is not None and parent.isValid() else len(self._tiles)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        """As Qt asks."""
        return getattr(self._tiles[index.row()], ROLES[role]) if role in ROLES else None

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 (Qt's name)
        """As Qt asks."""
        return {role: QByteArray(camel(name).encode()) for role, name in ROLES.items()}
