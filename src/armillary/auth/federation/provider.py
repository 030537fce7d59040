"""The OpenID Connect code flow with PKCE, as a relying party (OIDC Core section 3.1)."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt

from armillary.auth.federation.config import UpstreamProvider
from armillary.auth.federation.errors import FederationError, FederationRefused
from armillary.auth.federation.fetch import Fetcher
from armillary.core.ids import secrets_equal

# Signatures with a key that the provider alone has: never "none", never HMAC (RFC 8725).
_ALGORITHMS = tuple(f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512))
_LEEWAY = 60  # seconds that clocks may differ
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Attempt:
    """One sign-in at a provider; the nonce and the verifier are known to one browser only.

    :param fresh: whether the person has to prove themselves anew there
    """

    redirect_uri: str
    state: str
    nonce: str
    verifier: str
    fresh: bool = False


def authorization_url(provider: UpstreamProvider, attempt: Attempt) -> str:
    """Where to send the person.

    :raises FederationError: the provider's discovery document can't be had
    """
    challenge = hashlib.sha256(attempt.verifier.encode()).digest()
    query = {
        "client_id": provider.client_id,
        "redirect_uri": attempt.redirect_uri,
        "response_type": "code",
        "scope": provider.scope,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if attempt.fresh else {}),
    }
    endpoint: str = _discover(provider)["authorization_endpoint"]
    separator = "&" if urlsplit(endpoint).query else "?"
    return f"{endpoint}{separator}{urlencode(query)}"


def claims_for(
    provider: UpstreamProvider, attempt: Attempt, *, code: str, issuer: str | None
) -> dict[str, Any]:
    """What the provider says of the person who came back with a code.

    :param issuer: the answer's ``iss`` (RFC 9207)
    :raises FederationRefused: the answer is another provider's, or its id_token does not hold
    :raises FederationError: the provider does not answer as it should
    """
    metadata = _discover(provider)
    expected = metadata.get("authorization_response_iss_parameter_supported") is True
    if issuer != provider.issuer and (expected or issuer is not None):
        raise FederationRefused("The answer came from another identity provider. Start again.")
    document = _fetcher(provider).post(
        metadata["token_endpoint"],
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect_uri,
            "code_verifier": attempt.verifier,
        },
        (provider.client_id, provider.client_secret.get_secret_value()),
    )
    keys = _fetcher(provider).get(metadata["jwks_uri"])
    claims = _verified(provider, keys, document.get("id_token"), attempt.nonce)
    return {**_userinfo(provider, metadata, document, claims["sub"]), **claims}


def _userinfo(
    provider: UpstreamProvider, metadata: Mapping[str, Any], document: Mapping[str, Any], sub: str
) -> dict[str, Any]:
    """What many providers tell here and not in the id_token (OIDC Core section 5.3)."""
    endpoint, token = metadata.get("userinfo_endpoint"), document.get("access_token")
    if not isinstance(endpoint, str) or not isinstance(token, str):
        return {}
    claims = _fetcher(provider).get(endpoint, token=token)
    if claims.get("sub") != sub:
        raise FederationRefused("The identity provider spoke of two different people.")
    return claims


def _fetcher(provider: UpstreamProvider) -> Fetcher:
    return Fetcher(private_network=provider.private_network)


def _discover(provider: UpstreamProvider) -> dict[str, Any]:
    """The discovery document, fetched anew: sign-ins are rare, and so it is never stale."""
    url = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    metadata = _fetcher(provider).get(url)
    if metadata.get("issuer") != provider.issuer:
        raise FederationRefused("The identity provider's discovery document is another's.")
    if not all(isinstance(metadata.get(name), str) for name in _ENDPOINTS):
        raise FederationError("The identity provider's discovery document is not complete.")
    if urlsplit(metadata["authorization_endpoint"]).scheme not in ("https", "http"):
        raise FederationError("The identity provider's sign-in page has no web address.")
    return metadata


def _verified(
    provider: UpstreamProvider, keys: Mapping[str, Any], id_token: Any, nonce: str
) -> dict[str, Any]:
    """The claims of an id_token (OIDC Core section 3.1.3.7)."""
    try:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            _key_of(keys, id_token),
            algorithms=list(_ALGORITHMS),
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=_LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise FederationRefused("The identity provider's id_token does not hold.") from error
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise FederationRefused("The identity provider's id_token is for another party.")
    if not secrets_equal(str(claims.get("nonce", "")), nonce):
        raise FederationRefused("The identity provider's id_token is of another sign-in.")
    return claims


def _key_of(keys: Mapping[str, Any], id_token: Any) -> jwt.PyJWK:
    """The key that the token's header names, or the only one there is."""
    found = jwt.PyJWKSet.from_dict(dict(keys)).keys
    signing = [key for key in found if key.public_key_use in (None, "sig")]
    name = jwt.get_unverified_header(id_token).get("kid")
    named = [key for key in signing if key.key_id == name] if name is not None else signing
    if len(named) != 1:
        raise jwt.InvalidKeyError("no such key")
    return named[0]
