"""Who can open sealed comments, and that nothing here opens them without a passphrase."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Engine, select

from sync.central.comments.openers import (
    NoKey,
    change_passphrase,
    choose_passphrase,
    list_openers,
    open_shares,
    read_key_file,
    remove_opener,
    share,
    share_with_all,
)
from sync.central.comments.unlocked import LONGEST_MS, OPEN_MS, Unlocked
from sync.central.database.engine import reading, writing
from sync.central.database.tables import key_shares, openers
from sync.central.keys.passphrase import Cost, WrongPassphrase, close, open_closed
from sync.central.keys.supervisors import keep_public_key, write_private_key
from tests.central.people import sign_in

ONE, OTHER = "chín con trâu gặm cỏ đồng xa", "mười con cò bay trên sông vắng"
CHEAP = Cost(passes=1, memory_kib=8)


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def private(engine: Engine) -> X25519PrivateKey:
    return kept(engine, X25519PrivateKey.generate(), 1)


@pytest.fixture
def mai(engine: Engine) -> str:
    return sign_in(engine, 1, ("supervisor", ""), name="Lê Thị Mai").account


@pytest.fixture
def minh(engine: Engine) -> str:
    return sign_in(engine, 1, ("supervisor", ""), name="Trần Văn Minh").account


def kept(engine: Engine, private: X25519PrivateKey, now_ms: int) -> X25519PrivateKey:
    with writing(engine) as connection:
        keep_public_key(connection, private.public_key().public_bytes_raw().hex(), now_ms)
    return private


def opened(engine: Engine, account: str, passphrase: str) -> set[bytes]:
    with reading(engine) as connection:
        return {one.private_bytes_raw() for one in open_shares(connection, account, passphrase)}


def test_what_is_stored_holds_no_private_half_and_opens_with_the_passphrase_only(
    engine: Engine, mai: str, private: X25519PrivateKey
) -> None:
    with writing(engine) as connection:
        choose_passphrase(connection, mai, ONE, CHEAP, 2)
        assert share(connection, [private], mai, 2) == 1
    assert opened(engine, mai, ONE) == {private.private_bytes_raw()}
    with pytest.raises(WrongPassphrase):
        opened(engine, mai, OTHER)
    with reading(engine) as connection:
        stored = "".join(
            str(row) for table in (openers, key_shares) for row in connection.execute(select(table))
        )
        sealed = connection.execute(select(key_shares.c.sealed)).scalar_one()
    assert private.private_bytes_raw().hex() not in stored
    assert private.private_bytes_raw() not in bytes(sealed)
    assert ONE not in stored


def test_a_changed_passphrase_opens_the_same_and_a_lost_one_nothing_until_somebody_lets_in(
    engine: Engine, mai: str, minh: str, private: X25519PrivateKey
) -> None:
    with writing(engine) as connection:
        for one in (mai, minh):
            choose_passphrase(connection, one, ONE, CHEAP, 2)
            share(connection, [private], one, 2)
        change_passphrase(connection, mai, ONE, OTHER, CHEAP, 3)
    assert opened(engine, mai, OTHER) == {private.private_bytes_raw()}
    with pytest.raises(WrongPassphrase):
        opened(engine, mai, ONE)
    with writing(engine) as connection:
        choose_passphrase(connection, mai, "một hai ba bốn năm trời", CHEAP, 4)  # she lost it
    assert opened(engine, mai, "một hai ba bốn năm trời") == set()
    with reading(engine) as connection:
        keys = open_shares(connection, minh, ONE)
    with writing(engine) as connection:
        share(connection, keys, mai, 5)
    assert opened(engine, mai, "một hai ba bốn năm trời") == {private.private_bytes_raw()}


def test_a_new_supervisors_key_reaches_every_opener_without_a_passphrase_and_old_ones_still_open(
    engine: Engine, mai: str, minh: str, private: X25519PrivateKey
) -> None:
    with writing(engine) as connection:
        choose_passphrase(connection, mai, ONE, CHEAP, 2)
        share(connection, [private], mai, 2)
        choose_passphrase(connection, minh, OTHER, CHEAP, 2)  # nobody let him in
    new = kept(engine, X25519PrivateKey.generate(), 3)
    with writing(engine) as connection:
        assert share_with_all(connection, new, 3) == 1
    assert opened(engine, mai, ONE) == {private.private_bytes_raw(), new.private_bytes_raw()}
    assert opened(engine, minh, OTHER) == set()
    with writing(engine) as connection:
        assert [(one.name, one.shares, one.current) for one in list_openers(connection)] == [
            ("Lê Thị Mai", 2, True),
            ("Trần Văn Minh", 0, False),
        ]
        assert (remove_opener(connection, mai), remove_opener(connection, mai)) == (True, False)
        assert connection.execute(select(key_shares)).all() == []


def test_the_key_s_file_is_believed_if_this_server_sealed_to_it(engine: Engine, tmp_path: Path) -> None:
    private = write_private_key(tmp_path / "key.pem", ONE)
    raw = (tmp_path / "key.pem").read_bytes()
    with writing(engine) as connection, pytest.raises(NoKey):
        read_key_file(connection, raw, ONE)
    kept(engine, private, 1)
    with writing(engine) as connection:
        found = read_key_file(connection, raw, ONE)
        assert found.private_bytes_raw() == private.private_bytes_raw()
        for content, passphrase in ((raw, OTHER), (raw, ""), (b"no key", ONE), (b"", "")):
            with pytest.raises(NoKey):
                read_key_file(connection, content, passphrase)


def test_what_is_closed_says_what_it_cost_and_is_of_one_account() -> None:
    stored = close(b"secret", "cầu tre lắc lẻo", "mai", CHEAP)
    assert open_closed(stored, "cầu tre lắc lẻo", "mai") == b"secret"
    assert open_closed(stored, "cầu tre lắc lẻo".encode().decode(), "mai") == b"secret"
    for passphrase, about, raw in (
        ("cầu tre", "mai", stored),
        ("cầu tre lắc lẻo", "minh", stored),
        ("cầu tre lắc lẻo", "mai", stored.replace('"passes":1', '"passes":2')),
        ("cầu tre lắc lẻo", "mai", "{}"),
    ):
        with pytest.raises(WrongPassphrase):
            open_closed(raw, passphrase, about)


def test_what_is_open_shuts_by_itself_after_its_last_use_and_after_an_hour_in_any_case() -> None:
    now_ms = 0
    unlocked, keys = Unlocked(lambda: now_ms), (X25519PrivateKey.generate(),)
    unlocked.open("session", keys)
    assert unlocked.keys("another session") == ()
    now_ms += OPEN_MS - 1
    assert unlocked.keys("session") == keys
    now_ms += OPEN_MS
    assert unlocked.keys("session") == ()
    unlocked.open("session", keys)
    for _ in range(LONGEST_MS // (OPEN_MS // 2)):
        assert unlocked.keys("session") == keys
        now_ms += OPEN_MS // 2
    assert unlocked.keys("session") == ()
    unlocked.open("session", keys)
    unlocked.shut_all()
    assert unlocked.keys("session") == ()
