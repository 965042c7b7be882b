"""Telling people outside: by mail, webhook and whatever else Apprise reaches.

Words: a *target* (data, in a file, since its address holds passwords) is where a message goes, for whoever
supervises or for one unit; a message holds numbers and a link, and nothing of what anybody wrote.
May import: the standard library, msgspec, apprise.
"""
