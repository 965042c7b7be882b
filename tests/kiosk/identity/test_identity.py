import sys
from pathlib import Path

import pytest

from kiosk.identity import BrokenIdentity, Identity, IdentityExists
from sync.contract.keys import verified, verified_raw
from sync.contract.token import Purpose, Token, read_token

KIOSK, LEDGER, RATING = (f"{n}0000000-0000-4000-8000-000000000001" for n in "abc")


def test_no_key_is_there_before_one_is_made(tmp_path: Path) -> None:
    assert Identity.load(tmp_path) is None


def test_a_key_once_made_is_the_same_after_a_restart(tmp_path: Path) -> None:
    made, loaded = Identity.make(tmp_path), Identity.load(tmp_path)
    assert loaded is not None
    assert (loaded.public, loaded.seal_public) == (made.public, made.seal_public)
    assert (len(made.public), len(made.seal_public)) == (32, 32)
    assert made.public != made.seal_public


def test_the_private_keys_are_for_the_kiosks_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "identity"
    Identity.make(folder)
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    made = Identity.make(tmp_path)
    with pytest.raises(IdentityExists):
        Identity.make(tmp_path)
    loaded = Identity.load(tmp_path)
    assert loaded is not None
    assert loaded.public == made.public


def test_a_signature_is_the_public_keys(tmp_path: Path) -> None:
    identity = Identity.make(tmp_path)
    assert verified(identity.public, identity.sign(b"message"), b"message")
    assert not verified(identity.public, identity.sign(b"message"), b"another")


def test_a_token_names_the_rating_and_bears_the_kiosks_signature(tmp_path: Path) -> None:
    identity = Identity.make(tmp_path)
    token, message, signature = read_token(identity.mint(Purpose.RATING, KIOSK, LEDGER, RATING))
    assert token == Token(Purpose.RATING, KIOSK, LEDGER, RATING)
    assert verified_raw(identity.public, signature, message)


@pytest.mark.parametrize("damage", ["", "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n"])
def test_a_file_without_our_keys_is_an_error_that_names_it(tmp_path: Path, damage: str) -> None:
    Identity.make(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(damage)
    with pytest.raises(BrokenIdentity, match=file.name):
        Identity.load(tmp_path)


def test_half_a_file_or_keys_in_a_wrong_order_are_refused(tmp_path: Path) -> None:
    Identity.make(tmp_path)
    (file,) = tmp_path.iterdir()
    end = "-----END PRIVATE KEY-----\n"
    first, second = (block + end for block in file.read_text().split(end) if block)
    for content in (first, second + first, first + second + first):
        file.write_text(content)
        with pytest.raises(BrokenIdentity):
            Identity.load(tmp_path)
