"""What people must look at: what is wrong, with which kiosk and ledgers, since when, who has seen it.

Words: an alarm is *raised* where something is seen, again and again if it goes on; it *ends* by itself where
that is over; somebody *acknowledges* it, which the own ledger records. No figure depends on one.
May import: sync.contract, sync.central.database, sync.central.keys.
"""
