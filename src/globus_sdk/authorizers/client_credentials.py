"""Renewal with a client's own credentials."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..scopes import Scope, ScopeParser
from ._single import only_token
from .renewing import RenewingAuthorizer

if TYPE_CHECKING:
    from ..services.auth import ConfidentialAppAuthClient, OAuthClientCredentialsResponse


class ClientCredentialsAuthorizer(RenewingAuthorizer["OAuthClientCredentialsResponse"]):
    """Fetches access tokens for a client itself (RFC 6749, section 4.4).

    :param confidential_client: the client.
    :param scopes: what the tokens are for; all of one resource server.
    :param access_token: a token to begin with; without one, one is fetched at once.
    :param expires_at: when that one ends, in POSIX seconds.
    :param on_refresh: called with the response of each renewal.
    """

    def __init__(
        self,
        confidential_client: ConfidentialAppAuthClient,
        scopes: str | Scope | Iterable[str | Scope],
        *,
        access_token: str | None = None,
        expires_at: int | None = None,
        on_refresh: Callable[[OAuthClientCredentialsResponse], Any] | None = None,
    ) -> None:
        self.confidential_client = confidential_client
        self.scopes = ScopeParser.serialize(scopes)
        super().__init__(access_token, expires_at, on_refresh)

    def _get_token_response(self) -> OAuthClientCredentialsResponse:
        return self.confidential_client.oauth2_client_credentials_tokens(self.scopes)

    def _extract_token_data(self, res: OAuthClientCredentialsResponse) -> dict[str, Any]:
        return only_token(res.by_resource_server)
