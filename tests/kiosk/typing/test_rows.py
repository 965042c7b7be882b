"""The rows of tones and of letters with marks."""

import pytest

from tests.kiosk.typing.hands import pressed


@pytest.mark.parametrize("tone", ["sắc", "huyền", "hỏi", "ngã", "nặng"])
def test_a_tone_pressed_again_is_taken_back(tone: str) -> None:
    assert pressed(*"hoa", tone) != "hoa"
    assert pressed(*"hoa", tone, tone) == "hoa"
    assert pressed(*"hoa", tone, tone, tone) == pressed(*"hoa", tone)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("t o a n sắc", "toán"),
        ("t o sắc a n", "toán"),
        ("t o a n sắc huyền", "toàn"),
        ("t o a n sắc ngang", "toan"),
        ("t o a n s nặng", "toạn"),
        ("t o a n nặng s", "toán"),
        ("sắc", ""),
        ("b sắc", "b"),
        ("t ô i", "tôi"),
        ("t o i ô", "tôi"),
        ("t o i ô ô", "toi"),
        ("t o i ô ô ô", "tôi"),
        ("ô t ô", "ôtô"),
        ("đ", "đ"),
        ("đ đ", "d"),
        ("d đ", "đ"),
        ("d a n g đ huyền", "đàng"),
        ("đ ư ơ n g huyền", "đường"),
        ("t h u o n g ư ơ", "thương"),
        ("t h u o n g ơ ư", "thương"),
        ("t h u ơ hỏi", "thuở"),
        ("t a n ă â", "tân"),
        ("h ư u sắc", "hứu"),
        ("h ư u ngã", "hữu"),
        ("q u y sắc", "quý"),
        ("q u a ă n huyền", "quằn"),
        ("g i ư a ngã", "giữa"),
        ("g i huyền", "gì"),
        ("x o o o n g huyền", "xoòng"),
        ("K r ô n g", "Krông"),
        ("P e k sắc", "Pék"),
        ("M d r ă k sắc", "Mdrắk"),
        ("P l ê i k u", "Plêiku"),
        ("h a n h nặng p h u c sắc", "hạnhphúc"),
        ("d â t space", "dât "),
        ("t ô o", "too"),
        ("w i n d o w ơ s", "windơws"),
    ],
)
def test_the_rows_do_what_their_keys_show(keys: str, text: str) -> None:
    assert pressed(*keys.split()) == text


def test_the_rows_work_without_telex() -> None:
    keys = [*"tiêng", "sắc", "space", *"viêt", "nặng", "space", *"sfrxjwz", "space", *"hoa", "huyền", "n"]
    assert pressed(*keys, telex=False) == "tiếng việt sfrxjwz hoàn"
    assert pressed(*"hoa", "huyền", style="old", telex=False) == "hòa"
    assert pressed(*"hoa", "huyền", "n", style="old", telex=False) == "hoàn"


def test_a_word_with_a_key_of_the_rows_never_turns_back_into_keys() -> None:
    assert pressed(*"toan", "sắc", *"m ") == "toánm "
    assert pressed(*"toans", *"m ") == "toansm "
