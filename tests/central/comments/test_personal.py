import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central.comments.personal import MASKS, find, find_who, mask, plain

SERVE = ("Nguyễn Thị Hoa", "Lê Văn Minh")

MASKED = {
    "Sáng nay 9h30 tôi Nguyễn Văn Bình, sđt 0912.345.678, CCCD 024 085 001234 đến gặp cô Hoa": (
        "[ngày] [giờ] tôi [tên], sđt [số điện thoại], CCCD [số giấy tờ] đến gặp cô [tên]"
    ),
    "toi ten la tran thi be, goi 0912 345 678 hoac binh.nguyen @gmail.com": (
        "toi ten la [tên], goi [số điện thoại] hoac [thư điện tử]"
    ),
    "Chị Hoa đòi 500.000 đồng, hồ sơ H15.50.05.13-261008-0975 xe 98A-123.45": (
        "Chị [tên] đòi 500.000 đồng, hồ sơ [mã hồ sơ] xe [biển số]"
    ),
    "Thứ hai ngày 23/11/2026 ông Hoàng A Páo đến làm giấy khai sinh": (
        "[ngày] [ngày] ông [tên] đến làm giấy khai sinh"
    ),
    "Cán bộ Lê Văn Minh nhận hồ sơ, le van minh rất nhiệt tình": (
        "Cán bộ [tên] nhận hồ sơ, [tên] rất nhiệt tình"
    ),
    "CMND 123456789, gọi +84 912 345 678": "CMND [số giấy tờ], gọi [số điện thoại]",
    "không chín một hai ba bốn năm sáu bảy tám là số của tôi": "[dãy số] là số của tôi",
    "０９１２３４５６７８": "[số điện thoại]",
    "09\u200b12\u200b345\u200b678": "[số điện thoại]",
    "lúc mười giờ sáng tôi đến": "lúc [giờ] tôi đến",
    "Mời xem https://facebook.com/toi.day nhé": "Mời xem [đường dẫn] nhé",
    "gặp chị hoa ở quầy 2": "gặp chị [tên] ở quầy 2",
    "Nguye\u0302\u0303n Thi\u0323 Hoa": "[tên]",
}

LEFT = (
    "Tôi phải đi lại 3 lần, chờ lâu 2 tiếng. Đề nghị có thêm ghế ở phòng chờ.",
    "Nhân viên hoa mắt vì nhiều việc, bà con chờ lâu; Bộ phận Một cửa cần thêm người",
    "Ghi tên vào sổ rồi chờ hai giờ đồng hồ",
    "Bị đòi 500.000 đồng và 2 triệu nữa",
    "Yêu cầu của tôi từ tháng 11 chưa xong",
)


@pytest.mark.parametrize("text", MASKED)
def test_what_tells_a_person_or_a_moment_is_masked(text: str) -> None:
    assert mask(text, SERVE) == MASKED[text]


@pytest.mark.parametrize("text", LEFT)
def test_what_tells_nobody_is_left(text: str) -> None:
    assert mask(text, SERVE) == text


@given(st.text(st.sampled_from("0123456789 .-() aĐNguyễn Thị Hoa@[]ông"), max_size=60))
def test_a_masked_text_has_nothing_personal_in_it_any_more(text: str) -> None:
    masked = mask(text, SERVE)
    while (once_more := mask(masked, SERVE)) != masked:  # what stands together only now
        masked = once_more
    assert find(masked, SERVE) == []


@given(
    st.lists(st.sampled_from("0123456789"), min_size=8, max_size=12),
    st.lists(st.sampled_from(["", " ", ".", "-", " -", "\u200b"]), min_size=12, max_size=12),
)
def test_no_digit_of_a_long_number_is_left_however_it_is_spaced(digits: list[str], gaps: list[str]) -> None:
    written = "".join(digit + gap for digit, gap in zip(digits, gaps, strict=False))
    assert not any(letter.isdigit() for letter in mask(f"gọi tôi {written} nhé", ()))


def test_who_is_told_by_names_and_numbers_and_never_by_a_day_or_an_hour() -> None:
    said = (
        "Từ 1/12/2026, trước ngày 15.12.2026 và 15-12-2026, từ 7h30 đến 11h30: bà Lê Thị Mai, 9h30 0912345678"
    )
    assert [said[one.start : one.end] for one in find_who(said)] == ["Lê Thị Mai", "30 0912345678"]


def test_a_text_is_composed_and_nothing_unseen_is_in_it() -> None:
    assert plain("ho\u0300a\u200b\u202e") == "hòa"


def test_each_kind_has_a_word_that_is_found_as_nothing_itself() -> None:
    for word in MASKS.values():
        assert find(f"gặp {word} ở quầy", SERVE) == []
