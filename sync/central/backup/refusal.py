"""Why a backup is not made or not restored."""


class BackupRefused(Exception):
    """What does not fit; the message says what, and what to do."""
