"""The kiosk's end of the way to the central server.

Words: the *outbox* is the kiosk's ledger as seen from here; a *carrier* asks and brings replies; *trust* is
whom we believe (from the directory); an *outcome* is what a contact came to; *pacing* says when to try next.
Only a verified receipt moves anything. One thread, in `worker`; everything else is called by it or a command.
May import: the standard library, requests (with its urllib3), sync.contract.
"""
