"""What the screen is told, and the receipt a phone can read."""

from pathlib import Path

from kiosk.app.drafting import InHand
from kiosk.app.scenes import receipt_of, scenes_to
from kiosk.identity import Identity
from kiosk.ui.scene import Scene
from kiosk.visit import Desk, Page, begin
from sync.contract.keys import verified_raw
from sync.contract.token import Purpose, read_token, receipt_code
from tests.kiosk.app.test_drafting import LAN, OTHER_COUNTER, RATING, UNIT, posting

LEDGER = "10000000-0000-4000-8000-000000000001"
IN_HAND = InHand(LEDGER, RATING, 7)


def test_a_receipt_names_the_rating_and_is_signed_by_this_kiosk(tmp_path: Path) -> None:
    identity = Identity.make(tmp_path)
    receipt = receipt_of(Purpose.RATING, IN_HAND, posting(), identity)
    start, _, text = receipt.url.partition("/T/")
    token, message, signature = read_token(text)
    assert start == "HTTPS://HAILONG.EXAMPLE"
    assert token == (Purpose.RATING, UNIT, LEDGER, RATING)
    assert receipt.code == receipt_code(RATING)
    assert verified_raw(identity.public, signature, message)


def test_a_receipt_is_shown_with_thanks_only(tmp_path: Path) -> None:
    shown: list[Scene] = []
    show = scenes_to(shown.append, Identity.make(tmp_path), lambda: 5)
    visit = begin(Desk(), 0)
    for page in Page:
        show(type(visit)(page, visit.desk, 0, 0), posting(), IN_HAND)
    assert [scene.visit.page for scene in shown if scene.receipt] == [Page.THANKS]


def test_officials_come_by_counter_with_the_photos_that_are_here(tmp_path: Path) -> None:
    shown: list[Scene] = []
    show = scenes_to(shown.append, Identity.make(tmp_path), lambda: 5)
    show(begin(Desk(), 0), posting(), IN_HAND)
    scene = shown[0]
    assert [card.name for card in scene.officials] == ["Trần Bình", "Lê Thị Lan"]
    assert scene.officials[1].official == LAN
    assert scene.officials[0].counter_text == {"vi": "Quầy 1 · Đất đai", "en": "Counter 1 · Land"}
    assert scene.unit_name["vi"] == "Phường An Bình"
    assert OTHER_COUNTER not in str(scene)
