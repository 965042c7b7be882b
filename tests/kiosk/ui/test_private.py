import pytest

from kiosk.ui.private import seems_private


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "Gọi tôi: 0912 345 678.",
        "091.234.5678",
        "0912-345-678",
        "+84912345678",
        "+84 912 345 678",
        "84912345678",
        "02043854123",
        "0204 3854 123",
        "024099012345",
        "CCCD 024 099 012 345",
        "số 0240.9901.2345",
        "CMND 121234567",
    ],
)
def test_a_phone_or_identity_number_is_noticed_however_it_is_grouped(text: str) -> None:
    assert seems_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Chờ 45 phút, từ 8:15 đến 9:00",
        "25/11/2026",
        "08-11-2026",
        "H29.15.50-251124-0001",
        "1.500.000 đồng",
        "150.000.000 đồng",
        "1.500.000.000",
        "2026",
        "Quầy 12, tầng 3",
        "118/2025",
        "0204",
        "091234567890123",
    ],
)
def test_dates_sums_times_and_dossiers_are_not(text: str) -> None:
    assert not seems_private(text)
