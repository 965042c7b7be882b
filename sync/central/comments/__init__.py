"""Opening what citizens sealed for the supervisors, and what in it would tell who wrote it.

Words: the *supervisors' key* is what comments are sealed to; an *opener* is a supervisor with a passphrase,
which closes a key of their own; a *share* is a supervisors' key sealed to an opener's. So neither a new
passphrase nor a new supervisors' key needs anybody else to be there. What a passphrase opened is kept in the
memory of one process for some minutes, and in no other place. *Personal* is what is masked before a unit sees
a text.
May import: sync.contract, sync.central.database, keys, web, api, accounts.
"""
