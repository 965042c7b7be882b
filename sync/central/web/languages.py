"""Which language a page speaks: asked for in the address, else the account's, else the browser's first."""

from typing import Final

from starlette.requests import Request

from sync.central.web.frame import frame_of

LANGUAGES: Final = ("vi", "en")


def chosen_language(request: Request) -> str | None:
    """Return the language named by `?lang=`, or None when none of ours is named."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else None


def spoken_language(request: Request) -> str:
    """Return the language this page is written in."""
    frame = frame_of(request)
    kept = frame.language if frame else None
    return chosen_language(request) or kept or preferred_language(request.headers.get("accept-language", ""))


def preferred_language(accepted: str) -> str:
    """Return the one of our languages an Accept-Language header (RFC 9110, 12.5.4) likes best."""
    best, best_quality = LANGUAGES[0], 0.0
    for choice in accepted.split(","):
        tag, _, parameter = choice.partition(";")
        language = tag.strip().lower().split("-")[0]
        quality = _quality(parameter)
        if language in LANGUAGES and quality > best_quality:
            best, best_quality = language, quality
    return best


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
