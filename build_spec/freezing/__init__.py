"""The two programs as folders that need no Python: what goes in, what is left out, whose work it is.

Words: a *stage* is a copy of the tracked files that is frozen; a *part* is a file that went in, with the
file it came from; an *origin* is whose work a part is. The specs beside this room run inside PyInstaller.
"""
