"""What a kiosk and a central server agree on (protocol 1).

Words: a *line* is one happening, written once; a *ledger* is a gap-free, hash-chained list of lines; a *head*
names its end; a *segment* carries lines; a *receipt* says what is held. Pure: no clock, no I/O.
May import: the standard library, msgspec, cryptography, http-message-signatures.
"""
