"""The OAuth 2 endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ..._core.calls import unchanged
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...authorizers import NullAuthorizer
from ...authorizers.awaiting import ReadyAuthorizer
from ...exc import GlobusSDKUsageError
from ...response import GlobusHTTPResponse
from ...scopes import AuthScopes, Scope, ScopeParser, TransferScopes
from .calls import posted_form
from .response import (
    OAuthAuthorizationCodeResponse,
    OAuthClientCredentialsResponse,
    OAuthDependentTokenResponse,
    OAuthRefreshTokenResponse,
    OAuthTokenResponse,
)

if TYPE_CHECKING:
    from ...documents import IntrospectionDocument
    from .flow_managers import GlobusOAuthFlowManager

Scopes = str | Scope | Iterable[str | Scope]

DEFAULT_REQUESTED_SCOPES = " ".join(
    (AuthScopes.openid, AuthScopes.profile, AuthScopes.email, TransferScopes.all)
)
"""What a flow asks for when nothing else is asked: who the user is, and all of Transfer."""


def requested(scopes: Scopes | None) -> str:
    """The scopes to ask for, as text; by default :data:`DEFAULT_REQUESTED_SCOPES`."""
    return ScopeParser.serialize(DEFAULT_REQUESTED_SCOPES if scopes is None else scopes)


_TOKEN = "/v2/oauth2/token"  # noqa: S105 - a path


class LoginContext(Protocol):
    """What the operations need to know of their client."""

    @property
    def client_id(self) -> str | None: ...

    @property
    def authorizer(self) -> Any: ...

    @property
    def current_oauth2_flow_manager(self) -> GlobusOAuthFlowManager | None: ...


def token_call(
    form: dict[str, Any],
    returns: Callable[[GlobusHTTPResponse], Any],
    body_params: dict[str, Any] | None = None,
) -> Call[Any]:
    """A request to the token endpoint (RFC 6749, section 3.2)."""
    return posted_form(_TOKEN, form, returns, body_params)


def started_flow(context: LoginContext, wanted: str) -> GlobusOAuthFlowManager:
    """The flow that ``oauth2_start_flow`` began.

    :raises GlobusSDKUsageError: there is none.
    """
    flow = context.current_oauth2_flow_manager
    if flow is None:
        raise GlobusSDKUsageError(f"Call oauth2_start_flow() before you {wanted}.")
    return flow


@operation
def oauth2_exchange_code_for_tokens(
    self: LoginContext, auth_code: str
) -> Call[OAuthAuthorizationCodeResponse]:
    """Exchange the code that the login ended with for tokens.

    ``POST /v2/oauth2/token`` (RFC 6749, section 4.1.3)

    :param auth_code: the code.
    :raises GlobusSDKUsageError: no flow was started.
    :raises AuthAPIError: the code is wrong, used or too old.
    """
    return started_flow(self, "exchange a code").exchange_call(auth_code)


@operation
def oauth2_token(
    self: object,
    form_data: dict[str, Any],
    *,
    body_params: dict[str, Any] | None = None,
    response_class: type[OAuthTokenResponse] = OAuthTokenResponse,
) -> Call[OAuthTokenResponse]:
    """Ask the token endpoint in a way for which there is no method of its own.

    ``POST /v2/oauth2/token``

    :param form_data: the form.
    :param body_params: further fields.
    :param response_class: what to make of the response.
    """
    return token_call(form_data, response_class, body_params)


@operation
def oauth2_refresh_token(
    self: object, refresh_token: str, *, body_params: dict[str, Any] | None = None
) -> Call[OAuthRefreshTokenResponse]:
    """Exchange a refresh token for a new access token.

    ``POST /v2/oauth2/token`` (RFC 6749, section 6)

    :param refresh_token: the refresh token.
    :param body_params: further fields of the form.
    """
    return token_call(refresh_form(refresh_token), OAuthRefreshTokenResponse, body_params)


def refresh_form(refresh_token: str) -> dict[str, Any]:
    """The fields with which a refresh token is used (RFC 6749, section 6)."""
    return {"grant_type": "refresh_token", "refresh_token": refresh_token}


@operation
def oauth2_revoke_token(
    self: LoginContext, token: str, *, body_params: dict[str, Any] | None = None
) -> Call[GlobusHTTPResponse]:
    """Revoke an access token or a refresh token.

    ``POST /v2/oauth2/token/revoke`` (RFC 7009)

    :param token: the token.
    :param body_params: further fields of the form.
    """
    return posted_form("/v2/oauth2/token/revoke", _token_form(self, token), unchanged, body_params)


@operation
def oauth2_validate_token(
    self: LoginContext, token: str, *, body_params: dict[str, Any] | None = None
) -> Call[GlobusHTTPResponse]:
    """Ask whether a token is still good; the answer's ``active`` says so.

    ``POST /v2/oauth2/token/validate``

    :param token: the token.
    :param body_params: further fields of the form.
    """
    form = _token_form(self, token)
    return posted_form("/v2/oauth2/token/validate", form, unchanged, body_params)


def _token_form(context: LoginContext, token: str) -> dict[str, Any]:
    """Clients that do not authorize their requests name themselves (RFC 7009, section 2.1)."""
    named = context.client_id if _is_anonymous(context.authorizer) else MISSING
    return {"token": token, "client_id": named}


def _is_anonymous(authorizer: Any) -> bool:
    used = authorizer.authorizer if isinstance(authorizer, ReadyAuthorizer) else authorizer
    return used is None or isinstance(used, NullAuthorizer)


@operation
def oauth2_client_credentials_tokens(
    self: object, requested_scopes: Scopes | None = None
) -> Call[OAuthClientCredentialsResponse]:
    """Get tokens for the client itself.

    ``POST /v2/oauth2/token`` (RFC 6749, section 4.4)

    :param requested_scopes: what the tokens are for; by default, who it is and all of Transfer.
    """
    form = {"grant_type": "client_credentials", "scope": requested(requested_scopes)}
    return token_call(form, OAuthClientCredentialsResponse)


@operation
def oauth2_get_dependent_tokens(
    self: object,
    token: str,
    *,
    refresh_tokens: bool = False,
    scope: str | Iterable[str] | MissingType = MISSING,
    additional_params: dict[str, Any] | None = None,
) -> Call[OAuthDependentTokenResponse]:
    """Exchange the token that a service was called with for tokens to call other services.

    ``POST /v2/oauth2/token`` with the grant ``urn:globus:auth:grant_type:dependent_token``

    :param token: the caller's token.
    :param refresh_tokens: whether to get refresh tokens as well.
    :param scope: for which of the dependencies; by default, all.
    :param additional_params: further fields of the form.
    """
    form = {
        "grant_type": "urn:globus:auth:grant_type:dependent_token",
        "token": token,
        "access_type": "offline" if refresh_tokens else MISSING,
        "scope": scope
        if isinstance(scope, MissingType)
        else ScopeParser.serialize(scope, reject_empty=False),
    }
    return token_call(form, OAuthDependentTokenResponse, additional_params)


@operation
def oauth2_token_introspect(
    self: object,
    token: str,
    *,
    include: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[IntrospectionDocument]]:
    """Ask what a token is for and whose it is.

    ``POST /v2/oauth2/token/introspect`` (RFC 7662)

    :param token: the token.
    :param include: what else to say: ``session_info``, ``identity_set``, ``identity_set_detail``,
        joined by commas.
    :param query_params: further query parameters.
    """
    form = {"token": token, "include": include}
    path = "/v2/oauth2/token/introspect"
    return posted_form(path, form, unchanged, query_params=query_params)
