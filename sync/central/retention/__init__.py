"""How long each kind of thing is kept, as data that a province sets, and what goes when that time is over.

Words: a *policy* is a kind of thing and a number of days (none: for ever); what was received before its
*cutoff*, the start of a day in UTC+7, goes. A ledger's lines are what figures are proved by: none ever goes.
May import: sync.contract and every room below `jobs`.
"""
