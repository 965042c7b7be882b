"""What both ends need of the world outside, and nothing of what travels: sticks, a small door, the watchdog.

Words: a *stick* is a folder that goes from hand to hand; what lies on it may be anybody's. A *door* hears
requests, one a connection, within bounds; an *answer* ends it.
May import: the standard library, sync.contract.crash.
"""
