"""Taking ledgers in: segments, salvage, receipts; exactly once, in one transaction, whatever the lines say.

Words: to *accept* is to append what is new after the cursor; the *cursor* is what is held of a ledger;
a *gap* is a segment that starts too late, *forked* one whose head is not ours; a *hole* stands for lines
that the kiosk no longer has.
May import: sync.contract, sync.central.database, keys, alarms, api, fleet, figures.
"""
