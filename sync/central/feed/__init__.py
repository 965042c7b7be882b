"""The feed: every rating that counts, and what becomes of it, for other systems of the province.

Words: an *entry* is a rating as it stands, under an id that is not the rating's; a *batch* is what changed
since the one before, made once and kept as it is; a *cursor* names the batch read last, and its hash.
A *key* reaches some units and some fields, as a role would: nobody hands on more than they see.
May import: sync.contract, sync.central.database, web, api, keys, accounts, figures.
"""
