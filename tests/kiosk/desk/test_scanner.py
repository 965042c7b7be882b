from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.dossier import MAX_CHARACTERS, Unreadable, Why, read_scan
from kiosk.desk.scanner import MAX_GAP_MS, MIN_CHARACTERS, Scanning, scanned

CODE = "H15.50.05.13-261008-0975"
CONTROL = st.characters(categories=["Cc"], exclude_characters="\r\n")


def typed(keys: Iterable[tuple[str, int]], state: Scanning | None = None) -> tuple[Scanning, list[str]]:
    """The state after keys (what each wrote, ms since the one before), and the scans among them."""
    state, texts, now = state or Scanning(), [], 10_000
    for character, gap_ms in keys:
        now += gap_ms
        state, text = scanned(state, character, now)
        texts += [] if text is None else [text]
    return state, texts


def steadily(text: str, gap_ms: int) -> list[tuple[str, int]]:
    return [(character, gap_ms) for character in text]


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=MIN_CHARACTERS, max_size=200),
    st.integers(0, MAX_GAP_MS),
    st.sampled_from(["\r", "\n", "\r\n"]),
)
def test_a_scan_arrives_whole_and_leaves_nothing_behind(text: str, gap_ms: int, enter: str) -> None:
    assert typed([*steadily(text, gap_ms), (enter, gap_ms)]) == (Scanning(), [text])


@given(st.text(min_size=1, max_size=60), st.integers(MAX_GAP_MS + 1, 5_000))
def test_a_person_typing_is_no_scan(text: str, gap_ms: int) -> None:
    assert typed(steadily(text + "\r", gap_ms))[1] == []


def test_a_key_held_down_is_no_scan() -> None:
    assert typed([*steadily("a" * 90, 33), ("\r", 180)])[1] == []


def test_a_scan_after_what_a_person_began_is_only_the_scan() -> None:
    assert typed([("x", 0), ("y", 300), (CODE[0], 400), *steadily(CODE[1:], 4), ("\r", 4)])[1] == [CODE]


def test_two_scans_in_a_row_are_two() -> None:
    one = [*steadily(CODE, 4), ("\r", 4), ("\n", 1)]
    assert typed(one * 2)[1] == [CODE, CODE]


@given(st.lists(st.tuples(st.integers(0, len(CODE) - 1), CONTROL), max_size=20))
def test_control_characters_and_modifiers_change_nothing(noise: list[tuple[int, str]]) -> None:
    keys = steadily(CODE, 5)
    for place, control in noise:
        keys.insert(place, (control, 0))
        keys.insert(place, ("", 0))
    assert typed([*keys, ("\r", 5)])[1] == [CODE]


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(-100, 400)), max_size=60))
def test_no_keys_in_no_order_break_it_or_grow_it(keys: list[tuple[str, int]]) -> None:
    state, texts = typed(keys)
    assert len(state.text) <= MAX_CHARACTERS + 1
    assert all(len(text) >= MIN_CHARACTERS for text in texts)


def test_an_endless_scan_is_kept_short_and_refused_as_too_long() -> None:
    state, _ = typed(steadily("7" * 20_000, 1))
    assert len(state.text) == MAX_CHARACTERS + 1
    _, texts = typed([*steadily("7" * 20_000, 1), ("\r", 1)])
    assert [read_scan(text) for text in texts] == [Unreadable(Why.TOO_LONG)]


def test_a_clock_that_runs_backwards_starts_anew() -> None:
    assert typed([*steadily("ABCDEFGH", 5), ("I", -500), ("\r", 5)])[1] == []
