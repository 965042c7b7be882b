"""What runs by itself, in whichever server process has the lease.

Words: a *job* is idempotent, and harmless to kill at any point; the *lease* is one row of the database, held
by one process until a moment of the database's clock; what a job writes is written in a transaction that
finds the lease still held, so that a process that slept writes nothing any more.
Another room's job is one line in `every.py`. May import every room below `app`.
"""
