"""Comments by phone are sealed at once; text may be withdrawn, and then supervisors are asked."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.central.database.engine import writing
from sync.central.keys.supervisors import keep_public_key
from sync.contract.seal import unseal
from sync.contract.token import Purpose
from tests.central.desk import Desk
from tests.central.phone.phone import Phone
from tests.central.world import OFFICIAL, World

TEXT = "Cán bộ rất tận tình, cảm ơn"

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""What engines differ in is told by test_once and test_any_order."""


@pytest.fixture
def supervisors(world: World) -> X25519PrivateKey:
    private = X25519PrivateKey.generate()
    with writing(world.engine) as connection:
        keep_public_key(connection, private.public_key().public_bytes_raw().hex(), 0)
    return private


@pytest.fixture
def phone(desk: Desk, supervisors: X25519PrivateKey) -> Phone:
    """Of a rating that the kiosk has not delivered yet."""
    desk.open()
    return Phone(desk, Purpose.RATING)


def opened(
    world: World, private: X25519PrivateKey, phone: Phone, rating: str, name: str = "comment"
) -> list[str]:
    sealed = world.query("SELECT sealed FROM blobs ORDER BY received_ms, digest")
    return [unseal(bytes(one), private, name, phone.desk.ledger, rating).decode() for (one,) in sealed]


def test_a_comment_is_kept_sealed_to_the_supervisors_and_nowhere_else(
    phone: Phone, world: World, supervisors: X25519PrivateKey
) -> None:
    assert "Góp ý thêm" in phone.page().text
    assert phone.comment(TEXT).headers["location"] == "?done=commented"
    assert opened(world, supervisors, phone, phone.id) == [TEXT]
    for table in ("lines", "phone_comments", "phone_ratings", "audit", "alarms", "ledgers"):
        assert not any(b"t\xe1\xba\xadn" in repr_of(row) for row in world.query(f"SELECT * FROM {table}"))
    page = phone.page().text
    assert "Đã nhận một góp ý ngày" in page
    assert TEXT not in page
    assert world.verify().differences == []


def repr_of(row: tuple[object, ...]) -> bytes:
    return b" ".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row)


def test_the_same_comment_sent_twice_is_kept_once_and_another_beside_it(phone: Phone, world: World) -> None:
    name = str(uuid.uuid4())
    with ThreadPoolExecutor(6) as several:
        answers = list(several.map(lambda _: phone.comment(TEXT, name), range(6)))
    assert {answer.status_code for answer in answers} == {303}
    assert world.query("SELECT count(*) FROM blobs") == [(1,)]
    assert phone.comment(TEXT).status_code == 303
    assert phone.comment("x").status_code == 303
    refused = phone.comment("một góp ý nữa")
    assert refused.status_code == 422
    assert world.query("SELECT count(*) FROM phone_comments") == [(3,)]
    assert world.verify().differences == []


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 501])
def test_no_text_and_too_much_text_are_refused_with_the_text_kept_in_the_form(
    phone: Phone, text: str
) -> None:
    answer = phone.comment(text)
    assert answer.status_code == 422
    assert text.strip() in answer.text


def test_without_supervisors_key_nothing_written_is_taken(desk: Desk, world: World) -> None:
    desk.open()
    phone = Phone(desk, Purpose.RATING)
    answer = phone.comment(TEXT)
    assert answer.status_code == 409
    assert "chưa có khóa" in answer.text
    assert world.query("SELECT count(*) FROM blobs") == [(0,)]


def test_a_rating_by_phone_brings_its_comment_and_the_sealed_answer(
    desk: Desk, world: World, supervisors: X25519PrivateKey
) -> None:
    desk.open()
    phone = Phone(desk)
    assert "harassed?" in phone.page().text
    assert phone.rate(1, harassed="yes").status_code == 303
    [(rating,)] = world.query("SELECT rating FROM phone_ratings")
    assert opened(world, supervisors, phone, rating, "answers") == ['{"harassed":"yes"}']
    assert not any(b"harassed" in bytes(raw) for (raw,) in world.query("SELECT raw FROM lines"))
    assert phone.comment(TEXT).status_code == 303
    assert world.verify().differences == []


def test_withdrawn_text_takes_no_more_comments_and_keeps_the_score(phone: Phone, world: World) -> None:
    phone.desk.rate(2, rating=phone.id)
    phone.desk.deliver()
    phone.comment(TEXT)
    assert [phone.withdraw().headers["location"] for _ in range(2)] == ["?done=withdrawn"] * 2
    assert phone.comment("thêm").status_code == 422
    assert "đã được rút lại" in phone.page().text
    assert world.query("SELECT score, status FROM ratings") == [(2, "counted")]
    assert world.query("SELECT count(*) FROM withdrawals") == [(1,)]
    assert world.verify().differences == []


def test_a_supervisor_who_is_asked_keeps_or_erases(phone: Phone, world: World) -> None:
    other = Phone(phone.desk, Purpose.RATING)
    for one in (phone, other):
        one.comment(TEXT)
        one.withdraw()
    person = world.sign_in(("supervisor", ""))
    page = world.call("GET", "/withdrawn", headers=person.headers)
    assert page.status_code == 200
    assert page.text.count("Xóa hẳn") == 2
    for rating, decision in ((phone.id, "erased"), (other.id, "kept")):
        assert world.send(person, "/withdrawn", rating=rating, decision=decision).status_code == 303
    assert world.query("SELECT count(*) FROM blobs") == [(1,)]
    page = world.call("GET", "/withdrawn", headers=person.headers)
    assert "Xóa hẳn</button>" not in page.text
    acts = [act for (act,) in world.query("SELECT act FROM audit ORDER BY seq")]
    assert acts[-3:] == ["withdrawal_decided", "text_erased", "withdrawal_decided"]
    assert world.verify().differences == []


def test_what_has_not_come_cannot_be_erased_yet(phone: Phone, world: World) -> None:
    phone.withdraw()
    person = world.sign_in(("supervisor", ""))
    answer = world.send(person, "/withdrawn", rating=phone.id, decision="erased")
    assert answer.status_code == 422
    assert "chưa gửi về" in answer.text
    assert world.query("SELECT decision FROM withdrawals") == [(None,)]


def test_invitations_in_a_burst_are_shown_to_supervisors_and_count_all_the_same(
    phone: Phone, world: World
) -> None:
    phone.desk.anchor()
    invited = [Phone(phone.desk) for _ in range(6)]
    for one in invited:
        one.invite(OFFICIAL)
    phone.desk.deliver()
    invited[0].rate(5)
    person = world.sign_in(("supervisor", ""))
    page = world.call("GET", "/withdrawn", headers=person.headers).text
    assert "Phường An Bình · Sảnh" in page
    assert world.query("SELECT score, status FROM ratings") == [(5, "counted")]


def test_a_difference_between_ledger_and_tables_is_found(phone: Phone, world: World) -> None:
    phone.comment(TEXT)
    phone.withdraw()
    Phone(phone.desk).rate(3)
    for table in ("phone_comments", "withdrawals", "phone_ratings", "blobs"):
        world.execute(f"DELETE FROM {table}")
    found = {one.what for one in world.verify().differences}
    assert found == {"comment by phone", "withdrawn text", "rating by phone", "blob of a phone"}
