"""Who may see and do what: people, their roles and scopes, sessions, forms, and the audit log.

Words: a *power* is one thing that may be done; a *role* (data: `roles.toml`) is a set of powers; a *grant*
gives an account a role over a *scope*; a *reader* is a signed-in person with all of these; the *gate* is the
one place that decides; the *audit* log is append-only and chained like a ledger.
May import: sync.contract, sync.central.database, keys, web, api. Every room with a page imports this one.
"""
