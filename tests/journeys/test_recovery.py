"""What people and restored backups do to a province, and how its kiosks find back by themselves."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.desk import machine_clock
from kiosk.identity import Identity
from sync.agent.enrolment import Enrolled, enrol, read_link
from sync.contract.enrolment import EnrolmentLink
from tests.central.postgres import PostgresServer
from tests.journeys.office import PROVINCE, Office, rate
from tests.journeys.programs import kiosk
from tests.journeys.wire import Wire

TYPO = "https://hailong.tinh-typo.invalid"

Restore = Callable[[], None]


class Province(Office):
    """An office whose central server can be put back to how it was."""

    def __init__(self, folder: Path, wire: Wire, postgres: PostgresServer | None) -> None:
        self._folder, self._postgres = folder, postgres
        self._name = postgres.create() if postgres else ""
        self._file = folder / "central.sqlite"
        super().__init__(folder, postgres.url(self._name) if postgres else f"sqlite:///{self._file}", wire)

    def backup(self) -> Restore:
        """Keep how the central server is now; what is returned puts it back."""
        if self._postgres is None:
            shutil.copytree(self._folder, self._folder / "backup", ignore=shutil.ignore_patterns("kiosk*"))
            return self._copy_back
        kept, postgres = self._postgres.create(self._name), self._postgres

        def restore() -> None:
            postgres.drop(self._name)
            self._name, self.database = kept, postgres.url(kept)

        return restore

    def _copy_back(self) -> None:
        for file in self._folder.glob("central.sqlite*"):
            file.unlink()
        for file in (self._folder / "backup").glob("central.sqlite*"):
            shutil.copy(file, self._folder)

    def end(self) -> None:
        """Leave nothing behind."""
        if self._postgres is not None:
            self._postgres.drop(self._name)

    def there(self) -> list[str]:
        """The options of `enrol` with a new code."""
        return ["--central", self.wire.address, "--code", self.add_kiosk()]

    def calls(self) -> list[str]:
        """Where the kiosk's directory tells it to call."""
        told: list[str] = self.kiosk("status", "--json").told["central"]
        return told

    def visited(self, *scores: int) -> None:
        """Citizens come and rate."""
        with self.citizen() as someone:
            for score in scores:
                rate(someone, score)
            assert someone.leave() == 0


@pytest.fixture(params=["sqlite", "postgresql"])
def province(request: pytest.FixtureRequest, tmp_path: Path, wire: Wire) -> Iterator[Province]:
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    made = Province(tmp_path, wire, postgres)
    yield made
    made.end()


def test_a_wrong_address_published_once_is_taken_back(province: Province) -> None:
    with province.serving():
        province.enrol()
    refused = province.central("serve", "--port", "0", "--address", TYPO)
    assert refused.code == 2
    assert f"{province.wire.address}; this would send them to {TYPO}" in refused.said
    with province.serving("--move-kiosks", address=TYPO):
        for _ in range(2):
            assert province.kiosk("deliver").code == 0
        assert province.calls() == [TYPO]
    with province.serving("--move-kiosks"):
        assert province.kiosk("deliver").code == 0
        assert province.calls() == [province.wire.address]


def test_a_server_restored_to_before_the_enrolment_takes_the_kiosk_back(province: Province) -> None:
    restore = province.backup()
    with province.serving():
        province.enrol()
        province.visited(5, 1)
        assert province.kiosk("deliver").code == 0
    before = province.kiosk("status", "--json").told
    restore()
    with province.serving():
        locked_out = province.kiosk("deliver")
        assert locked_out.code == 7
        assert "unknown_kiosk" in locked_out.said
        assert province.kiosk("enrol", *province.there()).code == 0
        after = province.kiosk("status", "--json").told
        assert (after["kiosk"], after["ledger"]) == (before["kiosk"], before["ledger"])
        assert after["pending"] == 0
        assert after["directory"] > before["directory"]
    assert province.kinds().count("ledger.opened") == 1
    assert province.counted() == (2, [])


def test_what_is_published_after_a_restore_reaches_the_kiosk(province: Province, tmp_path: Path) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(PROVINCE, folder)
    changed = json.loads((folder / "province.json").read_text(encoding="utf-8"))

    def load(hotline: str) -> None:
        changed["policies"]["hotline"] = hotline
        (folder / "province.json").write_text(json.dumps(changed), encoding="utf-8")
        province.load(folder)

    with province.serving():
        province.enrol()
    restore = province.backup()
    with province.serving():
        load("1900 1111")
        load("1900 2222")
        province.kiosk("deliver")
        known = province.kiosk("status", "--json").told["directory"]
    restore()
    with province.serving():
        assert province.kiosk("deliver").code == 0
        assert province.kiosk("deliver").code == 0
        assert province.kiosk("status", "--json").told["directory"] > known
        load("1900 3333")
        province.kiosk("deliver")
        province.kiosk("deliver")
    assert b'"hotline":"1900 3333"' in (province.data / "directory.signed").read_bytes()
    assert province.counted()[1] == []


def test_an_enrolment_whose_answer_was_lost_is_finished_with_another_code(province: Province) -> None:
    with province.serving():
        link = read_link(province.wire.address, province.add_kiosk())
        assert isinstance(link, EnrolmentLink)
        bound = enrol(link, Identity.make(province.data), "máy 1", machine_clock())
        assert isinstance(bound, Enrolled)
        assert province.kiosk("enrol", *province.there()).code == 0
        assert province.kiosk("status", "--json").told["kiosk"] == bound.directory.kiosk


def test_a_lost_key_is_named_with_what_to_do(office: Office, tmp_path: Path) -> None:
    with office.serving():
        office.enrol()
        (office.data / "identity.pem").rename(tmp_path / "copy.pem")
        there = ["--central", office.wire.address, "--code"]
        refused = office.kiosk("enrol", *there, office.add_kiosk())
        assert refused.code == 4
        assert f"{office.data / 'identity.pem'} is missing" in refused.said
        assert "put that folder aside" in refused.said
        assert not (office.data / "identity.pem").exists()
        (tmp_path / "copy.pem").rename(office.data / "identity.pem")
        assert office.kiosk("enrol", *there, office.add_kiosk()).code == 0
        other = kiosk("enrol", *there, office.add_kiosk(), HAILONG_DATA_FOLDER=str(tmp_path / "other"))
        assert other.code == 0
