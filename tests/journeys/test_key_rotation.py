"""The server's signing key changes under kiosks at work, asleep, and new ones; no rating loses its date."""

import json

from kiosk.store import open_store
from sync.contract.directory import Directory
from sync.contract.encoding import decode
from tests.hand_clock import HandClock
from tests.journeys.office import Office
from tests.journeys.programs import kiosk
from tests.journeys.test_disagreeing import delivered, visited


def trusted(office: Office) -> tuple[str, str | None]:
    """The server's key and the other one, as the kiosk knows them."""
    with open_store(office.data, clock=HandClock()) as store:
        raw = store.directory()
    assert raw is not None
    directory = decode(raw.partition(b"\n")[0], Directory)
    return directory.key, directory.next.key if directory.next else None


def rotate(office: Office, step: str, *options: str) -> str:
    """One step of the change; the server is restarted by who calls this."""
    done = office.central("keys", "rotate", step, "--json", *options)
    assert done.code == 0, done.said
    key: str = json.loads(done.said)["key"]
    return key


def test_a_kiosk_at_work_goes_over_to_the_next_key_and_old_dates_stay(office: Office) -> None:
    with office.serving():
        office.enrol()
        visited(office, 5)
        delivered(office)
        old, none = trusted(office)
        assert none is None
    new = rotate(office, "announce", "--new-address", "https://hailong2.example.gov.vn")
    assert office.central("keys", "rotate", "announce").code == 3
    assert office.central("keys", "rotate", "retire").code == 3
    with office.serving():
        delivered(office)
        assert trusted(office) == (old, new)
        visited(office, 4)
        delivered(office)
    assert rotate(office, "switch") == new
    assert office.central("keys", "rotate", "switch").code == 3
    with office.serving():
        delivered(office)
        assert trusted(office) == (new, old)
        visited(office, 3)
        delivered(office)
    rotate(office, "retire")
    with office.serving():
        delivered(office)
        assert trusted(office) == (new, None)
        visited(office, 2)
        delivered(office)
    assert office.counted() == (4, [])


def test_a_kiosk_that_slept_learns_the_new_key_until_the_old_one_is_retired(office: Office) -> None:
    with office.serving():
        office.enrol()
    rotate(office, "announce")
    new = rotate(office, "switch")
    with office.serving():
        refused = office.central("keys", "rotate", "retire")
        assert refused.code == 3
        assert "--leave-behind" in refused.said
        newcomer = {"HAILONG_DATA_FOLDER": str(office.data.with_name("newcomer"))}
        there = ["--central", office.wire.address, "--code", office.add_kiosk()]
        assert kiosk("enrol", *there, **newcomer).code == 0
        assert kiosk("deliver", **newcomer).code == 0
        visited(office, 4)
        delivered(office)
        assert trusted(office)[0] == new
        delivered(office)
    rotate(office, "retire")
    with office.serving():
        delivered(office)
        assert trusted(office) == (new, None)
    assert office.counted() == (1, [])


def test_a_kiosk_that_slept_too_long_enrols_again_and_stays_the_kiosk_it_is(office: Office) -> None:
    with office.serving():
        office.enrol()
        visited(office, 5)
        before = office.kiosk("status", "--json").told
    rotate(office, "announce")
    rotate(office, "switch")
    new = rotate(office, "retire", "--leave-behind")
    with office.serving():
        locked_out = office.kiosk("deliver")
        assert (locked_out.code, "untrusted" in locked_out.said) == (7, True)
        there = ["--central", office.wire.address, "--code"]
        assert office.kiosk("enrol", *there, office.add_kiosk()).code == 0
        after = office.kiosk("status", "--json").told
        assert (after["kiosk"], after["ledger"]) == (before["kiosk"], before["ledger"])
        assert trusted(office) == (new, None)
        delivered(office)
    assert office.counted() == (1, [])
