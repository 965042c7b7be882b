from pathlib import Path

import pytest

from sync.central.keys.identity import BadIdentity, open_identity


def test_an_identity_is_made_once_and_only_its_user_may_read_it(tmp_path: Path) -> None:
    first, again = open_identity(tmp_path / "keys"), open_identity(tmp_path / "keys")
    assert (first.server_id, first.public, first.seal_public) == (
        again.server_id,
        again.public,
        again.seal_public,
    )
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["identity.json"]
    assert (tmp_path / "keys" / "identity.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", ["", "{}", '{"server":"x","signing_key":"","seal_key":""}'])
def test_a_broken_identity_is_named_and_never_replaced(tmp_path: Path, content: str) -> None:
    path = tmp_path / "identity.json"
    path.write_text(content)
    with pytest.raises(BadIdentity, match=r"identity\.json"):
        open_identity(tmp_path)
    assert path.read_text() == content
