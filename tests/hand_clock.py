"""A machine's clocks, set by hand."""

import uuid
from dataclasses import dataclass, field


@dataclass
class HandClock:
    """Each is a machine that was just started, unless it is told which start."""

    wall: int = 1_795_403_045_123
    up: int = 123_456
    boot_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def wall_ms(self) -> int:
        return self.wall

    def up_ms(self) -> int:
        return self.up

    def boot(self) -> str:
        return self.boot_id

    def pass_ms(self, ms: int) -> None:
        self.wall += ms
        self.up += ms
