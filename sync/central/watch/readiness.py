"""Whether lines can be taken in now: the database answers, its shape and the keys fit, there is room."""

import asyncio
import shutil
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.database.migration import Standing, standing
from sync.central.database.replication import doubts
from sync.central.keys.identity import FILE_NAME, BadIdentity, read_kept
from sync.central.keys.published import is_superseded
from sync.central.watch.aside import Aside, NoAnswer

ANSWER_SECONDS: Final = 2.0
_KEPT_SECONDS: Final = 1.0
_MIB: Final = 1 << 20


class Want(StrEnum):
    """What is missing; a code for machines, and no more than that for anybody."""

    STOPPING = "stopping"
    DATABASE = "database"
    SCHEMA = "schema"
    KEYS = "keys"
    ROOM = "room"


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """The answer; `code` is the first of `missing`.

    `warnings`: where the setting `synchronous` asks for a second machine, why a receipt might not be on it.
    """

    ready: bool
    code: Want | None
    missing: tuple[Want, ...]
    warnings: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class _Seen(NamedTuple):
    missing: tuple[Want, ...]
    warnings: tuple[str, ...] = ()


class Readiness:
    """Looks when asked, and at most once a second, however many ask."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._aside = Aside(state.watching, self._see)
        self._data = state.settings.data
        self._least_room_bytes = state.settings.least_room_mib * _MIB
        self._synchronous = state.settings.synchronous
        self._looking: asyncio.Task[_Seen] | None = None
        self._looked_at = 0.0

    async def judge(self) -> Ready:
        """Whether the server is ready."""
        now = asyncio.get_running_loop().time()
        if self._looking is None or (self._looking.done() and now - self._looked_at > _KEPT_SECONDS):
            self._looking, self._looked_at = asyncio.create_task(self._look()), now
        seen = await asyncio.shield(self._looking)
        missing = (Want.STOPPING, *seen.missing) if self._state.stopping.asked else seen.missing
        return Ready(
            ready=not missing,
            code=missing[0] if missing else None,
            missing=missing,
            warnings=seen.warnings or msgspec.UNSET,
        )

    async def _look(self) -> _Seen:
        try:
            return await self._aside.ask(ANSWER_SECONDS)
        except NoAnswer:
            return _Seen((Want.DATABASE,))

    def _see(self) -> _Seen:
        missing, warnings = self._of_database()
        if Want.KEYS not in missing and not self._keys_are_ours():
            missing = (*missing, Want.KEYS)
        if shutil.disk_usage(self._data).free < self._least_room_bytes:
            missing = (*missing, Want.ROOM)
        return _Seen(missing, warnings)

    def _of_database(self) -> _Seen:
        try:
            with reading(self._state.engine) as connection:
                if standing(connection) is not Standing.CURRENT:
                    return _Seen((Want.SCHEMA,))
                superseded = is_superseded(connection, self._state.identity)
                warnings = doubts(connection) if self._synchronous else []
                return _Seen((Want.KEYS,) if superseded else (), tuple(warnings))
        except SQLAlchemyError:
            return _Seen((Want.DATABASE,))

    def _keys_are_ours(self) -> bool:
        """Whether the keys on disk are those this process signs with: it was started anew after a switch."""
        identity = self._state.identity
        try:
            kept = read_kept(self._data / "keys" / FILE_NAME)
        except BadIdentity:
            return False
        mine = identity.private.private_bytes_raw().hex()
        return (kept.server, kept.signing_key) == (identity.server_id, mine)
