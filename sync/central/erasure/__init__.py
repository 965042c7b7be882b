"""Erasing what a citizen wrote: the sealed blob goes, its line and the chain stay.

Words: a *blob* is a sealed comment, answer or dossier code that a line names by its digest; what is *erased*
is deleted wherever it is kept, dropped by whoever brings it again, and named in the own ledger
(`text.erased`).
The list of erased digests is kept *outside* the database, too: a restored backup must not bring back a word.
May import: sync.contract, sync.wire, sync.central.database, keys, alarms, figures.
"""
