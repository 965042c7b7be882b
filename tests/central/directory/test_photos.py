import io
import struct
import zlib

import pytest
from PIL import Image

from sync.central.directory.photos import MAX_PHOTO, MAX_UPLOAD, PhotoRefused, prepared_photo


def a_picture(size: tuple[int, int] = (1200, 1600), kind: str = "JPEG", **how: object) -> bytes:
    picture = Image.effect_noise(size, 90).convert("RGB")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def read(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def test_a_photo_is_small_and_tells_nothing_but_the_face() -> None:
    exif = Image.Exif()
    exif[0x010E] = "số căn cước 001099012345"
    raw = a_picture(exif=exif, comment=b"secret", quality=95)
    assert b"001099012345" in raw
    jpeg = prepared_photo(raw)
    found = read(jpeg)
    assert (found.format, found.size) == ("JPEG", (600, 800))
    assert len(jpeg) <= MAX_PHOTO
    assert not found.getexif()
    assert b"secret" not in jpeg
    assert b"001099012345" not in jpeg


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right
    upright = read(prepared_photo(a_picture((800, 400), exif=exif)))
    assert upright.size == (400, 800)
    corner = upright.convert("RGB").getpixel((390, 10))
    assert isinstance(corner, tuple)
    assert corner[0] > 200 > 100 > corner[1]


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "CMYK"])
def test_pictures_of_every_kind_become_plain_ones(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (50, 90)).save(out, "JPEG" if mode in {"L", "CMYK"} else "PNG")
    assert read(prepared_photo(out.getvalue())).mode == "RGB"


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 40,000 x 40,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (a_bomb(), "photo_has_too_many_pixels"),
        (bytes(MAX_UPLOAD + 1), "photo_too_large"),
        (b"", "no_photo_in_it"),
        (b"\xff\xd8\xff\xe0 a face \xff\xd9", "no_photo_in_it"),
        (b"%PDF-1.7", "no_photo_in_it"),
        (b"GIF89a" + bytes(100), "no_photo_in_it"),
        (a_picture()[:3000], "no_photo_in_it"),
    ],
)
def test_what_is_no_photo_or_would_burst_is_refused(raw: bytes, key: str) -> None:
    with pytest.raises(PhotoRefused) as refused:
        prepared_photo(raw)
    assert refused.value.key == key
