"""Logging in with a browser on the same machine (RFC 8252, section 7.3)."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Generator
from pathlib import PurePath
from string import Template
from typing import TYPE_CHECKING, Self

from ...exc import GlobusSDKUsageError
from ..login_flow_manager import NEVER, CodeLoginFlowManager, consent_label, is_native
from .errors import LocalServerEnvironmentalLoginError, LocalServerLoginError
from .local_server import RedirectHandler, RedirectHTTPServer
from .page import DEFAULT_HTML_TEMPLATE

if TYPE_CHECKING:
    from ...gare import GlobusAuthorizationParameters
    from ...globus_app import GlobusAppConfig
    from ...services.auth import AsyncAuthLoginClient, AuthLoginClient

BROWSER_DENY_LIST = ["lynx", "www-browser", "links", "elinks", "w3m"]
"""Browsers that would take the terminal over."""
_POLL_S = 0.05


class LocalServerLoginFlowManager(CodeLoginFlowManager):
    """Opens a browser, and takes the code from it when it comes back to a server on this machine.

    :param login_client: the client that logs in.
    :param request_refresh_tokens: whether to get refresh tokens.
    :param native_prefill_named_grant: a label for the consent to a native app.
    :param server_address: where the server listens: host and port; port 0 is any free one.
    :param html_template: the page at the end, with the placeholders ``login_result`` and
        ``post_login_message``.
    """

    def __init__(
        self,
        login_client: AuthLoginClient | AsyncAuthLoginClient,
        *,
        request_refresh_tokens: bool = False,
        native_prefill_named_grant: str | None = None,
        server_address: tuple[str, int] = ("localhost", 0),
        html_template: Template = DEFAULT_HTML_TEMPLATE,
    ) -> None:
        super().__init__(
            login_client,
            request_refresh_tokens=request_refresh_tokens,
            native_prefill_named_grant=native_prefill_named_grant,
        )
        self.server_address = server_address
        self.html_template = html_template

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
        :raises GlobusSDKUsageError: a redirect URI of one's own, or a client with a secret.
        """
        if config.login_redirect_uri is not None:
            raise GlobusSDKUsageError("A login in the browser ends here: no login_redirect_uri.")
        if not is_native(login_client):
            raise GlobusSDKUsageError("Only a native app can log in with a local server.")
        return cls(
            login_client,
            request_refresh_tokens=config.request_refresh_tokens,
            native_prefill_named_grant=consent_label(app_name),
        )

    def _get_code(
        self,
        auth_parameters: GlobusAuthorizationParameters,
        stopped: threading.Event = NEVER,
    ) -> str:
        """Open the browser and wait for it to come back.

        :raises LocalServerEnvironmentalLoginError: there is no browser to open.
        :raises LocalServerLoginError: the login failed, or nobody logged in.
        """
        _check_remote_session()
        with self.background_local_server() as server:
            host, port = server.socket.getsockname()[:2]
            _open_webbrowser(self._get_authorize_url(auth_parameters, f"http://{host}:{port}"))
            code = server.wait_for_code(stopped)
        if isinstance(code, LocalServerLoginError):
            raise code
        if isinstance(code, BaseException):
            raise LocalServerLoginError(f"The login failed: {code}") from code
        return code

    @contextlib.contextmanager
    def background_local_server(self) -> Generator[RedirectHTTPServer, None, None]:
        """The server, running during a ``with`` block."""
        with RedirectHTTPServer(self.server_address, RedirectHandler, self.html_template) as server:
            thread = threading.Thread(target=server.serve_forever, args=(_POLL_S,), daemon=True)
            thread.start()
            try:
                yield server
            finally:
                server.shutdown()
                thread.join()


def _check_remote_session() -> None:
    if "SSH_CONNECTION" in os.environ or "SSH_TTY" in os.environ:
        raise LocalServerEnvironmentalLoginError(
            "A browser on this machine is not in front of you: log in with the command line."
        )


def _open_webbrowser(url: str) -> None:
    import webbrowser

    try:
        browser = webbrowser.get()
        opened = _is_graphical(browser) and browser.open(url, new=1)
    except webbrowser.Error as error:
        raise LocalServerEnvironmentalLoginError(_NO_BROWSER) from error
    if not opened:
        raise LocalServerEnvironmentalLoginError(_NO_BROWSER)


_NO_BROWSER = "No graphical browser could be opened: log in with the command line."


def _is_graphical(browser: object) -> bool:
    return PurePath(getattr(browser, "name", "")).name not in BROWSER_DENY_LIST
