"""What a citizen says on the phone: lines of this server's own ledger, joined with those of kiosks.

Words: a *token* names a rating or an invitation and is signed by its kiosk; a *slip* is what its holder is
told, never a score or an official; text is *withdrawn* when no unit shall read it, and supervisors are asked.
May import: sync.contract, sync.central.database, web, keys, accounts, figures, erasure.
"""
