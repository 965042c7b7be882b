"""Relaying to a server above this one: what kiosks delivered goes up as it came, and the own ledger with it.

Words: the *upstream* is that server; a *mark* is how much it holds of a ledger, by its own signed receipt;
to *record* is to say in the own ledger what lines up there are judged by.
May import: sync.wire, sync.contract, sync.central.database, keys, alarms, api, ingest.
"""
