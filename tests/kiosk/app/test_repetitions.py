"""A dossier rated again is known by its rating, and by nothing that could be guessed from."""

from kiosk.app.repetitions import FORGOTTEN_MS, Repetitions

CODE = "H15.50.05.13-261008-0975"


def test_a_dossier_rated_again_at_the_same_stage_names_its_rating_before() -> None:
    known = Repetitions()
    assert known.note(CODE, "received", "one", 0) is None
    assert known.note(CODE, "returned", "two", 1) is None
    assert known.note("H15.50.05.13-261008-0976", "received", "three", 2) is None
    assert known.note(CODE, "received", "four", 3) == "one"
    assert known.note(CODE, "received", "five", 4) == "four"


def test_what_is_a_day_old_is_forgotten() -> None:
    known = Repetitions()
    known.note(CODE, None, "one", 0)
    assert known.note(CODE, None, "two", FORGOTTEN_MS) is None
    assert known.note(CODE, None, "three", FORGOTTEN_MS + 1) == "two"
