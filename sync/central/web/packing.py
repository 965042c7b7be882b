"""A long page by gzip, where the browser takes it."""

import gzip

from starlette.requests import Request
from starlette.responses import Response


def packed(request: Request, response: Response) -> Response:
    """The same answer with fewer bytes.

    Only for a page on which nothing stands that strangers chose: beside a form's token, what they add would
    tell by the length how much of it they guessed (CVE-2013-3587).
    """
    response.headers.add_vary_header("Accept-Encoding")
    if "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(response.body, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.body))
    return response
