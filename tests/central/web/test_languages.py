import pytest
from starlette.requests import Request

from sync.central.web.languages import preferred_language, spoken_language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR, en;q=0.7, vi;q=0.8", "vi"),
        ("vi;q=0.1, EN-us;q=0.5", "en"),
        ("fr", "vi"),
        ("en;q=0", "vi"),
        ("en;q=nonsense, ;;,=", "vi"),
        ("en ; q = 0.4", "en"),
    ],
)
def test_the_browser_says_which_language_it_likes_best(accepted: str, language: str) -> None:
    assert preferred_language(accepted) == language


@pytest.mark.parametrize(
    ("asked", "language"), [("lang=vi", "vi"), ("lang=en", "en"), ("lang=fr", "en"), ("", "en")]
)
def test_the_address_has_the_last_word_if_it_names_a_language_of_ours(asked: str, language: str) -> None:
    scope = {"type": "http", "query_string": asked.encode(), "headers": [(b"accept-language", b"en")]}
    assert spoken_language(Request(scope)) == language
