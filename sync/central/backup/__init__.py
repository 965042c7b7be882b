"""Copies of a server that keeps its ledgers in SQLite, and what becomes one of them again.

Words: a *backup* is one zip file: the database as it was at one moment, the keys' folder sealed under a
passphrase, and a manifest with the SHA-256 of both; what is *outside* is in no backup and outlives a restore.
The database in it is not encrypted: keep the file as the server itself is kept.
May import every room below `jobs`.
"""
