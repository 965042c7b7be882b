"""Refusals: raised where something is refused, turned into problem documents in one place."""

from starlette.responses import Response

from sync.contract.encoding import write_json
from sync.contract.problems import MEDIA_TYPE, STATUS, Code, Problem


class Refused(Exception):
    """A request is refused with a code; `title` tells people why, `receipt` what the server holds."""

    def __init__(
        self, code: Code, title: str, *, receipt: bytes | None = None, retry_after_s: int | None = None
    ) -> None:
        super().__init__(title)
        self.code = code
        self.title = title
        self.receipt = receipt
        self.retry_after_s = retry_after_s


def problem(refused: Refused, server_id: str, *, status: int | None = None) -> Response:
    """The problem document; `status` where HTTP wants another than the code's."""
    document = Problem(
        title=refused.title,
        status=status or STATUS[refused.code],
        code=refused.code,
        server=server_id,
        receipt=refused.receipt.decode("utf-8") if refused.receipt is not None else None,
    )
    response = Response(write_json(document), status_code=document.status, media_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if refused.retry_after_s is not None:
        response.headers["Retry-After"] = str(refused.retry_after_s)
    return response
