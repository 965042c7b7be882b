"""Who this server is: its id, its keys, its clock, and the ledger of what happens here.

Words: the *identity* is a file of its own beside the database, mode 0600; the *own ledger* is chained
like any kiosk's, its head signed with the server's id in the kiosk's place.
May import: sync.contract, sync.central.database.
"""
