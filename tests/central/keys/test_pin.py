import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from sync.central.keys.pin import PinRefused, hash_pin
from sync.contract.pin import judge_pin


def test_a_pin_is_kept_as_a_hash_that_a_kiosk_takes_and_can_check() -> None:
    phc = hash_pin("482913")
    assert phc.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    judge_pin(phc)
    assert PasswordHasher().verify(phc, "482913")
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(phc, "482914")
    assert hash_pin("482913") != phc


@pytest.mark.parametrize(
    "pin",
    [
        "000000",
        "77777777",
        "123456",
        "987654",
        "34567890",
        "121212",
        "123123",
        "12341234",
        "1212121",
        "112233",
        "11223344",
        "100000",
        "135791",
    ],
)
def test_a_pin_that_anybody_would_try_is_refused(pin: str) -> None:
    with pytest.raises(PinRefused, match="first that anybody would try") as refused:
        hash_pin(pin)
    assert pin not in str(refused.value)


@pytest.mark.parametrize("pin", ["", "48291", "482913482", "48291a", "４８２９１３", "482 913", "482913\n"])
def test_a_pin_is_six_to_eight_digits_that_a_kiosk_has_keys_for(pin: str) -> None:
    with pytest.raises(PinRefused, match="6 to 8 digits"):
        hash_pin(pin)
