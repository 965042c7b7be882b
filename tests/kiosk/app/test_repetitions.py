"""A dossier rated again is known to be, and by nothing that could be guessed from."""

from kiosk.app.repetitions import FORGOTTEN_MS, Repetitions

CODE = "H15.50.05.13-261008-0975"


def test_a_dossier_rated_again_at_the_same_stage_is_known() -> None:
    known = Repetitions()
    assert not known.note(CODE, "received", 0)
    assert not known.note(CODE, "returned", 1)
    assert not known.note("H15.50.05.13-261008-0976", "received", 2)
    assert known.note(CODE, "received", 3)
    assert known.note(CODE, "received", 4)


def test_what_is_a_day_old_is_forgotten() -> None:
    known = Repetitions()
    known.note(CODE, None, 0)
    assert not known.note(CODE, None, FORGOTTEN_MS)
    assert known.note(CODE, None, FORGOTTEN_MS + 1)
