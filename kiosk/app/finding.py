"""What a look at the kiosk comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `detail` is for whoever stands here, `figures` for all technicians."""

    what: str
    good: bool
    detail: str
    figures: Mapping[str, int] = field(default_factory=dict)
