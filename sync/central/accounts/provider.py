"""A provider of identities (OpenID Connect): leaving for it, and what it says of who comes back.

Authorization code with PKCE (S256), state and nonce; the ID token is proved by the provider's published keys.
"""

import secrets
import threading
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import requests
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]  # it has no types
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]  # it has no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sync.central.keys.clock import Clock

_SCOPE: Final = "openid"
_ALGORITHMS: Final = ["RS256", "PS256", "ES256", "EdDSA"]
_SECONDS: Final = 10
_LEEWAY_SECONDS: Final = 60


class ProviderRefused(Exception):
    """The provider cannot be asked, or what it says proves nobody; the message is for the log."""


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
        self._lock = threading.Lock()
        self._document: dict[str, Any] | None = None

    def leave(self, back_to: str) -> Leaving:
        """A new departure, for somebody who shall come back to this address.

        Raises:
            ProviderRefused: it cannot be asked.
        """
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        address, state = self._session(back_to).create_authorization_url(
            self._known()["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
        return Leaving(address, state, nonce, verifier)

    def subject(self, code: str, nonce: str, verifier: str, back_to: str) -> str:
        """Who came back with this code.

        Raises:
            ProviderRefused: it cannot be asked, or its token does not hold.
        """
        try:
            told = self._session(back_to).fetch_token(
                self._known()["token_endpoint"], code=code, code_verifier=verifier, timeout=_SECONDS
            )
            token = jwt.decode(str(told["id_token"]), self._keys(), algorithms=_ALGORITHMS)
            jwt.JWTClaimsRegistry(
                now=self._clock.wall_ms() // 1000,
                leeway=_LEEWAY_SECONDS,
                iss={"essential": True, "value": self.provider.issuer},
                aud={"essential": True, "value": self.provider.client},
                exp={"essential": True},
                nonce={"essential": True, "value": nonce},
                sub={"essential": True},
            ).validate(token.claims)
        except (OAuthError, JoseError, requests.RequestException, KeyError, ValueError) as error:
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

    def _known(self) -> dict[str, Any]:
        with self._lock:
            if self._document is None:
                found = _fetch(f"{self.provider.issuer}/.well-known/openid-configuration")
                if found.get("issuer") != self.provider.issuer:
                    raise ProviderRefused(f"{self.provider.issuer}: its document names another issuer")
                self._document = found
            return self._document

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(_fetch(self._known()["jwks_uri"]))  # type: ignore[arg-type]  # it judges


def _fetch(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderRefused(f"{address}: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise ProviderRefused(f"{address}: no document")
    return found
