"""The ledger on disk: kept, or said to be lost."""
