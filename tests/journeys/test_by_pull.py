"""A kiosk that is asked at its own address: its ledger is fetched, and what comes down is brought."""

import socket
from pathlib import Path

from tests.journeys.office import Office, rate
from tests.journeys.test_by_stick import enrol_by_stick


def listening(office: Office) -> str:
    """Let the kiosk listen; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with office.config.open("a") as config:
        config.write(f'pull_host = "127.0.0.1"\npull_port = {port}\n')
    return f"https://127.0.0.1:{port}"


def test_a_kiosk_that_never_calls_is_pulled_from(any_office: Office, tmp_path: Path) -> None:
    office = any_office
    enrol_by_stick(office, tmp_path)
    address, kiosk = listening(office), office.kiosk("status", "--json").told["kiosk"]
    assert office.central("pull", "--once", "--kiosk", kiosk).code == 3  # nobody said where
    assert office.central("kiosk", "pull-address", kiosk, "--at", address).code == 0
    assert office.central("pull", "--once").code == 6  # nobody listens
    with office.citizen() as someone:
        rate(someone, 4)
        (visit,) = office.central("pull", "--once", "--json").told["visits"]
        assert (visit["verdict"], visit["lines"]) == ("pulled", office.standing()[1])
        rate(someone, 2)
        again = office.central("pull", "--once", "--json").told["visits"][0]
        assert again["lines"] == office.standing()[1] - visit["lines"] > 0
        assert office.central("pull", "--once", "--json").told["visits"][0]["lines"] == 0
        assert someone.leave() == 0
    assert office.counted() == (2, [])
    assert office.kinds().count("clock.anchored") == 1
    assert office.kiosk("status", "--json").told["last_contact"]["outcome"] == "delivered"


def test_a_directory_and_its_photos_are_brought(office: Office, tmp_path: Path) -> None:
    enrol_by_stick(office, tmp_path)
    address, kiosk = listening(office), office.kiosk("status", "--json").told["kiosk"]
    office.central("kiosk", "pull-address", kiosk, "--at", address)
    before = office.kiosk("status", "--json").told["directory"]
    moved = office.central(
        "directory", "load", "assets/demo", "--move-kiosks", "--public-address", "https://p.vn"
    )
    assert moved.code == 0, moved.said
    with office.citizen() as someone:
        someone.see("attract")
        assert office.central("pull", "--once").code == 0
        assert someone.leave() == 0
    assert office.kiosk("status", "--json").told["directory"] == before + 1
    assert office.kinds().count("directory.applied") == 2
