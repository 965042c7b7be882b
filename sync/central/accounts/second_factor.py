"""The second factor: a code of six digits that an app works out (TOTP, RFC 6238), or a recovery code."""

import hashlib
import hmac
import secrets
from typing import Final

import pyotp
from sqlalchemy import Connection, delete, insert

from sync.central.database.tables import recovery_codes

STEP_SECONDS: Final = 30
_DRIFT_STEPS: Final = 1
_ISSUER: Final = "Hài Lòng"
_CODES: Final = 10
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LETTERS: Final = 12  # 58 bits


def new_secret() -> str:
    """A secret for an app, 160 bits, base32."""
    return pyotp.random_base32()


def key_address(secret: str, login: str) -> str:
    """The otpauth:// address that a QR code tells an app."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_ISSUER)


def step_of(secret: str, code: str, last_step: int | None, now_ms: int) -> int | None:
    """The step whose code this is (now, or one before or after); None if none is, or it was used before."""
    digits = "".join(code.split())
    if not digits.isascii() or not digits.isdecimal():
        return None
    now = now_ms // 1000 // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for step in range(now - _DRIFT_STEPS, now + _DRIFT_STEPS + 1):
        if hmac.compare_digest(totp.at(step * STEP_SECONDS), digits):
            return step if last_step is None or step > last_step else None
    return None


def make_recovery_codes(connection: Connection, account: str) -> list[str]:
    """New recovery codes, each good once; the old ones hold no more."""
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_CODE_LETTERS // 4))
        for _ in range(_CODES)
    ]
    forget_recovery_codes(connection, account)
    connection.execute(
        insert(recovery_codes), [{"account": account, "digest": _digest(account, code)} for code in codes]
    )
    return codes


def spend_recovery_code(connection: Connection, account: str, code: str) -> bool:
    """Whether this was a recovery code of the account; it is none any more."""
    one = (recovery_codes.c.account == account, recovery_codes.c.digest == _digest(account, code))
    return connection.execute(delete(recovery_codes).where(*one)).rowcount == 1


def forget_recovery_codes(connection: Connection, account: str) -> None:
    """None holds any more."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.account == account))


def _digest(account: str, code: str) -> str:
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(f"hailong-recovery-1\n{account}\n{letters}".encode()).hexdigest()
