"""One provisioning file, two machines: as processes, over the wire."""

import shutil

from tests.journeys.office import UNIT, Office, rate
from tests.journeys.programs import citizen, ledger_lines


def test_one_file_enrols_a_machine_twice_as_one_kiosk_and_a_golden_image_as_another(office: Office) -> None:
    folder = office.config.parent
    file, image = folder / "an.provisioning", folder / "image"
    with office.serving():
        place = ("--unit", UNIT, "--count", "2", "--address", office.wire.address)
        assert office.central("kiosk", "provision", *place, "--out", str(file)).code == 0
        assert file.stat().st_mode & 0o777 == 0o600
        assert (folder / "an.provisioning.svg").read_bytes().startswith(b"<svg")
        first, again = (office.kiosk("enrol", "--provisioning", str(file), "--json").told for _ in range(2))
        assert again["kiosk"] == first["kiosk"]
        image.mkdir()
        shutil.copy(office.config, image)
        shutil.copy(file, image / "kiosk.provisioning")
        with citizen(image / "kiosk.toml") as someone:
            rate(someone, 5)
            assert someone.leave() == 0
    opened = ledger_lines(image / "kiosk")[0]
    assert opened["kind"] == "ledger.opened"
    assert opened["body"]["kiosk"] != first["kiosk"]
