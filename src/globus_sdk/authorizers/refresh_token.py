"""Renewal with a refresh token."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..exc import GlobusAPIError
from ._single import only_token, raise_refusal
from .renewing import RenewingAuthorizer

if TYPE_CHECKING:
    from ..services.auth import AuthLoginClient, OAuthRefreshTokenResponse


class RefreshTokenAuthorizer(RenewingAuthorizer["OAuthRefreshTokenResponse"]):
    """Renews access tokens with a refresh token (RFC 6749, section 6).

    :param refresh_token: the refresh token.
    :param auth_client: the client that it was issued to.
    :param access_token: a token to begin with; without one, one is fetched at once.
    :param expires_at: when that one ends, in POSIX seconds.
    :param on_refresh: called with the response of each renewal, say to store the new tokens.
    """

    def __init__(
        self,
        refresh_token: str,
        auth_client: AuthLoginClient,
        *,
        access_token: str | None = None,
        expires_at: int | None = None,
        on_refresh: Callable[[OAuthRefreshTokenResponse], Any] | None = None,
    ) -> None:
        self.refresh_token = refresh_token
        self.auth_client = auth_client
        super().__init__(access_token, expires_at, on_refresh)

    def _get_token_response(self) -> OAuthRefreshTokenResponse:
        try:
            return self.auth_client.oauth2_refresh_token(self.refresh_token)
        except GlobusAPIError as error:
            raise_refusal(error)

    def _extract_token_data(self, res: OAuthRefreshTokenResponse) -> dict[str, Any]:
        document = only_token(res.by_resource_server)
        self.refresh_token = document.get("refresh_token") or self.refresh_token
        return document
