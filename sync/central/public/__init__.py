"""What a citizen's phone opens: a receipt behind a QR code or by its code, the form of an invitation.

Words: a *slip* says whether a rating has arrived, never its score or official. Tokens are never logged.
May import: sync.contract, sync.central.database, web, api (who calls), phone.
"""
