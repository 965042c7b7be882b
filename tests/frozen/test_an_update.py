"""The frozen program becomes another release of itself: laid out beside it, started by it, confirmed."""

import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from build_spec.releases import make_release, write_release
from kiosk.releases.standing import number_of, read_standing, releases_folder
from sync.contract.keys import public_bytes
from tests.frozen.conftest import KIOSK
from tests.frozen.test_a_journey import QUIET
from tests.frozen.visitor import frozen_kiosk
from tests.journeys.office import Office, rate
from tests.journeys.programs import end

PATIENCE_SECONDS = 180


def test_a_release_of_frozen_files_is_laid_out_started_and_confirmed_while_citizens_rate(
    office: Office, tmp_path: Path
) -> None:
    private, file = Ed25519PrivateKey.generate(), tmp_path / "2.release"
    write_release(file, *make_release(KIOSK, private, made_ms=0, number=2))
    office.config.write_text(QUIET)
    office.config.with_name("release.keys").write_text(public_bytes(private).hex())
    with office.serving():
        office.enrol()
        assert office.kiosk("update", str(file)).code == 0
        with frozen_kiosk(office.config, tmp_path) as (visitor, kiosk):
            rate(visitor, 5)
            limit = time.monotonic() + PATIENCE_SECONDS
            while read_standing(office.data).confirmed is None and time.monotonic() < limit:
                time.sleep(0.2)
            name = read_standing(office.data).confirmed or ""
            assert number_of(name) == 2
            assert str(releases_folder(office.data) / name) in Path(f"/proc/{kiosk.pid}/maps").read_text()
            assert end(kiosk) == 0
        assert office.kiosk("deliver").code == 0
    assert office.scores() == [5]
    assert office.counted() == (1, [])
