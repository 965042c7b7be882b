import pytest

from tests.agent.formers_contract import FormersContract, Room
from tests.agent.memory import MemoryOutbox
from tests.agent.outbox_contract import OutboxContract
from tests.hand_clock import HandClock


class TestMemoryOutbox(OutboxContract):
    @pytest.fixture
    def outbox(self) -> MemoryOutbox:
        return MemoryOutbox(HandClock())


class TestMemoryFormers(FormersContract):
    @pytest.fixture
    def room(self) -> MemoryOutbox:
        return MemoryOutbox(HandClock())

    def give_up(self, room: Room, agreed: int) -> None:
        assert isinstance(room, MemoryOutbox)
        room.succeed(room.ledger, agreed)
