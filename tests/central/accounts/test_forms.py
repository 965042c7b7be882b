"""Forms as they are read, before anybody decides what to do with them."""

import asyncio
from collections.abc import Iterable

import pytest
from starlette.requests import Request

from sync.central.web.forms import Form, FormRefused, Limits, Upload, read_form

FIELDS, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
SHEET = (
    b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\nt\r\n'
    b'--x\r\nContent-Disposition: form-data; name="sheet"; filename="can bo.xlsx"\r\n\r\n\x00\x01\r\n'
    b"--x--\r\n"
)


def read(kind: str, pieces: Iterable[bytes], limits: Limits) -> tuple[Form, int]:
    """The form, and how many pieces were taken."""
    waiting, taken = list(pieces), []

    async def receive() -> dict[str, object]:
        taken.append(waiting.pop(0))
        return {"type": "http.request", "body": taken[-1], "more_body": bool(waiting)}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}
    try:
        return asyncio.run(read_form(Request(scope, receive), limits)), len(taken)
    except FormRefused as refused:
        refused.add_note(str(len(taken)))
        raise


def test_a_body_is_read_no_further_than_its_limit() -> None:
    for kind, start in ((FIELDS, b"a=" + b"a" * 598), (PARTS, SHEET + b"a" * 600)):
        with pytest.raises(FormRefused) as refused:
            read(kind, [start, *[b"a" * 600] * 100], Limits(size=1_000, files=1))
        assert (refused.value.status, refused.value.__notes__) == (413, ["2"])


def test_files_come_only_where_they_are_asked_for() -> None:
    form, _ = read(PARTS, [SHEET[:70], SHEET[70:]], Limits(files=1))
    assert form.file("sheet") == Upload("can bo.xlsx", b"\x00\x01")
    assert form.secret("token") == "t"
    assert form.file("other") is None
    with pytest.raises(FormRefused, match="refused_form"):
        read(PARTS, [SHEET], Limits())


def test_a_field_sent_twice_is_one_value() -> None:
    form, _ = read(FIELDS, [b"role=auditor&role=administrator&unit="], Limits())
    assert form.text("role") == "administrator"
    assert form.all("role") == ["auditor", "administrator"]
    assert form.need("unit") == ""
    assert form.refusals == {"unit": "refused_missing"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FIELDS, b"a=%00"),
        (FIELDS, b"a=%ff"),
        (FIELDS, b"\xff=1"),
        (FIELDS, b"&".join(b"a=1" for _ in range(201))),
        ("multipart/form-data", SHEET),
        (PARTS, b"nothing"),
        (PARTS, b"--x\r\nnothing\r\n\r\n1\r\n--x--"),
        (PARTS, SHEET.replace(b'name="token"', b"")),
        ("application/json", b"{}"),
        ("text/plain", b"a=1"),
    ],
)
def test_what_is_no_form_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(FormRefused, match="refused_form"):
        read(kind, [body], Limits(files=1))
