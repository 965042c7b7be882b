"""Questionnaires: written as drafts, published as versions that never change, put back as new versions."""

from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, select

from sync.central.database.rows import lock_everything, put
from sync.central.database.tables import drafts, province, questionnaires, releases
from sync.central.directory.edition import judge_edition
from sync.contract.encoding import Malformed
from sync.contract.questionnaire import Question, Questionnaire, judge_questionnaire


class NotPublishable(Exception):
    """A kiosk could not show it, or a reader not count it; the message names the question."""


class Version(NamedTuple):
    """A published version; who published it is not known of those that came with a folder."""

    questionnaire: Questionnaire
    person: str
    released_ms: int | None
    restores: int | None


def current_questionnaires(connection: Connection) -> tuple[Questionnaire, ...]:
    """Those that kiosks are given, in their order; a kiosk asks the first."""
    document = connection.execute(
        select(province.c.document).where(province.c.name == "questionnaires")
    ).scalar_one_or_none()
    return () if document is None else msgspec.json.decode(document, type=tuple[Questionnaire, ...])


def versions_of(connection: Connection, name: str) -> list[Version]:
    """Every version of a questionnaire, the newest first."""
    rows = connection.execute(
        select(questionnaires.c.document, releases.c.person, releases.c.released_ms, releases.c.restores)
        .join(
            releases,
            (releases.c.id == questionnaires.c.id) & (releases.c.version == questionnaires.c.version),
            isouter=True,
        )
        .where(questionnaires.c.id == name)
        .order_by(questionnaires.c.version.desc())
    )
    return [
        Version(
            msgspec.json.decode(row.document, type=Questionnaire),
            row.person or "",
            row.released_ms,
            row.restores,
        )
        for row in rows
    ]


def drafts_now(connection: Connection) -> dict[str, Questionnaire]:
    """What is being written, by the questionnaire's id."""
    rows = connection.execute(select(drafts).order_by(drafts.c.id))
    return {row.id: msgspec.json.decode(row.document, type=Questionnaire) for row in rows}


def written_questionnaire(connection: Connection, name: str) -> Questionnaire | None:
    """The draft of a questionnaire, or else its newest version."""
    draft = drafts_now(connection).get(name)
    if draft is not None:
        return draft
    versions = versions_of(connection, name)
    return versions[0].questionnaire if versions else None


def save_draft(connection: Connection, name: str, questions: tuple[Question, ...], seen: str) -> None:
    """Keep what somebody wrote; it need not be fit for a kiosk yet. `seen`: the edition they wrote over.

    Raises:
        Outdated: somebody else saved or published it meanwhile.
    """
    lock_everything(connection)
    judge_edition(seen, written_questionnaire(connection, name))
    _keep(connection, Questionnaire(name, _next(connection, name), questions))


def drop_draft(connection: Connection, name: str) -> None:
    """Forget what is being written."""
    connection.execute(delete(drafts).where(drafts.c.id == name))


def release_draft(connection: Connection, name: str, seen: str, person: str, now_ms: int) -> int:
    """Make the draft the next version, for whoever publishes next; its number.

    Raises:
        Outdated: it is not the draft that was looked at.
        NotPublishable: no kiosk could show it.
    """
    lock_everything(connection)
    draft = drafts_now(connection).get(name)
    judge_edition(seen, draft)
    if draft is None:
        raise NotPublishable("there is no draft")
    version = _release(connection, draft, person, now_ms, None)
    drop_draft(connection, name)
    return version


def restore_version(connection: Connection, name: str, version: int, person: str, now_ms: int) -> int:
    """Make an older version's questions the next version; ratings go on naming the one they answered.

    Raises:
        NotPublishable: there is no such version.
    """
    lock_everything(connection)
    for found in versions_of(connection, name):
        if found.questionnaire.version == version:
            return _release(connection, found.questionnaire, person, now_ms, version)
    raise NotPublishable(f"there is no version {version}")


def _release(
    connection: Connection, written: Questionnaire, person: str, now_ms: int, restores: int | None
) -> int:
    new = msgspec.structs.replace(written, version=_next(connection, written.id))
    try:
        judge_questionnaire(new)
    except Malformed as error:
        raise NotPublishable(error.detail) from error
    row = {"id": new.id, "version": new.version}
    put(connection, questionnaires, [{**row, "document": msgspec.json.encode(new).decode()}])
    put(connection, releases, [{**row, "person": person, "released_ms": now_ms, "restores": restores}])
    before = current_questionnaires(connection)
    after = tuple(new if one.id == new.id else one for one in before)
    if new not in after:
        after = (*after, new)
    put(
        connection,
        province,
        [{"name": "questionnaires", "document": msgspec.json.encode(after).decode()}],
    )
    return new.version


def _next(connection: Connection, name: str) -> int:
    last = select(func.max(questionnaires.c.version)).where(questionnaires.c.id == name)
    return (connection.execute(last).scalar_one() or 0) + 1


def _keep(connection: Connection, draft: Questionnaire) -> None:
    put(connection, drafts, [{"id": draft.id, "document": msgspec.json.encode(draft).decode()}])
