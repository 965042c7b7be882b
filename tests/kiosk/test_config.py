from dataclasses import fields
from pathlib import Path

import pytest

from kiosk.config import DATA_FOLDER, KEYS, Config, ConfigError, describe_keys, load_config


def write(folder: Path, text: str) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as refused:
        load_config(write(folder, text), environment or {})
    return str(refused.value)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    config = load_config(write(tmp_path, ""), {})
    assert config == Config(
        data_folder=Path(DATA_FOLDER).expanduser(),
        central=None,
        deliver=True,
        windowed=False,
        reserve_mib=64,
        width=1280,
        height=800,
        px_per_mm=None,
        call_host="127.0.0.1",
        call_port=None,
        switch="off",
        dwell_ms=1_500,
        reduce_motion=False,
        pull_host=None,
        pull_port=8402,
        stick_folder=None,
        provisioning=tmp_path / "kiosk.provisioning",
        release_keys=tmp_path / "release.keys",
    )


def test_every_key_can_be_set_in_the_file(tmp_path: Path) -> None:
    text = (
        'data_folder = "data"\ncentral = "https://hailong.example:8443/"\ndeliver = false\n'
        "windowed = true\nreserve_mib = 8\nwidth = 1080\nheight = 1920\npx_per_mm = 4\n"
        'call_host = "0.0.0.0"\ncall_port = 8410\nswitch = "one"\ndwell_ms = 2000\nreduce_motion = true\n'
        'pull_host = "192.0.2.7"\npull_port = 443\nstick_folder = "stick"\n'
        'provisioning = "site/all.provisioning"\nrelease_keys = "site/release.keys"\n'
    )
    config = load_config(write(tmp_path, text), {})
    assert config == Config(
        data_folder=tmp_path / "data",
        central="https://hailong.example:8443",
        deliver=False,
        windowed=True,
        reserve_mib=8,
        width=1080,
        height=1920,
        px_per_mm=4.0,
        call_host="0.0.0.0",
        call_port=8410,
        switch="one",
        dwell_ms=2_000,
        reduce_motion=True,
        pull_host="192.0.2.7",
        pull_port=443,
        stick_folder=tmp_path / "stick",
        provisioning=tmp_path / "site/all.provisioning",
        release_keys=tmp_path / "site/release.keys",
    )


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    environment = {
        "HAILONG_WIDTH": "1024",
        "HAILONG_WINDOWED": "true",
        "HAILONG_PX_PER_MM": "3.78",
        "HAILONG_DATA_FOLDER": str(tmp_path / "elsewhere"),
        "HAILONG_CENTRAL": "http://127.0.0.1:8000",
    }
    config = load_config(write(tmp_path, 'width = 800\ndata_folder = "here"'), environment)
    assert (config.width, config.windowed, config.px_per_mm) == (1024, True, 3.78)
    assert (config.data_folder, config.central) == (tmp_path / "elsewhere", "http://127.0.0.1:8000")


def test_an_unknown_key_is_refused_with_file_key_and_the_nearest_valid_one(tmp_path: Path) -> None:
    message = refusal(tmp_path, "windwed = true")
    assert message == f"{tmp_path / 'kiosk.toml'}: there is no key windwed; did you mean windowed?"


def test_a_key_like_no_other_is_answered_with_all_keys(tmp_path: Path) -> None:
    message = refusal(tmp_path, "zzz = 1")
    assert all(key.name in message for key in KEYS)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('width = "1280"', "a whole number from 320 to 7680, found '1280'"),
        ("width = true", "a whole number from 320 to 7680, found true"),
        ("height = 10", "a whole number from 320 to 7680, found 10"),
        ("windowed = 1", "true or false, found 1"),
        ("px_per_mm = 0.5", "a number from 1 to 40, found 0.5"),
        ("px_per_mm = nan", "a number from 1 to 40, found nan"),
        ("px_per_mm = false", "a number from 1 to 40, found false"),
        ('data_folder = ""', "the path of a folder, found ''"),
        ("data_folder = 3", "the path of a folder, found 3"),
    ],
)
def test_a_wrong_value_is_refused_with_file_key_and_expected_form(
    tmp_path: Path, line: str, expected: str
) -> None:
    key = line.split(" ", maxsplit=1)[0]
    assert refusal(tmp_path, line) == f"{tmp_path / 'kiosk.toml'}: {key}: expected {expected}"


@pytest.mark.parametrize(
    "address",
    [
        "http://hailong.example",
        "hailong.example",
        "ftp://hailong.example",
        "https://",
        "https://hailong.example/path",
        "https://me@hailong.example",
        "https://hailong.example:99999",
        "https://hailong.example?x=1",
        "https://[::1",
    ],
)
def test_an_address_that_would_not_be_safe_or_whole_is_refused(tmp_path: Path, address: str) -> None:
    message = refusal(tmp_path, f'central = "{address}"')
    assert message.startswith(f"{tmp_path / 'kiosk.toml'}: central: expected https://host")


@pytest.mark.parametrize("text", ["yes", "TRUE", "1", ""])
def test_a_wrong_value_in_the_environment_names_the_variable(tmp_path: Path, text: str) -> None:
    message = refusal(tmp_path, "", {"HAILONG_WINDOWED": text})
    assert message == f"HAILONG_WINDOWED: expected true or false, found {text!r}"


def test_a_file_that_is_named_and_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.toml", {})


@pytest.mark.parametrize("content", [b"width = ", b"\xff\xfe", b"width = 1\nwidth = 2"])
def test_a_file_that_is_not_toml_is_an_error_that_says_where(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match="is not TOML"):
        load_config(file, {})


def test_every_key_is_read_and_described() -> None:
    assert [field.name for field in fields(Config)] == [key.name for key in KEYS]
    description = describe_keys()
    for key in KEYS:
        assert key.variable in description
        assert key.meaning in description
        assert key.form.expected in description


def test_the_description_tells_nothing_of_this_machine() -> None:
    assert str(Path.home()) not in describe_keys() or Path.home() == Path("/")
