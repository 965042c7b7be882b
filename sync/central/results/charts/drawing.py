"""Drawing charts: with the bundled fonts, and with nothing from the network."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import vl_convert

from assets import FOLDER

Chart = Mapping[str, Any]
"""A Vega-Lite specification."""

_SCHEMA: Final = "5.21"
_DENSE: Final = 3
_FINE: Final = 92


def svg(chart: Chart) -> str:
    """Draw for a page."""
    _prepare()
    return str(vl_convert.vegalite_to_svg(dict(chart), vl_version=_SCHEMA, allowed_base_urls=[]))


def png(chart: Chart) -> bytes:
    """Draw for a document that is edited; three dots a point."""
    _prepare()
    return bytes(
        vl_convert.vegalite_to_png(dict(chart), vl_version=_SCHEMA, scale=_DENSE, allowed_base_urls=[])
    )


def jpeg(chart: Chart) -> bytes:
    """Draw for a PDF; three dots a point."""
    _prepare()
    return bytes(
        vl_convert.vegalite_to_jpeg(
            dict(chart), vl_version=_SCHEMA, scale=_DENSE, quality=_FINE, allowed_base_urls=[]
        )
    )


@cache
def _prepare() -> None:
    vl_convert.register_font_directory(str(FOLDER / "fonts"))
