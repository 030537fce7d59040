"""What we believe of a provider's claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from armillary.auth.federation.config import UpstreamProvider
from armillary.auth.federation.errors import FederationRefused
from armillary.auth.identities.rules import USERNAME

_LEEWAY = timedelta(seconds=60)  # that clocks may differ
_COLUMN = 255


def username_of(provider: UpstreamProvider, claims: Mapping[str, Any]) -> str:
    """The username that the claims give, which must be of one of the provider's domains.

    :raises FederationRefused: it is not, or not proven
    """
    given = claims.get(provider.username_claim)
    if not isinstance(given, str) or not given:
        raise FederationRefused(f"{provider.name} did not tell a username. Ask its operators.")
    if provider.username_claim == "email" and claims.get("email_verified") is not True:
        raise FederationRefused(f"{provider.name} has not confirmed your e-mail address.")
    username = given.lower() if "@" in given else f"{given.lower()}@{provider.domains[0]}"
    domain = username.rpartition("@")[2]
    if domain not in provider.domains or not USERNAME.fullmatch(username):
        raise FederationRefused(f"{provider.name} does not give out the username {username[:80]}.")
    return username


def profile_of(claims: Mapping[str, Any]) -> dict[str, str]:
    """Columns of an identity that the claims tell: ``name``, ``email``, ``organization``."""
    return {
        name: value[:_COLUMN]
        for name in ("name", "email", "organization")
        if isinstance(value := claims.get(name), str) and value.isprintable()
    }


def methods_of(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """How the person signed in there (``amr``, RFC 8176)."""
    amr = claims.get("amr")
    if not isinstance(amr, list):
        return ()
    return tuple(method[:32] for method in amr[:16] if isinstance(method, str))


def signed_in_at(claims: Mapping[str, Any], *, asked_at: datetime | None) -> datetime | None:
    """When the person proved themselves there; None if the provider doesn't tell: just now.

    :param asked_at: when a fresh sign-in was asked for, if one was
    :raises FederationRefused: it is older than that
    """
    auth_time = claims.get("auth_time")
    if not isinstance(auth_time, int) or not 0 <= auth_time < 1 << 40:
        return None
    moment = datetime.fromtimestamp(auth_time, UTC)
    if asked_at is not None and moment < asked_at - _LEEWAY:
        raise FederationRefused("The identity provider did not ask you to sign in again.")
    return moment
