"""The flow of web applications, which have a secret."""

from __future__ import annotations

from typing import Any

from ..tokens import Scopes, requested
from .base import GlobusOAuthFlowManager


class GlobusAuthorizationCodeFlowManager(GlobusOAuthFlowManager):
    """The authorization code flow of a confidential client.

    :param auth_client: the client that logs in.
    :param redirect_uri: where the login ends.
    :param requested_scopes: what the tokens are for; by default, who the user is and all of
        Transfer, as in version 3.
    :param state: comes back with the code.
    :param refresh_tokens: whether to get refresh tokens.
    """

    def __init__(
        self,
        auth_client: Any,
        redirect_uri: str,
        requested_scopes: Scopes | None = None,
        state: str = "_default",
        refresh_tokens: bool = False,
    ) -> None:
        self.auth_client = auth_client
        self.client_id = auth_client.client_id
        self.redirect_uri = redirect_uri
        self.requested_scopes = requested(requested_scopes)
        self.state = state
        self.refresh_tokens = refresh_tokens

    def get_authorize_url(self, query_params: dict[str, Any] | None = None) -> str:
        parameters = {
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.requested_scopes,
            "state": self.state,
            "response_type": "code",
            "access_type": "offline" if self.refresh_tokens else "online",
        }
        return self._authorize_url(parameters, query_params)

    def _exchange_form(self, auth_code: str) -> dict[str, Any]:
        return {
            "grant_type": "authorization_code",
            "code": auth_code,
            "redirect_uri": self.redirect_uri,
        }
