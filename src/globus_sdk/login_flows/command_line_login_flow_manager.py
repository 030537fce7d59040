"""Logging in where there is only a terminal."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, ClassVar, Self

from .._core.encoding import slash_join
from ..exc import GlobusError, GlobusSDKUsageError
from .login_flow_manager import (
    NEVER,
    CodeLoginFlowManager,
    consent_label,
    is_confidential,
    is_native,
)

if TYPE_CHECKING:
    from ..gare import GlobusAuthorizationParameters
    from ..globus_app import GlobusAppConfig
    from ..services.auth import AsyncAuthLoginClient, AuthLoginClient


class CommandLineLoginFlowEOFError(GlobusError, EOFError):
    """There was nobody to type the code."""


class CommandLineLoginFlowManager(CodeLoginFlowManager):
    """Shows where to log in, on any machine, and asks for the code that the login ends with.

    :param login_client: the client that logs in.
    :param redirect_uri: where the login ends; for a native app by default on a page that shows the
        code.
    :param request_refresh_tokens: whether to get refresh tokens.
    :param native_prefill_named_grant: a label for the consent to a native app.
    :raises GlobusSDKUsageError: a client with a secret and no ``redirect_uri``, or a client of
        another kind.
    """

    stops_at_once: ClassVar[bool] = False  # once asked, the terminal waits for an answer

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
        _check_client(login_client, redirect_uri)
        self.redirect_uri = redirect_uri or slash_join(login_client.base_url, "/v2/web/auth-code")

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
        self.print_authorize_url(self._get_authorize_url(auth_parameters, self.redirect_uri))
        return self.prompt_for_code()

    def print_authorize_url(self, authorize_url: str) -> None:
        """Show where to log in.

        :param authorize_url: the address.
        """
        print(f"\nTo log in, open this address in any browser:\n\n{authorize_url}\n")

    def prompt_for_code(self) -> str:
        """Ask for the code.

        :raises CommandLineLoginFlowEOFError: there is nobody to type it.
        """
        with self._handle_input_errors():
            return input("Then type the code that you see there: ").strip()

    @contextlib.contextmanager
    def _handle_input_errors(self) -> Generator[None, None, None]:
        try:
            yield
        except EOFError as error:
            raise CommandLineLoginFlowEOFError(
                "A login needs somebody to type the code: run this in a terminal once, or use a"
                " ClientApp where nobody is there."
            ) from error


def _check_client(login_client: Any, redirect_uri: str | None) -> None:
    if is_native(login_client):
        return
    if not is_confidential(login_client):
        kind = type(login_client).__name__
        raise GlobusSDKUsageError(
            f"Users log in with a NativeAppAuthClient or a ConfidentialAppAuthClient, not {kind}."
        )
    if redirect_uri is None:
        raise GlobusSDKUsageError("A client with a secret needs a redirect_uri of its own.")
