"""The fleet: adding kiosks, enrolling them by a one-time code, hearing their signs of life.

Words: an *enrolment code* is 80 random bits, good for one kiosk and seven days; its *link* carries it
with the fingerprint of the server's key. A code is kept as its SHA-256 only.
May import: sync.contract, sync.central.database, keys, alarms, api, accounts, web, directory, figures.
"""
