"""A zip whose bytes follow from its parts alone: no clock, no packing that another machine does otherwise."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_ERA: Final = (1980, 1, 1, 0, 0, 0)


def even_zip(raw: bytes, instead: Mapping[str, bytes]) -> bytes:
    """The same parts in the same order, stored as they are; some of them replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as even:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _ERA)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            even.writestr(entry, instead.get(name, given.read(name)))
    return made.getvalue()


def core_properties(title: str, moment: str) -> bytes:
    """docProps/core.xml; `moment` is an ISO time in UTC."""
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped}</dc:title><dc:creator>Hài Lòng</dc:creator><dc:language>vi-VN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    ).encode()
