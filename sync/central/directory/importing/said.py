"""What is said of a file or a row: a key of `words.toml` and its values, for each reader's language."""

from collections.abc import Mapping

import msgspec

from sync.central.directory.refusal import ProvinceRefused


class Said(msgspec.Struct, frozen=True):
    """A sentence; `key` stands in `words.toml`."""

    key: str
    values: Mapping[str, str] = {}


class FileRefused(ProvinceRefused):
    """A file that gives no preview at all."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.said = Said(key, values)


class RowRefused(Exception):
    """A row that cannot be carried out."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.said = Said(key, values)
