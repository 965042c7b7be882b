import re
from pathlib import Path

import pytest

from sync.central.database.limits import Limits
from sync.central.settings import KEYS, SettingRefused, load_settings


def test_the_flag_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "central.toml"
    file.write_text('port = 1\nhost = "10.0.0.1"\naddress = "https://a.example"\n')
    environment = {
        "HAILONG_CENTRAL_CONFIG": str(file),
        "HAILONG_CENTRAL_PORT": "2",
        "HAILONG_CENTRAL_HOST": "::1",
    }
    settings = load_settings({"port": "3"}, environment)
    assert (settings.port, settings.host, settings.address) == (3, "::1", "https://a.example")
    assert settings.listening == "http://[::1]:3"


def test_a_default_that_help_tells_is_the_one_that_holds_and_has_the_form_of_its_key() -> None:
    settings, told = load_settings({}, {}), set()
    for name, key in KEYS.items():
        found = re.search(r"; default ([^,]+)", key.meaning)
        if found is not None and found[1] not in ("none", "nowhere"):
            assert key.read(found[1]) == getattr(settings, name), name
            told.add(name)
    assert {"port", "idle_minutes", "database_prepares", "log_level", "log_addresses"} <= told


def test_the_database_stands_in_the_data_folder_unless_told(tmp_path: Path) -> None:
    settings = load_settings({"data": str(tmp_path)}, {})
    assert settings.database == f"sqlite:///{tmp_path}/central.sqlite"


def test_several_processes_answer_at_one_address_that_somebody_must_name(tmp_path: Path) -> None:
    flags = {"data": str(tmp_path), "processes": "2", "synchronous": "true"}
    with pytest.raises(SettingRefused, match=r"^address: expected "):
        load_settings(flags, {})
    settings = load_settings(flags | {"address": "https://hailong.example"}, {})
    assert (settings.processes, settings.synchronous) == (2, True)


def test_what_may_be_asked_of_the_database_is_a_setting() -> None:
    assert load_settings({}, {}).limits == Limits()
    told = {"connections": "6", "wait_seconds": "1", "connect_seconds": "2", "statement_seconds": "3"}
    told |= {"idle_seconds": "4", "recycle_seconds": "5", "prepares": "false"}
    settings = load_settings(
        {}, {f"HAILONG_CENTRAL_DATABASE_{key.upper()}": text for key, text in told.items()}
    )
    assert settings.limits == Limits(6, 1, 2, 3, 4, 5, prepares=False)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("port", "many"),
        ("port", "65536"),
        ("address", "central.example"),
        ("address", "https://central.example/"),
        ("public_address", "ftp://x"),
        ("database", "mysql://u:secret@h/d"),
        ("tls_key", "/nowhere"),
        ("ca", "/nowhere"),
        ("data", ""),
        ("processes", "0"),
        ("synchronous", "perhaps"),
        ("database_connections", "5"),
        ("database_wait_seconds", "0"),
        ("database_statement_seconds", "1 min"),
        ("database_prepares", "perhaps"),
        ("proxy", ""),
        ("proxy", "proxy.example"),
        ("proxy", "10.0.0.1,10.0.0.5/24"),
    ],
)
def test_a_wrong_value_names_where_it_stands_and_the_expected_form(key: str, value: str) -> None:
    with pytest.raises(SettingRefused) as by_environment:
        load_settings({}, {f"HAILONG_CENTRAL_{key.upper()}": value})
    message = str(by_environment.value)
    assert message.startswith(f"HAILONG_CENTRAL_{key.upper()}: expected {KEYS[key].form}")
    assert "secret" not in message
    with pytest.raises(SettingRefused, match=f"--{key.replace('_', '-')}: expected"):
        load_settings({key: value}, {})


def test_a_wrong_file_is_named_with_its_key(tmp_path: Path) -> None:
    file = tmp_path / "central.toml"
    for content, message in (
        ("prot = 1", "prot: unknown key; known are data, database"),
        ("port = true", "port: expected a number from 0 to 65535, not 'True'"),
        ("port = ", "not TOML"),
    ):
        file.write_text(content)
        with pytest.raises(SettingRefused, match=f"central.toml: {message}"):
            load_settings({"config": str(file)}, {})
    with pytest.raises(SettingRefused, match="No such file"):
        load_settings({"config": str(tmp_path / "none.toml")}, {})


def test_a_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.pem").write_text("x")
    with pytest.raises(SettingRefused, match="expected both or neither"):
        load_settings({"tls_certificate": str(tmp_path / "c.pem")}, {})


def test_a_file_without_a_certificate_is_no_authority(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("-----BEGIN PRIVATE KEY-----")
    with pytest.raises(SettingRefused, match="--ca: expected a PEM file with a certificate"):
        load_settings({"ca": str(tmp_path / "ca.pem")}, {})


def test_the_proxy_is_one_address_or_network_or_several() -> None:
    assert load_settings({}, {}).proxy == ()
    settings = load_settings({"proxy": "127.0.0.1, 10.1.0.0/16,fd00::1"}, {})
    assert [str(network) for network in settings.proxy] == ["127.0.0.1/32", "10.1.0.0/16", "fd00::1/128"]
