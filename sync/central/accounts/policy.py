"""How this province wants people to sign in."""

from dataclasses import dataclass, field

from sync.central.accounts.passwords import Passwords
from sync.central.accounts.provider import Provider
from sync.central.accounts.roles import Roles, load_roles
from sync.central.keys.passphrase import Cost


@dataclass(frozen=True)
class Policy:
    """Roles, how passwords are kept, how long a session lasts (unused, at most), how fast one may ask.

    `half_ms`: how long there is for a second factor after the password, or for setting one up.
    `opening`: what a try at a passphrase that opens comments costs. `…_at_once`: of one address, and of one
    account; then some ten pages, or one form, a second.
    """

    roles: Roles = field(default_factory=load_roles)
    passwords: Passwords = field(default_factory=Passwords)
    opening: Cost = field(default_factory=Cost)
    provider: Provider | None = None
    idle_ms: int = 30 * 60 * 1000
    whole_ms: int = 12 * 60 * 60 * 1000
    half_ms: int = 15 * 60 * 1000
    pages_at_once: int = 300
    forms_at_once: int = 30
