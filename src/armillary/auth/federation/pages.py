"""To another organization's sign-in page, and back."""

from __future__ import annotations

import hashlib
import logging
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from armillary.auth import page_state
from armillary.auth.audit import record
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.errors import AuthError, NotFound
from armillary.auth.federation.config import UpstreamProvider
from armillary.auth.federation.errors import FederationError, FederationRefused
from armillary.auth.federation.provider import Attempt, authorization_url, claims_for
from armillary.auth.federation.rules import methods_of, signed_in_at
from armillary.auth.federation.store import identity_of
from armillary.auth.identities.model import Identity
from armillary.auth.parts import AS_PAGE, Parts, PartsOf
from armillary.auth.sessions.steps import address_of, first_factor_passed
from armillary.core.clock import utcnow
from armillary.core.ids import new_secret

router = APIRouter(prefix="/v2/web/sign-in-with", dependencies=[AS_PAGE])

_log = logging.getLogger(__name__)
_KIND = "federated-sign-in+jwt"
# With any of these the app asks how or when the person signs in: a sign-in there of long ago,
# which a provider would take, does not do.
_ASKS_FOR_MORE = (
    "prompt",
    "max_age",
    "session_required_identities",
    "session_required_single_domain",
    "session_required_mfa",
    "session_required_policies",
)


@router.get("/{short_name}")
def start(request: Request, parts: PartsOf, short_name: str, interaction: str = "") -> Response:
    """Off to the provider's sign-in page."""
    provider = _provider(parts, short_name)
    opened = Interaction.from_text(parts, interaction)
    cookie = parts.cookie.read(request) or new_secret()
    fresh = any(name in opened.parameters for name in _ASKS_FOR_MORE)
    state = page_state.to_text(
        parts,
        cookie,
        kind=_KIND,
        provider=provider.id,
        interaction=interaction,
        attempt=new_secret(),
        asked_at=int(utcnow().timestamp()) if fresh else None,
    )
    attempt = _attempt(parts, provider, cookie, state, fresh=fresh)
    response = RedirectResponse(authorization_url(provider, attempt), status_code=303)
    parts.cookie.give(response, cookie)
    return response


@router.get("/{short_name}/callback")
def callback(
    request: Request,
    parts: PartsOf,
    short_name: str,
    state: str = "",
    code: str = "",
    iss: str | None = None,
) -> Response:
    """Back from there: a code to exchange for who the person is, or an error."""
    provider = _provider(parts, short_name)
    cookie = parts.cookie.read(request)
    claims = page_state.from_text(parts, cookie, state, kind=_KIND)
    interaction = Interaction.from_text(parts, claims["interaction"])
    try:
        if claims["provider"] != provider.id:
            raise FederationRefused("The answer came from another identity provider. Start again.")
        if not code:
            raise FederationRefused(f"You were not signed in at {provider.name}. Start again.")
        attempt = _attempt(parts, provider, cookie or "", state)
        told = claims_for(provider, attempt, code=code, issuer=iss)
        at = signed_in_at(told, asked_at=_moment(claims["asked_at"]))
        identity = _identity(request, parts, provider, told)
    except AuthError as error:
        _record_failure(request, parts, provider, error)
        raise
    return first_factor_passed(request, parts, interaction, identity, methods_of(told), at)


def _provider(parts: Parts, short_name: str) -> UpstreamProvider:
    if short_name not in parts.providers:
        raise NotFound("There is no such identity provider here.")
    return parts.providers[short_name]


def _attempt(
    parts: Parts, provider: UpstreamProvider, cookie: str, state: str, *, fresh: bool = False
) -> Attempt:
    """The sign-in that a state stands for, in the browser whose secret its own derive from."""
    return Attempt(
        # One for each provider, so that none can hand on another's answer (RFC 9700, 4.4.2.2).
        redirect_uri=f"{parts.settings.auth_url}{router.prefix}/{provider.short_name}/callback",
        state=state,
        nonce=_derived("nonce", cookie, state),
        verifier=_derived("verifier", cookie, state),
        fresh=fresh,
    )


def _derived(use: str, cookie: str, state: str) -> str:
    return hashlib.sha256(f"{use}:{cookie}:{state}".encode()).hexdigest()


def _moment(timestamp: int | None) -> datetime | None:
    return None if timestamp is None else datetime.fromtimestamp(timestamp, UTC)


def _identity(
    request: Request, parts: Parts, provider: UpstreamProvider, claims: dict[str, Any]
) -> Identity:
    with parts.database.write() as session:
        identity = identity_of(session, provider, claims)
        record(
            session,
            event="login.succeeded",
            actor=identity.id,
            client=None,
            target=identity.id,
            detail={"address": address_of(request), "provider": provider.id},
        )
        return identity


def _record_failure(
    request: Request, parts: Parts, provider: UpstreamProvider, error: AuthError
) -> None:
    if isinstance(error, FederationError):
        _log.warning("sign-in with %s failed: %s", provider.short_name, error, exc_info=error)
    with parts.database.write() as session:
        record(
            session,
            event="login.failed",
            actor=None,
            client=None,
            target=None,
            detail={"address": address_of(request), "provider": provider.id},
        )
