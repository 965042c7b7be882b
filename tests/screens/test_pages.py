from collections.abc import Iterator
from itertools import combinations, pairwise, product

import pytest
from PySide6.QtCore import QPointF, QRectF

from kiosk.ui.screen import Screen
from tests.kiosk.ui.stage import SCREENS
from tests.screens.contrast import ratio
from tests.screens.drawing import FOLDER, Drawn, Letters, drawn_on

PAGES = {
    "attract",
    "out_of_hours",
    "officials",
    "score",
    "criteria",
    "reasons",
    "comment",
    "thanks",
    "still_there",
    "paused",
    "staff_pin",
    "staff",
}
LOOKS = {"largeText", "highContrast", "readAloud", "language"}
FACES = {"score-3": 3, "score-4": 4}
TARGET_MM, GAP_MM, FACE_GAP_MM, KEY_GAP_MM = 20, 3, 4, 2
TONES = {"sắc", "huyền", "hỏi", "ngã", "nặng", "ngang"}
POINTS_MM = 25.4 / 72
PORTRAIT_REACH = 0.4
EDGE_PARTS = 0.06
ROUNDING_PX = 1.0

pytestmark = [pytest.mark.usefixtures("quiet_qt"), pytest.mark.parametrize("screen", SCREENS)]


def gap(one: QRectF, other: QRectF) -> float:
    across = max(one.left(), other.left()) - min(one.right(), other.right())
    down = max(one.top(), other.top()) - min(one.bottom(), other.bottom())
    return max(across, down)


def said(drawn: Drawn) -> str:
    return f"build/screens/{drawn.name}.png"


def test_every_page_is_drawn_alone_and_nothing_complains(screen: str) -> None:
    for drawn in drawn_on(screen):
        assert drawn.pages == (f"page-{drawn.scene.split('-')[0]}",)
        assert (FOLDER / f"{drawn.name}.png").stat().st_size > 0
    assert {page for drawn in drawn_on(screen) for page in drawn.pages} == {f"page-{page}" for page in PAGES}


def test_no_word_is_cut(screen: str) -> None:
    cut = [
        (said(drawn), letters.text)
        for drawn in drawn_on(screen)
        for letters in drawn.letters
        if not (letters.whole or (letters.may_be_cut and "-" in drawn.scene))
        or letters.taken.width() > letters.place.width() + ROUNDING_PX
        or letters.taken.height() > letters.place.height() + ROUNDING_PX
    ]
    assert cut == []


def test_every_word_lies_on_the_screen_and_in_its_control(screen: str) -> None:
    outside = []
    for drawn in drawn_on(screen):
        places = {control.name: control.place for control in drawn.controls}
        for letters in drawn.letters:
            room = places[letters.control] if letters.control else drawn.window
            if not room.contains(letters.taken):
                outside.append((said(drawn), letters.text))
    assert outside == []


def test_no_word_lies_on_another_one_on_a_control_or_on_the_drum(screen: str) -> None:
    over = [(said(drawn), *pair) for drawn in drawn_on(screen) for pair in overlaps(drawn)]
    assert over == []


def overlaps(drawn: Drawn) -> Iterator[tuple[str, str]]:
    for one, other in combinations(drawn.letters, 2):
        if gap(one.taken, other.taken) < -ROUNDING_PX:
            yield one.text, other.text
    for letters, control in product(drawn.letters, drawn.controls):
        if letters.control != control.name and gap(letters.taken, control.place) < -ROUNDING_PX:
            yield letters.text, control.name
    for letters, drum in product(drawn.letters, drawn.drums):
        if on_disc(letters.taken, drum):
            yield letters.text, "drum"


def on_disc(words: QRectF, disc: QRectF) -> bool:
    centre = disc.center()
    nearest = QPointF(
        min(max(centre.x(), words.left()), words.right()), min(max(centre.y(), words.top()), words.bottom())
    )
    apart = nearest - centre
    return QPointF.dotProduct(apart, apart) < (disc.width() / 2) ** 2


def test_of_few_officials_a_long_counter_is_told_whole_below_a_name_of_one_line(screen: str) -> None:
    cut = []
    few = (one for one in drawn_on(screen) if one.scene == "officials-5" and not one.look.large_text)
    for drawn in few:
        tiles: dict[str, list[Letters]] = {}
        for letters in drawn.letters:
            if letters.control and letters.control.startswith("official-"):
                tiles.setdefault(letters.control, []).append(letters)
        for name, counter in tiles.values():
            if "\n" not in name.text and not counter.whole:
                cut.append((said(drawn), counter.text))
    assert cut == []


def test_a_finger_finds_room_on_every_control_and_between_them(screen: str) -> None:
    for drawn in drawn_on(screen):
        mm = drawn.px_per_mm
        for control in drawn.controls:
            assert drawn.window.contains(control.place), (said(drawn), control)
            assert min(control.place.width(), control.place.height()) >= TARGET_MM * mm, (
                said(drawn),
                control,
            )
        for one, other in combinations(drawn.controls, 2):
            assert gap(one.place, other.place) >= least_gap_mm(one.name, other.name) * mm, (
                said(drawn),
                one,
                other,
            )


def least_gap_mm(one: str, other: str) -> float:
    for kind, gap_mm in (("score-", FACE_GAP_MM), ("key-", KEY_GAP_MM)):
        if one.startswith(kind) and other.startswith(kind):
            return gap_mm
    return GAP_MM


def test_on_an_upright_screen_everything_that_is_touched_is_within_reach(screen: str) -> None:
    for drawn in drawn_on(screen):
        if drawn.window.height() > drawn.window.width():
            for control in drawn.controls:
                assert control.place.top() >= PORTRAIT_REACH * drawn.window.height(), (said(drawn), control)


def test_look_and_language_stand_at_the_right_edge_of_every_page(screen: str) -> None:
    for drawn in drawn_on(screen):
        looks = [control.place for control in drawn.controls if control.name in LOOKS]
        others = [control.place for control in drawn.controls if control.name not in LOOKS]
        if not looks:
            continue
        lowest = max(looks, key=QRectF.right)
        beside = [place for place in others if abs(place.top() - lowest.top()) <= ROUNDING_PX]
        assert all(place.right() <= min(map(QRectF.left, looks)) for place in beside), said(drawn)
        assert drawn.window.right() - lowest.right() <= EDGE_PARTS * drawn.window.width(), said(drawn)


def test_the_faces_are_alike(screen: str) -> None:
    for drawn in drawn_on(screen):
        faces = [control.place for control in drawn.controls if control.name.startswith("score-")]
        words = {letters.size_px for letters in drawn.letters if (letters.control or "").startswith("score-")}
        if faces:
            assert len(faces) == FACES.get(drawn.scene, 5)
            assert len({(face.width(), face.height()) for face in faces}) == 1
            assert len(words) == 1
            steps = [(other.left() - one.left(), other.top() - one.top()) for one, other in pairwise(faces)]
            assert max(abs(step[0] - steps[0][0]) for step in steps) <= ROUNDING_PX
            assert max(abs(step[1] - steps[0][1]) for step in steps) <= ROUNDING_PX


def test_every_word_stands_out_seven_to_one(screen: str) -> None:
    faint = [
        (said(drawn), letters.text, letters.colour.name(), letters.ground.name())
        for drawn in drawn_on(screen)
        for letters in drawn.letters
        if ratio(letters.colour, letters.ground) < 7
    ]
    assert faint == []


def test_no_letter_is_smaller_than_eighteen_points_unless_the_page_had_to_shrink(screen: str) -> None:
    points = 18 * min(1, Screen(*SCREENS[screen]).zoom)
    small = [
        (said(drawn), letters.text, letters.size_px)
        for drawn in drawn_on(screen)
        for letters in drawn.letters
        if letters.size_px < points * POINTS_MM * drawn.px_per_mm and not names_a_tone(letters)
    ]
    assert small == []


def names_a_tone(letters: Letters) -> bool:
    return letters.control == f"key-{letters.text}" and letters.text in TONES


def test_the_name_of_a_tone_is_small_under_its_mark_and_never_alone(screen: str) -> None:
    for drawn in drawn_on(screen):
        for name in filter(names_a_tone, drawn.letters):
            marks = [one for one in drawn.letters if one.control == name.control and one is not name]
            assert len(marks) == 1
            assert marks[0].size_px > name.size_px
            assert name.size_px >= 13 * min(1, Screen(*SCREENS[screen]).zoom) * POINTS_MM * drawn.px_per_mm


def test_skipping_is_as_large_as_sending(screen: str) -> None:
    for drawn in drawn_on(screen):
        size = {control.name: control.place.size() for control in drawn.controls}
        assert size.get("send") == (size["skip"] if "send" in size else None)
