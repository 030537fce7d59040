"""What a login flow is."""

from __future__ import annotations

import abc
from typing import Any
from urllib.parse import urlencode

from ...._core.encoding import slash_join
from ...._core.plan import Call
from ...._missing import present
from ..response import OAuthAuthorizationCodeResponse
from ..tokens import token_call


class GlobusOAuthFlowManager(abc.ABC):
    """An authorization code flow (RFC 6749, section 4.1) from its URL to its tokens."""

    auth_client: Any

    @abc.abstractmethod
    def get_authorize_url(self, query_params: dict[str, Any] | None = None) -> str:
        """Where the user has to go to log in.

        :param query_params: further parameters.
        """

    @abc.abstractmethod
    def _exchange_form(self, auth_code: str) -> dict[str, Any]:
        """The form that exchanges the code."""

    def exchange_call(self, auth_code: str) -> Call[OAuthAuthorizationCodeResponse]:
        """The request that exchanges the code."""
        return token_call(self._exchange_form(auth_code), OAuthAuthorizationCodeResponse)

    def exchange_code_for_tokens(self, auth_code: str) -> OAuthAuthorizationCodeResponse:
        """Exchange the code for tokens; awaited when the flow is of an async client.

        :param auth_code: the code that the login ended with.
        """
        tokens: OAuthAuthorizationCodeResponse = self.auth_client._run(
            self.exchange_call(auth_code)
        )
        return tokens

    def _authorize_url(
        self, parameters: dict[str, Any], query_params: dict[str, Any] | None
    ) -> str:
        query = urlencode({**present(parameters), **present(query_params)})
        return f"{slash_join(self.auth_client.base_url, '/v2/oauth2/authorize')}?{query}"
