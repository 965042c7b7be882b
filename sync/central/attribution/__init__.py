"""Whom ratings were given for, put right: a wrong sign-on, a shift that was swapped.

Words: an official *contests* a stretch of time; a supervisor *proposes* a correction, and another one, whom
it does not concern, *approves* it: then it is a line of the own ledger, and figures follow. A *statement* is
what somebody says of figures or of a correction; it stands beside them, in no ledger, and can be erased.
May import: sync.contract, sync.central.database, keys, accounts, web, directory, figures, comments.
"""
