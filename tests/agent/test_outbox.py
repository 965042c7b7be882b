import pytest

from tests.agent.memory import HandClock, MemoryOutbox
from tests.agent.outbox_contract import OutboxContract


class TestMemoryOutbox(OutboxContract):
    @pytest.fixture
    def outbox(self) -> MemoryOutbox:
        return MemoryOutbox(HandClock())
