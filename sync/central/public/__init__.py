"""What anyone may see: the receipt page that a citizen's phone opens from the QR code.

Words: a *token* names one rating and is signed by its kiosk; a *receipt* says whether that rating has
arrived, never its score or official. Tokens are never logged.
May import: sync.contract, sync.central.database, sync.central.web, sync.central.api (who calls).
"""
