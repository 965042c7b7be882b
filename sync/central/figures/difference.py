"""One place where a table does not say what the ledgers say."""

import msgspec


class Difference(msgspec.Struct, frozen=True):
    """`where` names ledger, line or cell; `stored` is in the table, `derived` follows from the ledgers."""

    what: str
    where: str
    stored: str
    derived: str

    def text(self) -> str:
        """One line for people."""
        return f"{self.what}: {self.where}: stored {self.stored}, derived {self.derived}"
