"""One provisioning file, several machines: as processes, over the wire."""

import json
import shutil

from tests.journeys.office import UNIT, Office, rate
from tests.journeys.programs import citizen, kiosk, ledger_lines

MINH = ("--as", "Trần Văn Minh")


def test_one_file_enrols_a_machine_twice_as_one_a_golden_image_as_another_and_a_clone_is_seen(
    office: Office,
) -> None:
    folder = office.config.parent
    file, image, clone = folder / "an.provisioning", folder / "image", folder / "clone"
    with office.serving():
        place = ("--unit", UNIT, "--count", "2", "--address", office.wire.address)
        made = office.central("kiosk", "provision", *place, "--out", str(file), "--json").told
        assert file.stat().st_mode & 0o777 == 0o600
        assert (folder / "an.provisioning.svg").read_bytes().startswith(b"<?xml")
        first, again = (office.kiosk("enrol", "--provisioning", str(file), "--json").told for _ in range(2))
        assert again["kiosk"] == first["kiosk"]

        for copy in (image, clone):
            copy.mkdir()
            copied = 'data_folder = "kiosk"\nwindowed = true\ndeliver = false\nreserve_mib = 1\n'
            (copy / "kiosk.toml").write_text(copied)
        shutil.copy(file, image / "kiosk.provisioning")
        with citizen(image / "kiosk.toml") as someone:
            rate(someone, 5)
            assert someone.leave() == 0
        at_image = ("--config", str(image / "kiosk.toml"))
        assert kiosk("deliver", *at_image).code == 0
        second = kiosk("status", *at_image, "--json").told["kiosk"]
        assert second != first["kiosk"]
        assert ledger_lines(image / "kiosk")[0]["kind"] == "ledger.opened"

        used_up = kiosk("enrol", "--config", str(clone / "kiosk.toml"), "--provisioning", str(file))
        assert (used_up.code, "đã dùng đủ số máy" in used_up.said) == (3, True)
        shutil.rmtree(clone / "kiosk")
        shutil.copytree(image / "kiosk", clone / "kiosk")
        for data in (image, clone, image):
            with citizen(data / "kiosk.toml") as someone:
                rate(someone, 4)
                assert someone.leave() == 0
            assert kiosk("deliver", "--config", str(data / "kiosk.toml")).code == 0
        assert "clone" in {one["kind"] for one in office.central("alarms", "--json").told}

        replaced = office.central("kiosk", "replace", first["kiosk"], *MINH, "--json").told
        assert replaced["unit"] == UNIT
        (listed,) = office.central("kiosk", "provisions", "--json").told
        assert (listed["taken"], listed["state"]) == (2, "used_up")
        assert office.central("kiosk", "provision-end", made["provisioning"], *MINH).code == 0
    code = json.loads(file.read_bytes().partition(b"\n")[0])["code"]
    assert code not in json.dumps(made)
    assert office.counted()[1] == []
