import random
import unicodedata

from sync.central.web.collation import given_name_order, vietnamese_order


def test_letters_come_in_the_order_of_the_vietnamese_alphabet() -> None:
    ordered = [
        "Ấm",
        "Bắc",
        "Bình",
        "Cát",
        "Dũng",
        "Đồng",
        "Em",
        "Êm",
        "Oanh",
        "Ông",
        "Ơn",
        "Uy",
        "Ưng",
        "Yên",
    ]
    assert sorted(ordered, key=vietnamese_order) == ordered
    assert sorted(["Ăn", "Ân", "An", "anh"], key=vietnamese_order) == ["An", "anh", "Ăn", "Ân"]


def test_tones_decide_only_between_equal_letters() -> None:
    ordered = ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mạc"]
    shuffled = random.Random(4).sample(ordered, len(ordered))
    assert sorted(shuffled, key=vietnamese_order) == ordered


def test_decomposed_text_sorts_as_composed_text_does() -> None:
    assert (
        vietnamese_order("Phường Đồng")[:2]
        == vietnamese_order(unicodedata.normalize("NFD", "Phường Đồng"))[:2]
    )


def test_people_are_ordered_by_their_given_names() -> None:
    people = ["Lê Hoàng Ân", "Trần Văn Đức", "Nguyễn Thị Lan", "Phạm Lan"]
    assert sorted(people, key=given_name_order) == people


def test_words_come_before_longer_words_and_digits_before_letters() -> None:
    assert sorted(["Xã An Phú", "Xã An", "Xã 2", "Xã Anh"], key=vietnamese_order) == [
        "Xã 2",
        "Xã An",
        "Xã An Phú",
        "Xã Anh",
    ]
    assert given_name_order("") < given_name_order("An")
