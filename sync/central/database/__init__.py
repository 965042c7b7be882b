"""The database: its tables, its migrations, and the few things SQLite and PostgreSQL do differently.

Words: *writing* is a transaction that will change rows, *reading* one that sees a single moment.
Times are milliseconds since 1970 UTC; ids are lower-case UUIDs as text; digests and heads are raw bytes
in `lines`, `ledgers` and `holes`, lower-case hex elsewhere. May import only `sync.contract`.
"""
