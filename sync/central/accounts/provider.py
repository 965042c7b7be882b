"""A provider of identities (OpenID Connect): leaving for it, and what it says of who comes back.

Authorization code with PKCE (S256), state and nonce; the ID token is proved by the provider's published keys.
The provider is asked beside everything else: whatever it does, only who signs in through it waits for it.
"""

import asyncio
import secrets
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

import requests
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]  # it has no types
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]  # it has no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sync.central.accounts.asking import Asking, Unanswered
from sync.central.keys.clock import Clock

_SCOPE: Final = "openid"
_ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
_READ_SECONDS: Final = 10
_LEEWAY_SECONDS: Final = 60
_NEEDED: Final = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
_AT_ONCE: Final = 16
AGAIN_SECONDS: Final = 10
"""How long a provider that could not be asked is asked for nothing more."""


class ProviderSilent(Exception):
    """The provider cannot be asked now; the message is for the log."""


class ProviderRefused(Exception):
    """What the provider says proves nobody; the message is for the log."""


@dataclass(frozen=True)
class Provider:
    """Where people are known, and as what this server is known there."""

    issuer: str
    client: str
    secret: str
    name: str


class Leaving(NamedTuple):
    """The address to leave for, and what must be known when somebody comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


class Identities:
    """Talks to one provider; its document and keys are fetched when they are first needed."""

    def __init__(self, provider: Provider, clock: Clock) -> None:
        self.provider = provider
        self._clock = clock
        self._lock = asyncio.Lock()
        self._document: dict[str, Any] | None = None
        self._silent_until_ms = 0
        self._finding = Asking(1)
        self._proving = Asking(_AT_ONCE)

    async def leave(self, back_to: str) -> Leaving:
        """A new departure, for somebody who shall come back to this address.

        Raises:
            ProviderSilent: it cannot be asked.
        """
        known = await self._known()
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        address, state = self._session(back_to).create_authorization_url(
            known["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
        return Leaving(address, state, nonce, verifier)

    async def subject(self, code: str, nonce: str, verifier: str, back_to: str) -> str:
        """Who came back with this code.

        Raises:
            ProviderSilent: it cannot be asked.
            ProviderRefused: its token does not hold.
        """
        known = await self._known()
        try:
            return await self._proving.answer(partial(self._prove, known, code, nonce, verifier, back_to))
        except Unanswered as error:
            raise ProviderSilent(f"{self.provider.issuer}: {error}") from error

    def _prove(self, known: dict[str, Any], code: str, nonce: str, verifier: str, back_to: str) -> str:
        try:
            told = self._session(back_to).fetch_token(
                known["token_endpoint"], code=code, code_verifier=verifier, timeout=_READ_SECONDS
            )
            keys = KeySet.import_key_set(_fetch(known["jwks_uri"]))  # type: ignore[arg-type]  # it judges
            token = jwt.decode(str(told["id_token"]), keys, algorithms=_ALGORITHMS)
            jwt.JWTClaimsRegistry(
                now=self._clock.wall_ms() // 1000,
                leeway=_LEEWAY_SECONDS,
                iss={"essential": True, "value": self.provider.issuer},
                aud={"essential": True, "value": self.provider.client},
                exp={"essential": True},
                nonce={"essential": True, "value": nonce},
                sub={"essential": True},
            ).validate(token.claims)
        except requests.RequestException as error:
            raise ProviderSilent(f"{self.provider.issuer}: {type(error).__name__}") from error
        except (OAuthError, JoseError, KeyError, ValueError) as error:
            raise ProviderRefused(f"{self.provider.issuer}: {type(error).__name__}: {error}") from error
        return str(token.claims["sub"])

    def _session(self, back_to: str) -> OAuth2Session:
        return OAuth2Session(
            self.provider.client,
            self.provider.secret,
            scope=_SCOPE,
            redirect_uri=back_to,
            code_challenge_method="S256",
        )

    async def _known(self) -> dict[str, Any]:
        """The provider's document; who comes while it is asked for waits for the same answer."""
        async with self._lock:
            if self._document is None:
                self._document = await self._found()
            return self._document

    async def _found(self) -> dict[str, Any]:
        if self._clock.up_ms() < self._silent_until_ms:
            raise ProviderSilent(f"{self.provider.issuer}: was silent a moment ago")
        try:
            return await self._finding.answer(self._find)
        except (ProviderSilent, Unanswered) as error:
            self._silent_until_ms = self._clock.up_ms() + AGAIN_SECONDS * 1000
            raise ProviderSilent(f"{self.provider.issuer}: {error}") from error

    def _find(self) -> dict[str, Any]:
        found = _fetch(f"{self.provider.issuer}/.well-known/openid-configuration")
        if found.get("issuer") != self.provider.issuer or not found.keys() >= _NEEDED:
            raise ProviderSilent("its document is another issuer's, or not whole")
        return found


def _fetch(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=_READ_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderSilent(f"{address}: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise ProviderSilent(f"{address}: no document")
    return found
