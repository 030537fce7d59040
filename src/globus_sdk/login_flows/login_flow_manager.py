"""What a way to log in is."""

from __future__ import annotations

import abc
import platform
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from .._missing import MISSING
from ..exc import GlobusSDKUsageError
from .own_thread import in_own_thread

if TYPE_CHECKING:
    from ..gare import GlobusAuthorizationParameters
    from ..services.auth import AsyncAuthLoginClient, AuthLoginClient, OAuthTokenResponse

NEVER = threading.Event()


class LoginFlowManager(metaclass=abc.ABCMeta):
    """Logs a user in.

    :param login_client: the client that logs in; one for ``asyncio`` in an app for ``asyncio``.
    :param request_refresh_tokens: whether to get refresh tokens.
    :param native_prefill_named_grant: a label for the consent to a native app.
    """

    def __init__(
        self,
        login_client: AuthLoginClient | AsyncAuthLoginClient,
        *,
        request_refresh_tokens: bool = False,
        native_prefill_named_grant: str | None = None,
    ) -> None:
        self.login_client: Any = login_client
        self.request_refresh_tokens = request_refresh_tokens
        self.native_prefill_named_grant = native_prefill_named_grant

    @abc.abstractmethod
    def run_login_flow(self, auth_parameters: GlobusAuthorizationParameters) -> OAuthTokenResponse:
        """Log the user in.

        :param auth_parameters: what the login has to be like; its ``required_scopes`` are what the
            tokens are for.
        """

    async def run_login_flow_async(
        self, auth_parameters: GlobusAuthorizationParameters
    ) -> OAuthTokenResponse:
        """:meth:`run_login_flow`, in a thread."""
        return await in_own_thread(lambda stopped: self.run_login_flow(auth_parameters))

    def _oauth2_start_flow(
        self, auth_parameters: GlobusAuthorizationParameters, redirect_uri: str
    ) -> None:
        """Let the client start the flow.

        :raises GlobusSDKUsageError: there are no scopes to ask for.
        """
        if not auth_parameters.required_scopes:
            raise GlobusSDKUsageError("A login needs scopes: say what the tokens are for.")
        options: dict[str, Any] = {
            "requested_scopes": auth_parameters.required_scopes,
            "redirect_uri": redirect_uri,
            "refresh_tokens": self.request_refresh_tokens,
        }
        if is_native(self.login_client):
            options["prefill_named_grant"] = self.native_prefill_named_grant
        self.login_client.oauth2_start_flow(**options)

    def _get_authorize_url(
        self, auth_parameters: GlobusAuthorizationParameters, redirect_uri: str
    ) -> str:
        """Start the flow; where the user has to go."""
        self._oauth2_start_flow(auth_parameters, redirect_uri)
        names = (
            "session_required_identities",
            "session_required_single_domain",
            "session_required_policies",
            "session_required_mfa",
            "session_message",
            "prompt",
        )
        wanted = {name: getattr(auth_parameters, name) for name in names}
        return str(
            self.login_client.oauth2_get_authorize_url(
                **{name: MISSING if _is_nothing(value) else value for name, value in wanted.items()}
            )
        )


def _is_nothing(value: object) -> bool:
    return value is None or value == []


class CodeLoginFlowManager(LoginFlowManager):
    """Gets a code from somewhere, and exchanges it for tokens."""

    stops_at_once: ClassVar[bool] = True

    @abc.abstractmethod
    def _get_code(
        self,
        auth_parameters: GlobusAuthorizationParameters,
        stopped: threading.Event = NEVER,
    ) -> str:
        """Send the user to log in; the code that comes back.

        :param stopped: set when nobody wants the code any more.
        """

    def run_login_flow(self, auth_parameters: GlobusAuthorizationParameters) -> OAuthTokenResponse:
        tokens: OAuthTokenResponse = self.login_client.oauth2_exchange_code_for_tokens(
            self._get_code(auth_parameters)
        )
        return tokens

    async def run_login_flow_async(
        self, auth_parameters: GlobusAuthorizationParameters
    ) -> OAuthTokenResponse:
        """:meth:`run_login_flow`; only waiting for the user takes a thread."""
        get_code = partial(self._get_code, auth_parameters)
        code = await in_own_thread(get_code, stops_at_once=self.stops_at_once)
        tokens: OAuthTokenResponse = await self.login_client.oauth2_exchange_code_for_tokens(code)
        return tokens


def is_native(login_client: Any) -> bool:
    """Whether this is a client without a secret, sync or async."""
    from ..services.auth import AsyncNativeAppAuthClient, NativeAppAuthClient

    return isinstance(login_client, (NativeAppAuthClient, AsyncNativeAppAuthClient))


def is_confidential(login_client: Any) -> bool:
    """Whether this is a client with a secret, sync or async."""
    from ..services.auth import AsyncConfidentialAppAuthClient, ConfidentialAppAuthClient

    return isinstance(login_client, (ConfidentialAppAuthClient, AsyncConfidentialAppAuthClient))


def consent_label(app_name: str) -> str:
    """What a consent is called in the list of the user's consents: app and machine."""
    return f"{app_name} on {platform.node().removesuffix('.local')}"
