"""Telling people outside: by mail, webhook and whatever else Apprise reaches.

Words: a *target* (data, in a file, since its address holds passwords) is where a message goes: of cases to
whoever supervises or heads a unit, of the fleet to whoever looks after kiosks; a message holds numbers, units
and a link, and nothing of what anybody wrote.
May import: the standard library, msgspec, apprise, sync.central.database.
"""
