"""What every request of a kiosk shares: who signed it, how it is refused, what is signed in answer.

Words: a *refusal* is a problem document with a code both ends know; a *receipt* says what is held;
the *site* is where kiosks find this server.
May import: sync.contract, sync.central.database, sync.central.keys.
"""
