"""Which program this kiosk is: releases beside each other in folders, and one that is on trial.

Words: the *packaged* program is the one that was installed, and stays; a *confirmed* release was on *trial*
and proved itself: it starts, draws, appends and is heard. The *launcher* (`kiosk.launch`) chooses at each
start, counts starts before they begin, and falls back. `choosing`, `standing` and `system` need the standard
library only: the launcher must start whatever else is broken. May import: sync.contract, kiosk.private_files.
"""
