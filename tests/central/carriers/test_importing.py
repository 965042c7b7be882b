"""Files that somebody brings are taken like requests, and answered beside."""

from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.central.carriers.importing import Imported, Verdict, import_files
from sync.contract.directory import Directory
from sync.contract.keys import public_bytes
from sync.contract.receipt import SalvageDocument
from sync.contract.salvage import build_salvage
from sync.contract.sealed_file import close_file, open_file
from sync.contract.signed import open_document, sign_document
from sync.wire.stick import Fault, StickFailed
from tests.central.desk import Desk
from tests.central.world import JPEG, UNIT, World

SEAL = X25519PrivateKey.generate()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def bring(world: World, *paths: Path) -> list[Imported]:
    found = import_files(world.state, world.settings, paths)
    assert not isinstance(found, StickFailed)
    return list(found)


def put(world: World, file: Path, content: bytes) -> Path:
    file.write_bytes(close_file(content, world.identity.seal_public))
    return file


def seal_to(world: World, kiosk: str) -> None:
    public = SEAL.public_key().public_bytes_raw().hex()
    world.execute(f"UPDATE kiosks SET seal_key = '{public}' WHERE kiosk = '{kiosk}'")


def rated(desk: Desk, count: int = 3) -> Desk:
    desk.open()
    for score in range(1, count + 1):
        desk.rate(score)
    return desk


def test_a_ledger_in_files_is_counted_and_answered(world: World, desk: Desk, stick: Path) -> None:
    rated(desk)
    seal_to(world, desk.kiosk)
    later = put(world, stick / "a.hailong", desk.segment(3))
    first = put(world, stick / "b.hailong", desk.segment(1, 2))
    done = bring(world, stick)
    assert [(one.file, one.verdict) for one in done] == [(first, Verdict.TAKEN), (later, Verdict.TAKEN)]
    assert all(one.good for one in done)
    receipts = [desk.receipt(Path(f"{file}.receipt").read_bytes()) for file in (first, later)]
    assert [(receipt.held, receipt.nonce) for receipt in receipts] == [(2, None), (4, None)]
    sealed = Path(f"{first}.directory").read_bytes()
    raw = open_document("directory", open_file(sealed, SEAL), [world.identity.public])
    assert msgspec.json.decode(raw, type=Directory).kiosk == desk.kiosk
    assert [file.read_bytes() for file in stick.glob("*.jpg")] == [JPEG]
    assert world.query("SELECT count(*) FROM ratings") == [(3,)]
    assert world.verify().differences == []


def test_brought_again_nothing_is_counted_twice(world: World, desk: Desk, stick: Path) -> None:
    put(world, stick / "a.hailong", rated(desk).segment())
    desk.deliver(1, 2)
    for _ in range(2):
        assert [one.verdict for one in bring(world, stick)] == [Verdict.TAKEN]
    assert world.query("SELECT count(*) FROM ratings") == [(3,)]


def test_lines_that_are_missing_are_told_in_a_receipt(world: World, desk: Desk, stick: Path) -> None:
    rated(desk)
    desk.deliver(1, 1)
    file = put(world, stick / "a.hailong", desk.segment(3))
    (done,) = bring(world, file)
    assert (done.verdict, done.good) == (Verdict.GAP, False)
    assert desk.receipt(Path(f"{file}.receipt").read_bytes()).held == 1


def test_a_fork_is_told_in_a_receipt_and_noted(world: World, desk: Desk, stick: Path) -> None:
    rated(desk).deliver()
    other = desk.lines.pop()
    desk.heads.pop()
    desk.rate(5)
    assert desk.lines[-1] != other
    (done,) = bring(world, put(world, stick / "a.hailong", desk.segment()))
    assert done.verdict == Verdict.FORKED
    assert world.query("SELECT reason FROM needs_attention") == [("forked",)]


def test_salvage_is_kept_and_answered(world: World, desk: Desk, stick: Path) -> None:
    body = build_salvage(
        kiosk=desk.kiosk, ledger=desk.ledger, reason="corrupt", lines=[b"{}"], blobs=[], sign=desk.sign
    )
    file = put(world, stick / "a.hailong", body)
    (done,) = bring(world, file)
    assert done.verdict == Verdict.SALVAGED
    raw = open_document("salvage", Path(f"{file}.receipt").read_bytes(), [world.identity.public])
    assert msgspec.json.decode(raw, type=SalvageDocument).nonce is None
    assert world.query("SELECT body FROM salvages") == [(body,)]


def test_bad_files_are_named_kept_aside_and_stop_nothing(world: World, desk: Desk, stick: Path) -> None:
    rated(desk)
    stranger = Desk(world)
    stranger.private = Ed25519PrivateKey.generate()
    stranger.open()
    (stick / "a.hailong").write_bytes(close_file(desk.segment(), SEAL.public_key().public_bytes_raw()))
    (stick / "b.hailong").write_bytes(b"no file of ours")
    put(world, stick / "c.hailong", b"no segment")
    put(world, stick / "d.hailong", desk.segment()[:-9])
    put(world, stick / "e.hailong", stranger.segment())
    with (stick / "f.hailong").open("wb") as large:
        large.truncate(1 << 34)
    (stick / "g.hailong").symlink_to("/etc/passwd")
    put(world, stick / "z.hailong", desk.segment())
    done = {one.file.name: one for one in bring(world, stick)}
    assert [name for name, one in done.items() if one.good] == ["z.hailong"]
    assert {one.verdict for name, one in done.items() if name < "z"} == {Verdict.REFUSED}
    assert len(done) == 7
    assert done["f.hailong"].detail.startswith("too_large")
    kept = world.query("SELECT sender FROM refused")
    assert sorted(kept) == sorted([("",)] * 4 + [(desk.kiosk,)])


def test_a_forged_file_pushes_nothing_of_a_kiosks_out(world: World, desk: Desk, stick: Path) -> None:
    rated(desk)
    desk.private = Ed25519PrivateKey.generate()
    (done,) = bring(world, put(world, stick / "a.hailong", desk.segment()))
    assert done.verdict == Verdict.REFUSED
    assert world.query("SELECT sender FROM refused") == [("",)]
    assert world.query(f"SELECT count(*) FROM ledgers WHERE kiosk = '{desk.kiosk}'") == [(0,)]


def test_a_kiosk_is_enrolled_by_a_file(world: World, desk: Desk, stick: Path) -> None:
    world.execute(f"UPDATE kiosks SET public_key = NULL, state = 'awaited' WHERE kiosk = '{desk.kiosk}'")
    world.execute("UPDATE enrolment_codes SET used_by = NULL")
    request = {
        "code": desk.code,
        "public_key": public_bytes(desk.private).hex(),
        "seal_key": SEAL.public_key().public_bytes_raw().hex(),
        "name": "kiosk-1",
    }
    file = stick / "a.enrolment"
    file.write_bytes(sign_document("enrolment", request, desk.private))
    for _ in range(2):
        (done,) = bring(world, stick)
        assert (done.verdict, done.good) == (Verdict.ENROLLED, True)
        raw = open_file(Path(f"{file}.directory").read_bytes(), SEAL)
        directory = msgspec.json.decode(raw.partition(b"\n")[0], type=Directory)
        assert (directory.kiosk, directory.policies.unit) == (desk.kiosk, UNIT)
    file.write_bytes(sign_document("enrolment", request, Ed25519PrivateKey.generate()))
    (done,) = bring(world, stick)
    assert done.verdict == Verdict.REFUSED
    other = Ed25519PrivateKey.generate()
    request["public_key"] = public_bytes(other).hex()
    file.write_bytes(sign_document("enrolment", request, other))
    (done,) = bring(world, stick)
    assert done.detail.startswith("code_spent")


def test_a_restored_server_hears_of_a_newer_directory_from_the_lines(
    world: World, desk: Desk, stick: Path
) -> None:
    desk.open()
    desk.append("directory.applied", {"version": 7, "digest": "0" * 64})
    bring(world, put(world, stick / "a.hailong", desk.segment()))
    versions = world.query(f"SELECT max(version) FROM directories WHERE kiosk = '{desk.kiosk}'")
    assert versions == [(8,)]


def test_an_answer_that_cannot_be_written_is_said_and_the_lines_are_kept(
    world: World, desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(world, stick / "a.hailong", rated(desk).segment())
    full = StickFailed(Fault.READ_ONLY, "read-only")
    monkeypatch.setattr("sync.central.carriers.answering.write_whole", lambda *_: full)
    (done,) = bring(world, stick)
    assert (done.verdict, done.unanswered, done.good) == (Verdict.TAKEN, full, False)
    assert world.query("SELECT count(*) FROM ratings") == [(3,)]
