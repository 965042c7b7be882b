import base64

import pytest
from cryptography.exceptions import InvalidTag

from sync.central.accounts.second_factor import key_address, make_recovery_codes, step_of
from sync.central.accounts.vault import Vault
from sync.central.database.engine import writing
from sync.central.web.qr import draw_qr
from tests.central.accounts.browser import Browser, code, invited
from tests.central.conftest import url
from tests.central.world import World

__all__ = ["url"]  # on each engine

# RFC 6238, appendix B, SHA-1: the last six digits
RFC = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]
SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(("second", "digits"), RFC)
def test_codes_are_those_of_rfc_6238(second: int, digits: str) -> None:
    assert step_of(SECRET, f"{digits[:3]} {digits[3:]}", None, second * 1000) == second // 30
    assert step_of(SECRET, digits, second // 30, second * 1000) is None
    assert step_of(SECRET, digits, None, (second + 90) * 1000) is None


@pytest.mark.parametrize("odd", ["", "12345", "٢٨٧٠٨٢", "-28708", "2870820"])
def test_what_is_no_code_proves_nothing(odd: str) -> None:
    assert step_of(SECRET, odd, None, 59_000) is None


def test_recovery_codes_are_ten_different_ones_of_58_bits(world: World) -> None:
    invited(world, "minh", ("supervisor", ""))
    with writing(world.engine) as connection:
        (account,) = connection.exec_driver_sql("SELECT account FROM accounts").one()
        codes = make_recovery_codes(connection, account)
    assert len(set(codes)) == 10
    assert 29**12 > 2**58
    assert all(len(one.replace("-", "")) == 12 for one in codes)


def test_a_code_used_again_is_written_down(world: World, browser: Browser) -> None:
    secret = browser.enrol(invited(world, "minh", ("supervisor", "")))
    other = Browser(world)
    other.sign_in("minh")
    assert other.submit("/sign-in/code", code=code(world, secret)).status_code == 422
    assert world.query("SELECT count(*) FROM audit WHERE act = 'code_failed'") == [(1,)]


def test_the_database_alone_gives_no_code_away(world: World, browser: Browser) -> None:
    secret = browser.enrol(invited(world, "minh", ("supervisor", "")))
    ((account, stored),) = world.query("SELECT account, totp FROM accounts")
    assert secret not in stored
    assert Vault(world.identity).open(stored, account) == secret
    with pytest.raises(InvalidTag):
        Vault(world.identity).open(stored, "another account")


def test_the_drawn_code_says_who_it_is_for() -> None:
    address = key_address(SECRET, "minh@tinh.example")
    assert address.startswith("otpauth://totp/")
    assert f"secret={SECRET}" in address
    drawn = draw_qr(address)
    dark = sum(int(run.split("h")[1].split("v")[0]) for run in drawn.path.split("M")[1:])
    assert 0.3 < dark / (drawn.side - 8) ** 2 < 0.6
