"""The flow of applications that cannot keep a secret."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from typing import Any

from ...._core.encoding import slash_join
from ...._missing import MISSING, MissingType
from ....exc import GlobusSDKUsageError
from ..tokens import Scopes, requested
from .base import GlobusOAuthFlowManager

_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


def make_native_app_challenge(verifier: str | MissingType = MISSING) -> tuple[str, str]:
    """A code verifier and its challenge (RFC 7636, sections 4.1 and 4.2).

    :param verifier: made at random by default.
    :raises GlobusSDKUsageError: one of another length or with other characters than allowed.
    """
    if isinstance(verifier, MissingType):
        verifier = secrets.token_urlsafe(32)
    if not _VERIFIER.fullmatch(verifier):
        raise GlobusSDKUsageError("A verifier has 43 to 128 letters, digits or any of '-._~'.")
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


class GlobusNativeAppFlowManager(GlobusOAuthFlowManager):
    """The authorization code flow with PKCE (RFC 7636).

    :param auth_client: the client that logs in.
    :param requested_scopes: what the tokens are for; by default, who the user is and all of
        Transfer, as in version 3.
    :param redirect_uri: where the login ends; by default, on a page that shows the code.
    :param state: comes back with the code.
    :param verifier: the code verifier; made at random by default.
    :param refresh_tokens: whether to get refresh tokens.
    :param prefill_named_grant: a label for the consent.
    """

    def __init__(
        self,
        auth_client: Any,
        requested_scopes: Scopes | None = None,
        redirect_uri: str | MissingType = MISSING,
        state: str = "_default",
        verifier: str | MissingType = MISSING,
        refresh_tokens: bool = False,
        prefill_named_grant: str | MissingType = MISSING,
    ) -> None:
        self.auth_client = auth_client
        self.client_id = auth_client.client_id
        if not self.client_id:
            raise GlobusSDKUsageError("A login flow needs a client with a client_id.")
        self.requested_scopes = requested(requested_scopes)
        self.redirect_uri = redirect_uri or slash_join(auth_client.base_url, "/v2/web/auth-code")
        self.verifier, self.challenge = make_native_app_challenge(verifier)
        self.state = state
        self.refresh_tokens = refresh_tokens
        self.prefill_named_grant = prefill_named_grant

    def get_authorize_url(self, query_params: dict[str, Any] | None = None) -> str:
        parameters = {
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.requested_scopes,
            "state": self.state,
            "response_type": "code",
            "access_type": "offline" if self.refresh_tokens else "online",
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
            "prefill_named_grant": self.prefill_named_grant,
        }
        return self._authorize_url(parameters, query_params)

    def _exchange_form(self, auth_code: str) -> dict[str, Any]:
        return {
            "client_id": self.client_id,
            "grant_type": "authorization_code",
            "code": auth_code,
            "code_verifier": self.verifier,
            "redirect_uri": self.redirect_uri,
        }
