"""The central server: takes ledgers in, keeps them verbatim, derives every figure from them alone.

A slice a room: database, keys, accounts, directory, fleet, figures, ingest, results, public; `app` joins all,
`cli` is the command `hailong-central`. Each may import the rooms named before it, and `sync.contract`.
"""
