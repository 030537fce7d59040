"""Starting a login, the same for sync and async clients."""

from __future__ import annotations

from typing import Any

from ...._missing import MISSING, MissingType
from ..flow_managers import GlobusAuthorizationCodeFlowManager, GlobusNativeAppFlowManager
from ..tokens import Scopes


def start_native_app_flow(
    self: Any,
    requested_scopes: Scopes | None = None,
    *,
    redirect_uri: str | MissingType | None = MISSING,
    state: str = "_default",
    verifier: str | MissingType | None = MISSING,
    refresh_tokens: bool = False,
    prefill_named_grant: str | MissingType | None = MISSING,
) -> GlobusNativeAppFlowManager:
    """Start a login; :meth:`oauth2_get_authorize_url` says where the user has to go.

    :param requested_scopes: what the tokens are for; by default, who the user is and all of
        Transfer.
    :param redirect_uri: where the login ends; by default, on a page that shows the code.
    :param state: comes back with the code.
    :param verifier: the code verifier (RFC 7636); made at random by default.
    :param refresh_tokens: whether to get refresh tokens.
    :param prefill_named_grant: a label for the consent.
    """
    self.current_oauth2_flow_manager = flow = GlobusNativeAppFlowManager(
        self,
        requested_scopes,
        redirect_uri=redirect_uri or MISSING,
        state=state,
        verifier=MISSING if verifier is None else verifier,
        refresh_tokens=refresh_tokens,
        prefill_named_grant=prefill_named_grant or MISSING,
    )
    return flow


def start_authorization_code_flow(
    self: Any,
    redirect_uri: str,
    requested_scopes: Scopes | None = None,
    *,
    state: str = "_default",
    refresh_tokens: bool = False,
) -> GlobusAuthorizationCodeFlowManager:
    """Start a login; :meth:`oauth2_get_authorize_url` says where the user has to go.

    :param redirect_uri: where the login ends.
    :param requested_scopes: what the tokens are for; by default, who the user is and all of
        Transfer.
    :param state: comes back with the code.
    :param refresh_tokens: whether to get refresh tokens.
    """
    self.current_oauth2_flow_manager = flow = GlobusAuthorizationCodeFlowManager(
        self,
        redirect_uri,
        requested_scopes,
        state=state,
        refresh_tokens=refresh_tokens,
    )
    return flow
