"""A supervisor's passphrase, by the pages."""

import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from sync.central.database.engine import reading, writing
from sync.central.database.tables import audit
from sync.central.fleet.heads import sealing_keys
from sync.central.keys.supervisors import keep_public_key, write_private_key
from sync.contract.keys import key_name
from tests.central.people import ORIGIN, Person, sign_in
from tests.central.world import World

FILE, ONE, OTHER = "mật khẩu của tệp khóa", "chín con trâu gặm cỏ đồng xa", "mười con cò bay trên sông vắng"


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def pem(world: World, tmp_path: Path) -> bytes:
    private = write_private_key(tmp_path / "key.pem", FILE)
    with writing(world.engine) as connection:
        keep_public_key(connection, private.public_key().public_bytes_raw().hex(), 1)
    return (tmp_path / "key.pem").read_bytes()


def test_one_brings_the_key_s_file_lets_another_in_and_takes_it_away_again(world: World, pem: bytes) -> None:
    mai = world.sign_in(("supervisor", ""))
    minh = sign_in(world.engine, world.clock.wall_ms(), ("supervisor", ""), name="Trần Văn Minh")
    assert "Chọn mật khẩu mở" in page(world, mai)
    assert (
        world.send(mai, "/comments/key", new_passphrase="123456789012", again="123456789012").status_code
        == 422
    )
    for one in (mai, minh):
        assert world.send(one, "/comments/key", new_passphrase=ONE, again=ONE).status_code == 303
    assert bring(world, mai, pem, "another").status_code == 422
    assert bring(world, mai, pem, FILE).status_code == 303
    wrong = world.send(mai, "/comments/unlock", passphrase=OTHER)
    assert (wrong.status_code, "không đúng" in wrong.text) == (422, True)
    assert OTHER not in wrong.text
    came = world.send(mai, "/comments/unlock", passphrase=ONE, back="/cases")
    assert (came.status_code, came.headers["location"]) == (303, "/cases")
    assert "tự đóng sau 10 phút" in page(world, mai)
    assert "Nhận khóa" in page(world, minh)
    assert world.send(mai, "/comments/openers", account=minh.account).status_code == 303
    assert world.send(minh, "/comments/unlock", passphrase=ONE).status_code == 303
    assert world.send(minh, "/comments/openers/remove", account=mai.account).status_code == 303
    assert world.send(minh, "/comments/openers", account=mai.account).status_code == 422, "all are shut"
    assert "Chọn mật khẩu mở" in page(world, mai)
    assert acts(world) == [
        "passphrase_chosen", "passphrase_chosen", "key_brought", "comments_unlocked", "opener_admitted",
        "comments_unlocked", "opener_removed",
    ]  # fmt: skip


def test_a_key_is_named_there_as_auditors_see_it_named(world: World, pem: bytes) -> None:
    mai = world.sign_in(("supervisor", ""))
    with reading(world.engine) as connection:
        (key,) = sealing_keys(connection)
    name = key_name(bytes.fromhex(key.key))
    assert re.fullmatch("([0-9A-Z]{4}-){6}[0-9A-Z]{2}", name)
    for path in ("/comments/key", "/fleet/ledgers"):
        shown = world.call("GET", path, headers=mai.headers).text
        assert name in shown
        assert key.key[:16] not in shown
    world.send(mai, "/comments/key", new_passphrase=ONE, again=ONE)
    assert bring(world, mai, pem, FILE).status_code == 303
    with reading(world.engine) as connection:
        told = connection.execute(select(audit.c.raw).where(audit.c.act == "key_brought")).scalar_one()
    assert name.encode() in told


def test_another_passphrase_and_a_closed_key(world: World, pem: bytes) -> None:
    mai = world.sign_in(("supervisor", ""))
    world.send(mai, "/comments/key", new_passphrase=ONE, again=ONE)
    bring(world, mai, pem, FILE)
    changed = {"new_passphrase": OTHER, "again": OTHER}
    assert world.send(mai, "/comments/passphrase", passphrase=OTHER, **changed).status_code == 422
    assert world.send(mai, "/comments/passphrase", passphrase=ONE, **changed).status_code == 303
    assert world.send(mai, "/comments/unlock", passphrase=ONE).status_code == 422
    assert world.send(mai, "/comments/unlock", passphrase=OTHER).status_code == 303
    assert world.send(mai, "/comments/lock").status_code == 303
    assert "Nhập mật khẩu mở" in page(world, mai)


def test_a_passphrase_is_guessed_no_faster_than_a_password(world: World, pem: bytes) -> None:
    mai = world.sign_in(("supervisor", ""))
    world.send(mai, "/comments/key", new_passphrase=ONE, again=ONE)
    bring(world, mai, pem, FILE)
    codes = [world.send(mai, "/comments/unlock", passphrase="a guess").status_code for _ in range(7)]
    assert codes[:5] == [422] * 5
    assert codes[-1] == 429
    assert world.send(mai, "/comments/unlock", passphrase=ONE).status_code == 429


def test_nobody_who_may_not_open_is_let_in(world: World, pem: bytes) -> None:
    mai = world.sign_in(("supervisor", ""))
    world.send(mai, "/comments/key", new_passphrase=ONE, again=ONE)
    bring(world, mai, pem, FILE)
    world.send(mai, "/comments/unlock", passphrase=ONE)
    auditor = world.sign_in(("auditor", ""))
    assert world.send(mai, "/comments/openers", account=auditor.account).status_code == 404
    assert world.send(auditor, "/comments/unlock", passphrase=ONE).status_code == 403


def page(world: World, person: Person) -> str:
    answer = world.call("GET", "/comments/key", headers=person.headers)
    assert answer.status_code == 200
    return answer.text


def bring(world: World, person: Person, pem: bytes, passphrase: str) -> httpx.Response:
    parts = [("token", person.token.encode(), ""), ("file_passphrase", passphrase.encode(), "")]
    parts.append(("file", pem, '; filename="key.pem"'))
    body = b"".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"
        for name, content, more in parts
    )
    kind = {"Content-Type": "multipart/form-data; boundary=edge"}
    return world.call("POST", "/comments/key-file", body + b"--edge--\r\n", person.headers | ORIGIN | kind)


def acts(world: World) -> list[str]:
    with reading(world.engine) as connection:
        return list(connection.execute(select(audit.c.act).order_by(audit.c.seq)).scalars())
