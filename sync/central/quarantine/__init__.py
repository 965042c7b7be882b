"""What is kept and not counted: who proposes that it counts, and who lets it.

Words: a *salvage* is lines that fit no ledger; a *quarantined* ledger is a revoked kiosk's from some line on.
One person *proposes*, another *releases*; both names and the reason stand in the own ledger, and what counts
afterwards is derived from there and the kept lines alone.
May import: sync.contract, sync.central.database, keys, alarms, accounts, web, figures, fleet.
"""
