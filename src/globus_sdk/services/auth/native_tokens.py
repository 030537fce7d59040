"""What clients without a secret do differently at the token endpoint."""

from __future__ import annotations

from typing import Any

from ..._core.operation import operation
from ..._core.plan import Call
from .response import OAuthRefreshTokenResponse
from .tokens import LoginContext, refresh_form, token_call


@operation
def oauth2_refresh_token(
    self: LoginContext, refresh_token: str, *, body_params: dict[str, Any] | None = None
) -> Call[OAuthRefreshTokenResponse]:
    """Exchange a refresh token for a new access token.

    ``POST /v2/oauth2/token``, with the client named in the form (RFC 6749, section 3.2.1)

    :param refresh_token: the refresh token.
    :param body_params: further fields of the form.
    """
    form = {**refresh_form(refresh_token), "client_id": self.client_id}
    return token_call(form, OAuthRefreshTokenResponse, body_params)
