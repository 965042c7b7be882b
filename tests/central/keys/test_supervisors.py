from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import Engine

from sync.central.database.engine import reading, writing
from sync.central.keys.supervisors import KeyRefused, keep_public_key, public_key, write_private_key
from sync.contract.seal import seal, unseal

PASSPHRASE = "năm con trâu trắng"


def test_the_private_half_opens_with_its_passphrase_only_and_only_its_user_may_read_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "supervisors.pem"
    public = write_private_key(path, PASSPHRASE).public_key().public_bytes_raw().hex()
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in path.read_bytes()
    with pytest.raises(ValueError):
        load_pem_private_key(path.read_bytes(), b"another passphrase")
    private = load_pem_private_key(path.read_bytes(), PASSPHRASE.encode())
    assert isinstance(private, X25519PrivateKey)
    blob = seal("comment", "ledger", "rating", b"xin c\xe1\xba\xa3m \xc6\xa1n", bytes.fromhex(public))
    assert unseal(blob, private, "comment", "ledger", "rating") == "xin cảm ơn".encode()


def test_no_file_is_ever_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "supervisors.pem"
    path.write_text("a key")
    with pytest.raises(KeyRefused, match=r"supervisors\.pem: is there already"):
        write_private_key(path, PASSPHRASE)
    assert path.read_text() == "a key"


def test_a_short_passphrase_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="at least 12"):
        write_private_key(tmp_path / "key.pem", "short")
    with pytest.raises(KeyRefused, match="No such file"):
        write_private_key(tmp_path / "none" / "key.pem", PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_the_newest_public_half_is_sealed_to_and_old_ones_keep_their_dates(engine: Engine) -> None:
    with writing(engine) as connection:
        assert public_key(connection) is None
        keep_public_key(connection, "aa" * 32, 1_000)
        keep_public_key(connection, "bb" * 32, 2_000)
    with reading(engine) as connection:
        assert public_key(connection) == "bb" * 32
        rows = connection.exec_driver_sql("SELECT since_ms, until_ms FROM supervisors_keys ORDER BY since_ms")
        assert [tuple(row) for row in rows] == [(1_000, 2_000), (2_000, None)]
