"""Whether lines can be taken in now: the database answers, its shape and the keys fit, there is room."""

import asyncio
import shutil
from enum import StrEnum
from typing import Final

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.database.migration import Standing, standing
from sync.central.keys.identity import FILE_NAME, BadIdentity, read_kept
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


class Ready(msgspec.Struct, frozen=True):
    """The answer; `code` is the first of `missing`."""

    ready: bool
    code: Want | None
    missing: tuple[Want, ...]


class Readiness:
    """Looks when asked, and at most once a second, however many ask."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._aside = Aside(state.watching, self._missing)
        self._data = state.settings.data
        self._least_room_bytes = state.settings.least_room_mib * _MIB
        self._looking: asyncio.Task[tuple[Want, ...]] | None = None
        self._looked_at = 0.0

    async def judge(self) -> Ready:
        """Whether the server is ready."""
        now = asyncio.get_running_loop().time()
        if self._looking is None or (self._looking.done() and now - self._looked_at > _KEPT_SECONDS):
            self._looking, self._looked_at = asyncio.create_task(self._look()), now
        missing = await asyncio.shield(self._looking)
        if self._state.stopping.asked:
            missing = (Want.STOPPING, *missing)
        return Ready(not missing, missing[0] if missing else None, missing)

    async def _look(self) -> tuple[Want, ...]:
        try:
            return await self._aside.ask(ANSWER_SECONDS)
        except NoAnswer:
            return (Want.DATABASE,)

    def _missing(self) -> tuple[Want, ...]:
        found = [self._of_database()]
        if not self._keys_are_ours():
            found.append(Want.KEYS)
        if shutil.disk_usage(self._data).free < self._least_room_bytes:
            found.append(Want.ROOM)
        return tuple(want for want in found if want is not None)

    def _of_database(self) -> Want | None:
        try:
            with reading(self._state.engine) as connection:
                return None if standing(connection) is Standing.CURRENT else Want.SCHEMA
        except SQLAlchemyError:
            return Want.DATABASE

    def _keys_are_ours(self) -> bool:
        """Whether the keys on disk are those this process signs with: it was started anew after a switch."""
        identity = self._state.identity
        try:
            kept = read_kept(self._data / "keys" / FILE_NAME)
        except BadIdentity:
            return False
        mine = identity.private.private_bytes_raw().hex()
        return (kept.server, kept.signing_key) == (identity.server_id, mine)
