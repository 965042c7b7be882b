import uuid

import pytest

from sync.contract.encoding import Malformed
from sync.contract.token import read_receipt_code, receipt_code, receipt_number

RATINGS = [str(uuid.uuid5(uuid.NAMESPACE_OID, str(place))) for place in range(200)]


def test_a_receipt_code_is_sixty_bits_and_read_back_as_it_was_shown() -> None:
    for rating in RATINGS:
        assert read_receipt_code(receipt_code(rating)) == receipt_number(rating) < 2**60


def test_however_people_type_it_it_is_the_same_code() -> None:
    for rating in RATINGS:
        code = receipt_code(rating)
        for typed in (
            code.lower(),
            code.replace("-", ""),
            code.replace("-", " "),
            f"  {code.replace('-', ' – ')}\n",
            code.replace("0", "O").replace("1", "l"),
            code.replace("0", "o").replace("1", "I"),
        ):
            assert read_receipt_code(typed) == receipt_number(rating)


@pytest.mark.parametrize(
    "text", ["", "7K3M", "7K3M-92QD-0X4A-1", "7K3M-92QD-0X4U", "7K3M-92QD-0X4Ô", "-" * 12]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_receipt_code(text)
