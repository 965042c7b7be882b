import pytest

from sync.agent.addresses import AddressRefused, checked_address


@pytest.mark.parametrize(
    "address",
    [
        "https://hailong.example.vn",
        "https://10.1.2.3:8443",
        "http://127.0.0.1:8000",
        "http://127.8.8.8",
        "http://[::1]:8000",
        "http://localhost:8000",
    ],
)
def test_https_anywhere_and_plain_http_to_this_machine_are_called(address: str) -> None:
    assert checked_address(address + "/") == address


@pytest.mark.parametrize(
    "address",
    [
        "http://hailong.example.vn",
        "http://10.1.2.3",
        "http://localhost.example.vn",
        "http://127.0.0.1.example.vn",
        "http://0.0.0.0",
        "ftp://hailong.example.vn",
        "hailong.example.vn",
        "https://",
        "https://user:word@hailong.example.vn",
        "https://hailong.example.vn/?a=b",
        "https://hailong.example.vn/#c",
        "https://hailong.example.vn:port",
        "https://[::1",
        "",
    ],
)
def test_any_other_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(AddressRefused, match=r".+: .+|expected https"):
        checked_address(address)
