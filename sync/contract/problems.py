"""Refusals: RFC 9457 problem documents with a code of ours. They are answers, and move nothing."""

from enum import StrEnum
from typing import Final

import msgspec

from sync.contract.encoding import Id

MEDIA_TYPE: Final = "application/problem+json"


class Code(StrEnum):
    """Why a request was refused."""

    REQUEST = "request"
    VERSION = "version"
    SIGNATURE = "signature"
    CLOCK = "clock"
    UNKNOWN_KIOSK = "unknown_kiosk"
    NOT_YOURS = "not_yours"
    ABSENT = "absent"
    GAP = "gap"
    FORKED = "forked"
    CODE_SPENT = "code_spent"
    CODE_EXPIRED = "code_expired"
    CODE_USED_UP = "code_used_up"
    CODE_ENDED = "code_ended"
    TOO_LARGE = "too_large"
    FRAMING = "framing"
    SLOW_DOWN = "slow_down"
    BUSY = "busy"


STATUS: Final = {
    Code.REQUEST: 400,
    Code.VERSION: 400,
    Code.SIGNATURE: 401,
    Code.CLOCK: 401,
    Code.UNKNOWN_KIOSK: 403,
    Code.NOT_YOURS: 403,
    Code.ABSENT: 404,
    Code.GAP: 409,
    Code.FORKED: 409,
    Code.CODE_SPENT: 410,
    Code.CODE_EXPIRED: 410,
    Code.CODE_USED_UP: 410,
    Code.CODE_ENDED: 410,
    Code.TOO_LARGE: 413,
    Code.FRAMING: 422,
    Code.SLOW_DOWN: 429,
    Code.BUSY: 503,
}


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The document; `receipt` is a signed receipt's two lines, with `gap` and `forked`."""

    title: str
    status: int
    code: Code
    server: Id
    type: str = "about:blank"
    receipt: str | None = None
