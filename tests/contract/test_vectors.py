"""The published vectors: another system that computes these speaks our protocol."""

import json
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import sync.contract
from sync.contract.answers import form_of, judge_answers
from sync.contract.badge import Badge, badge_digest, badge_text, read_badge
from sync.contract.call_token import token_digest
from sync.contract.commands import DIAGNOSTICS, DoneCommand, TakenCommand, judge_command
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed, convert, decode
from sync.contract.enrolment import EnrolmentRequest, canonical
from sync.contract.hours import read_hours
from sync.contract.keys import FINGERPRINT_LETTERS, fingerprint, key_name, public_bytes, sign
from sync.contract.ledger import Head, head_message, link, opening
from sync.contract.pin import judge_pin
from sync.contract.questionnaire import Questionnaire, judge_questionnaire
from sync.contract.rating import DetailedRating
from sync.contract.seal import unseal
from sync.contract.sealed_file import open_file
from sync.contract.segment import digest, read_segment
from sync.contract.signed import open_document, sign_document
from sync.contract.token import Purpose, Token, mint, receipt_code

VECTORS = json.loads((Path(sync.contract.__file__).parent / "vectors.json").read_text("utf-8"))
TOMORROW = {
    "command": "70000000-0000-4000-8000-000000000007",
    "what": "sing",
    "issued": 0,
    "expires": 1,
    "song": "Quan họ",
}
KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["private_key"]))


def test_keys() -> None:
    assert public_bytes(KEY).hex() == VECTORS["public_key"]
    assert fingerprint(public_bytes(KEY)) == VECTORS["fingerprint"]
    assert canonical(key_name(public_bytes(KEY)), FINGERPRINT_LETTERS) == VECTORS["fingerprint"]


def test_the_chain_and_its_signed_head() -> None:
    hashes = [opening(VECTORS["ledger"])]
    for text in VECTORS["lines"]:
        hashes.append(link(hashes[-1], text.encode()))
    assert [h.hex() for h in hashes] == VECTORS["hashes"]
    message = head_message(VECTORS["kiosk"], VECTORS["ledger"], Head(len(VECTORS["lines"]), hashes[-1]))
    assert message.decode() == VECTORS["head_message"]
    assert sign(KEY, message) == VECTORS["head_signature"]


def test_a_receipt() -> None:
    raw = VECTORS["receipt_document"].encode()
    opened = open_document("receipt", raw, [public_bytes(KEY)])
    assert sign_document("receipt", json.loads(opened), KEY) == raw


def test_a_token_and_its_receipt_code() -> None:
    token = Token(Purpose.RATING, VECTORS["kiosk"], VECTORS["ledger"], VECTORS["rating"])
    assert mint(token, KEY.sign) == VECTORS["token"]
    assert receipt_code(VECTORS["rating"]) == VECTORS["receipt_code"]


def judged(document: object) -> Questionnaire:
    questionnaire = convert(document, Questionnaire)
    judge_questionnaire(questionnaire)
    return questionnaire


def test_a_questionnaire_and_the_answers_that_fit_it() -> None:
    form = form_of(judged(VECTORS["questionnaire"]))
    detailed = convert(VECTORS["detailed"], DetailedRating)
    assert [list(pair) for pair in judge_answers(form, detailed)] == VECTORS["answers"]


@pytest.mark.parametrize("document", VECTORS["bad_questionnaires"])
def test_a_questionnaire_that_no_kiosk_could_show(document: object) -> None:
    with pytest.raises(Malformed):
        judged(document)


@pytest.mark.parametrize("body", VECTORS["bad_details"])
def test_answers_that_the_questionnaire_does_not_offer(body: object) -> None:
    form = form_of(judged(VECTORS["questionnaire"]))
    with pytest.raises(Malformed):
        judge_answers(form, convert(body, DetailedRating))


def test_hours() -> None:
    read_hours(VECTORS["hours"])
    for hours in VECTORS["bad_hours"]:
        with pytest.raises(Malformed):
            read_hours(hours)


def test_pins() -> None:
    judge_pin(VECTORS["pin_hash"])
    assert PasswordHasher().verify(VECTORS["pin_hash"], VECTORS["pin"])
    for phc in VECTORS["bad_pin_hashes"]:
        with pytest.raises(Malformed):
            judge_pin(phc)


def test_a_badge_and_a_counters_token() -> None:
    badge = Badge(VECTORS["badge_official"], VECTORS["badge_secret"])
    assert badge_text(badge) == VECTORS["badge_text"]
    assert read_badge(VECTORS["badge_text"].lower()) == badge
    assert badge_digest(badge.secret) == VECTORS["badge_digest"]
    assert badge.fits(VECTORS["badge_digest"])
    assert token_digest(VECTORS["call_token"]) == VECTORS["call_token_digest"]


def test_a_sealed_blob() -> None:
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["seal_private_key"]))
    assert private.public_key().public_bytes_raw().hex() == VECTORS["seal_public_key"]
    blob, name = bytes.fromhex(VECTORS["sealed_blob"]), VECTORS["sealed_name"]
    opened = unseal(blob, private, name, VECTORS["ledger"], VECTORS["rating"])
    assert opened.decode() == VECTORS["sealed_text"]


def test_a_file_and_the_segment_in_it() -> None:
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["seal_private_key"]))
    held = open_file(bytes.fromhex(VECTORS["file"]), private)
    assert held.hex() == VECTORS["file_holds"]
    segment = read_segment(held)
    assert segment.lines == tuple(line.encode() for line in VECTORS["lines"])
    assert segment.header.signed_by(public_bytes(KEY))


def test_an_enrolment_that_travels_in_a_file() -> None:
    raw = VECTORS["enrolment_document"].encode()
    request = decode(open_document("enrolment", raw, [public_bytes(KEY)]), EnrolmentRequest)
    assert request.public_key == VECTORS["public_key"]
    assert sign_document("enrolment", request, KEY) == raw


def test_commands_in_a_directory_and_what_a_kiosk_does_with_each() -> None:
    told = VECTORS["commands"]
    directory = decode(open_document("directory", told["directory"].encode(), [public_bytes(KEY)]), Directory)
    for moment in told["verdicts"]:
        judged = [judge_command(one, moment["now"], set(told["taken"])) for one in directory.commands]
        assert judged == moment["verdicts"]
    done = convert(told["bodies"]["command.done"], DoneCommand)
    assert convert(told["bodies"]["command.taken"], TakenCommand).command == done.command
    private = X25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["seal_private_key"]))
    blob = bytes.fromhex(told["diagnostics"])
    assert (
        unseal(blob, private, DIAGNOSTICS, VECTORS["ledger"], done.command).decode()
        == told["diagnostics_text"]
    )
    assert digest(blob) == done.attached[DIAGNOSTICS]


def test_a_directory_without_commands_and_one_with_members_of_tomorrow_are_read() -> None:
    old = open_document("directory", VECTORS["documents"]["directory"].encode(), [public_bytes(KEY)])
    assert decode(old, Directory).commands == ()
    new = json.loads(old) | {"commands": [TOMORROW], "of_tomorrow": [1]}
    assert decode(json.dumps(new).encode(), Directory).commands[0].what == "sing"
