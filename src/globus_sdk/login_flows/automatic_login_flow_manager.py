"""Logging in in the way that fits the place."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Self

from .command_line_login_flow_manager import CommandLineLoginFlowManager
from .local_server_login_flow_manager import (
    LocalServerEnvironmentalLoginError,
    LocalServerLoginFlowManager,
)
from .login_flow_manager import NEVER, CodeLoginFlowManager, consent_label, is_native

if TYPE_CHECKING:
    from ..gare import GlobusAuthorizationParameters
    from ..globus_app import GlobusAppConfig
    from ..services.auth import AsyncAuthLoginClient, AuthLoginClient


def has_browser(environ: Mapping[str, str], platform: str, modules: Collection[str]) -> bool:
    """Whether a browser on this machine is likely to be in front of the user.

    :param environ: the environment variables.
    :param platform: ``sys.platform``.
    :param modules: what is loaded; a notebook may be on another machine.
    """
    if "SSH_CONNECTION" in environ or "SSH_TTY" in environ or "ipykernel" in modules:
        return False
    if platform in ("win32", "darwin"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


class AutomaticLoginFlowManager(CodeLoginFlowManager):
    """Opens a browser and takes the code from it; where there is none, asks in the terminal.

    A browser is no use in a remote session, without a display, or in a notebook. A client with a
    secret, and a ``redirect_uri``, need the terminal.

    :param login_client: the client that logs in.
    :param redirect_uri: where the login ends, if in neither of the usual places.
    :param request_refresh_tokens: whether to get refresh tokens.
    :param native_prefill_named_grant: a label for the consent to a native app.
    """

    stops_at_once = False

    def __init__(
        self,
        login_client: AuthLoginClient | AsyncAuthLoginClient,
        *,
        redirect_uri: str | None = None,
        request_refresh_tokens: bool = False,
        native_prefill_named_grant: str | None = None,
    ) -> None:
        super().__init__(
            login_client,
            request_refresh_tokens=request_refresh_tokens,
            native_prefill_named_grant=native_prefill_named_grant,
        )
        self.in_terminal = CommandLineLoginFlowManager(
            login_client,
            redirect_uri=redirect_uri,
            request_refresh_tokens=request_refresh_tokens,
            native_prefill_named_grant=native_prefill_named_grant,
        )
        self.in_browser = LocalServerLoginFlowManager(
            login_client,
            request_refresh_tokens=request_refresh_tokens,
            native_prefill_named_grant=native_prefill_named_grant,
        )
        self._browser_will_do = is_native(login_client) and redirect_uri is None

    @classmethod
    def for_globus_app(
        cls,
        app_name: str,
        login_client: AuthLoginClient | AsyncAuthLoginClient,
        config: GlobusAppConfig,
    ) -> Self:
        """The way to log in for an app.

        :param app_name: the app's name.
        :param login_client: its client.
        :param config: its configuration.
        """
        return cls(
            login_client,
            redirect_uri=config.login_redirect_uri,
            request_refresh_tokens=config.request_refresh_tokens,
            native_prefill_named_grant=consent_label(app_name),
        )

    def _get_code(
        self,
        auth_parameters: GlobusAuthorizationParameters,
        stopped: threading.Event = NEVER,
    ) -> str:
        if self._browser_will_do and has_browser(os.environ, sys.platform, sys.modules):
            try:
                return self.in_browser._get_code(auth_parameters, stopped)
            except LocalServerEnvironmentalLoginError:
                pass
        return self.in_terminal._get_code(auth_parameters, stopped)
