"""A machine with a provisioning file becomes a kiosk once, by a command or by itself, and says why not."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app.awaiting import enrolled_by_itself
from kiosk.app.opening import open_kiosk
from kiosk.app.provisioning import enrol_by_link, enrol_provisioned
from kiosk.app.release_judged import Place
from kiosk.app.reporting import standing_findings
from kiosk.cli import main
from kiosk.config import load_config
from kiosk.identity import BrokenIdentity, Identity
from kiosk.store import RunLock, holds_store, open_store
from kiosk.ui.window import KioskWindow
from sync.agent.enrolment import Enrolled
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.agent.pacing import Pacing
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import fingerprint
from sync.contract.problems import Code
from sync.contract.signed import sign_document
from tests.agent import peer as bends
from tests.agent.central import CODE, Central
from tests.agent.peer import Peer
from tests.hand_clock import HandClock

AT_ONCE = Pacing(failure_ms=(1, 2))


def written(folder: Path, central: Central, private: Ed25519PrivateKey | None = None, **changes: Any) -> Path:
    """A provisioning file of a server."""
    said = {
        "server": central.server,
        "key": central.public.hex(),
        "addresses": [central.address],
        "ca": central.ca,
        "unit": "11111111-1111-4111-8111-111111111111",
        "name": {"vi": "Phường Mẫu"},
        "code": CODE,
        "count": 40,
        "expires": 1_795_999_999_999,
    }
    file = folder / "kiosk.provisioning"
    file.write_bytes(sign_document("rollout", said | changes, private or central.private))
    return file


def by(file: Path) -> Enrolled | EnrolmentFailure:
    return enrol_provisioned(file.parent / "data", HandClock(), file)


def why(answer: Enrolled | EnrolmentFailure) -> Reason:
    assert isinstance(answer, EnrolmentFailure)
    return answer.reason


def test_the_same_machine_stays_the_same_kiosk_also_while_the_server_is_away_or_it_runs(
    tmp_path: Path,
) -> None:
    central = Central()
    with Peer(central):
        file = written(tmp_path, central)
        first = by(file)
        assert isinstance(first, Enrolled), first
        with open_store(tmp_path / "data", clock=HandClock()) as store:
            ledger = store.position().ledger
        again = by(file)
        assert isinstance(again, Enrolled)
        with RunLock(tmp_path / "data"):
            assert isinstance(by(file), Enrolled)
    away = by(file)
    assert isinstance(away, Enrolled)
    assert {again.directory.kiosk, away.directory.kiosk} == {first.directory.kiosk}
    assert central.requests[1].kiosk == first.directory.kiosk
    with open_store(tmp_path / "data", clock=HandClock()) as store:
        assert store.position().ledger == ledger


def test_a_second_address_is_tried_where_the_first_does_not_answer(tmp_path: Path) -> None:
    central = Central()
    nowhere = central.address
    with Peer(central):
        assert isinstance(by(written(tmp_path, central, addresses=[nowhere, central.address])), Enrolled)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (Code.CODE_EXPIRED, Reason.CODE_EXPIRED),
        (Code.CODE_USED_UP, Reason.CODE_USED_UP),
        (Code.CODE_ENDED, Reason.CODE_ENDED),
    ],
)
def test_each_refusal_of_a_file_is_told_by_name(tmp_path: Path, code: Code, reason: Reason) -> None:
    central = Central()
    with Peer(central) as peer:
        peer.bends.extend([bends.good, bends.replies(central.problem(code))])
        assert why(by(written(tmp_path, central))) is reason
    assert not (tmp_path / "data" / "directory.signed").exists()


def test_a_file_that_somebody_changed_is_refused_before_anything_is_sent_or_made(tmp_path: Path) -> None:
    central = Central()
    with Peer(central):
        file = written(tmp_path, central)
        file.write_bytes(file.read_bytes().replace(b'"count":40', b'"count":49'))
        assert why(by(file)) is Reason.PROVISIONING
        assert why(by(written(tmp_path, central, Ed25519PrivateKey.generate()))) is Reason.PROVISIONING
        assert why(by(written(tmp_path, central, code="short"))) is Reason.PROVISIONING
        file.write_bytes(b"\xff\n\n")
        assert why(by(file)) is Reason.PROVISIONING
        assert why(by(tmp_path / "absent")) is Reason.PROVISIONING
    assert central.asked == []
    assert not (tmp_path / "data").exists()


def test_a_file_of_another_server_moves_no_kiosk(tmp_path: Path) -> None:
    central, stranger = Central(), Central()
    with Peer(central), Peer(stranger):
        assert isinstance(by(written(tmp_path, central)), Enrolled)
        assert why(by(written(tmp_path, stranger))) is Reason.OTHER_SERVER
    assert stranger.requests == []


def test_a_server_that_has_not_the_files_key_never_sees_its_code(tmp_path: Path) -> None:
    central = Central()
    with Peer(central):
        file = written(tmp_path, central)
        central.private = Ed25519PrivateKey.generate()
        assert why(by(file)) is Reason.WRONG_SERVER
    assert central.requests == []


def test_the_command_ends_in_0_twice_and_in_3_with_vietnamese_words_and_never_says_the_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    central, settings = Central(), tmp_path / "kiosk.toml"
    settings.write_text('data_folder = "data"\n')
    with Peer(central) as peer:
        file = written(tmp_path, central)
        enrol = ["enrol", "--config", str(settings), "--provisioning", str(file)]
        peer.bends.extend([bends.good, bends.replies(central.problem(Code.CODE_USED_UP))])
        assert main(enrol) == 3
        assert "Tệp cấp phát đã dùng đủ số máy." in capsys.readouterr().err
        for _ in range(2):
            assert main(enrol) == 0
            assert f"kiosk {central.kiosk} is enrolled: Phường Mẫu" in capsys.readouterr().out
    assert CODE not in caplog.text


def test_a_golden_image_enrols_by_itself_once_the_server_can_be_reached(
    quiet_qt: QGuiApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    central, settings = Central(), tmp_path / "kiosk.toml"
    settings.write_text('data_folder = "data"\nwindowed = true\n')
    with Peer(central) as peer:
        written(tmp_path, central)
        peer.bends.extend([bends.lost, bends.says(200, b"<html>", Content_Type="text/html"), bends.lost])
        assert not holds_store(tmp_path / "data")
        assert enrolled_by_itself(load_config(settings, {}), HandClock(), AT_ONCE)
        assert not peer.bends
    assert central.enrolled is not None
    assert holds_store(tmp_path / "data")
    assert caplog.text.count("not enrolled yet") == 3
    assert CODE not in caplog.text


def test_whoever_comes_before_sees_the_paused_page_of_the_unit_and_it_can_be_told_to_end(
    quiet_qt: QGuiApplication, tmp_path: Path
) -> None:
    central, settings = Central(), tmp_path / "kiosk.toml"
    settings.write_text('data_folder = "data"\nwindowed = true\n')
    written(tmp_path, central)
    seen: list[tuple[str, str]] = []

    def look_and_end() -> None:
        windows = [one for one in quiet_qt.topLevelWindows() if isinstance(one, KioskWindow)]
        seen.extend((str(w.model.values["page"]), str(w.model.values["unit_name"])) for w in windows)
        quiet_qt.quit()

    ticks = QTimer()
    ticks.timeout.connect(look_and_end)
    ticks.start(10)
    assert not enrolled_by_itself(load_config(settings, {}), HandClock(), AT_ONCE)
    ticks.stop()
    assert set(seen) == {("paused", "Phường Mẫu")}


def test_a_code_enrols_the_same_machine_again_without_harm_also_while_the_server_is_away(
    tmp_path: Path,
) -> None:
    central, data = Central(), tmp_path / "data"
    with Peer(central):
        link = EnrolmentLink(central.address, CODE, fingerprint(central.public))
        first = enrol_by_link(data, HandClock(), link)
        assert isinstance(first, Enrolled), first
        key = (data / "identity.pem").read_bytes()
        assert isinstance(enrol_by_link(data, HandClock(), link), Enrolled)
        with RunLock(data):
            assert isinstance(enrol_by_link(data, HandClock(), link), Enrolled)
    away = enrol_by_link(data, HandClock(), link)
    assert isinstance(away, Enrolled)
    assert away.directory.kiosk == first.directory.kiosk
    assert (data / "identity.pem").read_bytes() == key
    with open_store(data, clock=HandClock()) as store:
        assert [line.kind for line in store.lines_about("ledger")] == ["ledger.opened"]


def test_a_golden_image_that_carries_a_key_and_no_ledger_mints_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    central = Central()
    pattern = Identity.make(tmp_path / "data")
    monkeypatch.setattr("kiosk.app.enrolling.is_of_another_machine", lambda _folder: True)
    with Peer(central):
        assert isinstance(by(written(tmp_path, central)), Enrolled)
    made = Identity.load(tmp_path / "data")
    assert made is not None
    assert made.public != pattern.public
    assert (tmp_path / "data" / "identity.pem.of-another-machine").exists()


def test_an_image_taken_after_the_enrolment_is_told_with_a_way_out_and_appends_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    central = Central()
    with Peer(central):
        file = written(tmp_path, central)
        assert isinstance(by(file), Enrolled)
        monkeypatch.setattr("kiosk.app.reporting.is_of_another_machine", lambda _folder: True)
        with open_kiosk(tmp_path / "data", HandClock()) as kiosk:
            place = Place(kiosk.folder, tmp_path / "release.keys", 0)
            found = {one.what: one for one in standing_findings(kiosk, place)}
    assert not found["machine"].good
    assert "enrol that machine as a new kiosk" in found["machine"].detail
    with open_kiosk(tmp_path / "data", HandClock()) as kiosk:
        assert kiosk.store.append_now("kiosk.started", {}) > 1


def test_a_ledger_without_its_key_is_told_with_a_way_out(tmp_path: Path) -> None:
    central = Central()
    with Peer(central):
        file = written(tmp_path, central)
        assert isinstance(by(file), Enrolled)
    (tmp_path / "data" / "identity.pem").unlink()
    way_out = "put that folder aside, keep it, and enrol as a new kiosk"
    with pytest.raises(BrokenIdentity, match=way_out), open_kiosk(tmp_path / "data", HandClock()):
        pass
    with pytest.raises(BrokenIdentity, match="Bring it back from a copy"):
        by(file)
