import msgspec
import pytest
from sqlalchemy import Connection

from sync.central.directory.edition import Outdated, edition_of
from sync.central.directory.questionnaires import (
    NotPublishable,
    current_questionnaires,
    drafts_now,
    release_draft,
    restore_version,
    save_draft,
    versions_of,
    written_questionnaire,
)
from sync.contract.questionnaire import Question
from tests.central.world import QUESTIONS


def draft(connection: Connection, text: str) -> None:
    written = written_questionnaire(connection, QUESTIONS)
    assert written is not None
    first, *others = written.questions
    first = msgspec.structs.replace(first, text={"vi": text, "en": text})
    save_draft(connection, QUESTIONS, (first, *others), edition_of(written))


def release(connection: Connection) -> int:
    return release_draft(connection, QUESTIONS, edition_of(drafts_now(connection).get(QUESTIONS)), "Minh", 7)


def asked(connection: Connection) -> tuple[int, str]:
    (one,) = current_questionnaires(connection)
    return one.version, one.questions[0].text["vi"]


def test_a_draft_reaches_nobody_until_it_is_released_and_then_it_is_the_next_version(
    connection: Connection,
) -> None:
    before = asked(connection)
    draft(connection, "Ông/Bà thấy thế nào?")
    assert asked(connection) == before
    assert release(connection) == 2
    assert asked(connection) == (2, "Ông/Bà thấy thế nào?")
    assert drafts_now(connection) == {}


def test_rolling_back_is_a_new_version_with_the_old_questions(connection: Connection) -> None:
    old = asked(connection)[1]
    draft(connection, "Ông/Bà thấy thế nào?")
    release(connection)
    assert restore_version(connection, QUESTIONS, 1, "Lan", 9) == 3
    assert asked(connection) == (3, old)
    told = [
        (one.questionnaire.version, one.person, one.restores) for one in versions_of(connection, QUESTIONS)
    ]
    assert told == [(3, "Lan", 1), (2, "Minh", None), (1, "", None)]
    with pytest.raises(NotPublishable, match="no version 9"):
        restore_version(connection, QUESTIONS, 9, "Lan", 9)


def test_what_no_kiosk_could_show_may_be_written_and_is_not_released(connection: Connection) -> None:
    written = written_questionnaire(connection, QUESTIONS)
    assert written is not None
    half = (*written.questions, Question("visits", "choice", {"vi": "Mấy lần?"}))
    save_draft(connection, QUESTIONS, half, edition_of(written))
    with pytest.raises(NotPublishable, match="visits: at least two choices"):
        release(connection)


def test_a_draft_that_somebody_else_saved_is_neither_overwritten_nor_released(connection: Connection) -> None:
    draft(connection, "Một")
    seen = edition_of(drafts_now(connection)[QUESTIONS])
    draft(connection, "Hai")
    with pytest.raises(Outdated):
        save_draft(connection, QUESTIONS, drafts_now(connection)[QUESTIONS].questions, seen)
    with pytest.raises(Outdated):
        release_draft(connection, QUESTIONS, seen, "Minh", 7)
