"""How this province wants people to sign in."""

from dataclasses import dataclass, field

from sync.central.accounts.roles import Roles, load_roles


@dataclass(frozen=True)
class Policy:
    """Roles, and how long a session lasts: unused, and at most."""

    roles: Roles = field(default_factory=load_roles)
    idle_ms: int = 30 * 60 * 1000
    whole_ms: int = 12 * 60 * 60 * 1000
