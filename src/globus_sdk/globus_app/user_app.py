"""The app of users."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..exc import GlobusSDKUsageError
from ..login_flows import CommandLineLoginFlowManager, LoginFlowManager
from ..services.auth import ConfidentialAppAuthClient, NativeAppAuthClient
from ..token_storage import (
    HasRefreshTokensValidator,
    NotExpiredValidator,
    TokenDataValidator,
    UnchangingIdentityIDValidator,
)
from .any_app import AnyApp, Scopes
from .app import GlobusApp
from .authorizer_factory import AccessTokenAuthorizerFactory, RefreshTokenAuthorizerFactory
from .config import DEFAULT_CONFIG, KNOWN_LOGIN_FLOW_MANAGERS, GlobusAppConfig
from .protocols import LoginFlowManagerProvider

if TYPE_CHECKING:
    from ..gare import GlobusAuthorizationParameters
    from ..services.auth import AuthLoginClient


class AnyUserApp(AnyApp):
    """What sync apps of users and those for ``asyncio`` share."""

    _login_flow_manager: LoginFlowManager

    def _set_up_tokens(self) -> None:
        super()._set_up_tokens()
        self._login_flow_manager = self._resolve_login_flow_manager()

    def _resolve_login_flow_manager(self) -> LoginFlowManager:
        wanted = self.config.login_flow_manager
        if isinstance(wanted, LoginFlowManager):
            return wanted
        if wanted is None:
            wanted = CommandLineLoginFlowManager
        elif isinstance(wanted, str) and wanted in KNOWN_LOGIN_FLOW_MANAGERS:
            wanted = KNOWN_LOGIN_FLOW_MANAGERS[wanted]
        if not isinstance(wanted, LoginFlowManagerProvider):
            raise GlobusSDKUsageError(
                f"The login_flow_manager of an app is {', '.join(KNOWN_LOGIN_FLOW_MANAGERS)}, a"
                f" manager or what makes one, not {wanted!r}."
            )
        return wanted.for_globus_app(
            app_name=self.app_name, config=self.config, login_client=self._login_client
        )

    def _validators(self, consent_client: Any) -> Sequence[TokenDataValidator]:
        lasting = self.config.request_refresh_tokens
        return [
            HasRefreshTokensValidator() if lasting else NotExpiredValidator(),
            *super()._validators(consent_client),
            UnchangingIdentityIDValidator(),
        ]


class UserApp(AnyUserApp, GlobusApp):
    """An app whose users log in.

    :param app_name: names your application, to users and in the ``User-Agent`` header.
    :param login_client: the client that logs in; instead of ``client_id``. Not closed with the app.
    :param client_id: the registered client.
    :param client_secret: its secret, if it has one; then ``config`` needs a ``login_redirect_uri``.
    :param scope_requirements: the scopes that are needed by resource server, beside those of the
        clients that use the app.
    :param config: how the app behaves.
    :raises GlobusSDKUsageError: the parameters contradict each other.
    """

    def __init__(
        self,
        app_name: str = "Unnamed Globus App",
        *,
        login_client: AuthLoginClient | None = None,
        client_id: uuid.UUID | str | None = None,
        client_secret: str | None = None,
        scope_requirements: Mapping[str, Scopes] | None = None,
        config: GlobusAppConfig = DEFAULT_CONFIG,
    ) -> None:
        super().__init__(
            app_name,
            login_client=login_client,
            client_id=client_id,
            client_secret=client_secret,
            scope_requirements=scope_requirements,
            config=config,
        )

    def _initialize_login_client(
        self,
        app_name: str,
        config: GlobusAppConfig,
        client_id: uuid.UUID | str,
        client_secret: str | None,
    ) -> AuthLoginClient:
        options: dict[str, Any] = {"app_name": app_name, "environment": config.environment}
        if client_secret is None:
            return NativeAppAuthClient(client_id, **options)
        return ConfidentialAppAuthClient(client_id, client_secret, **options)

    def _initialize_authorizer_factory(self) -> None:
        if self.config.request_refresh_tokens:
            self._authorizer_factory = RefreshTokenAuthorizerFactory(
                self.token_storage, self._login_client
            )
        else:
            self._authorizer_factory = AccessTokenAuthorizerFactory(self.token_storage)

    def _run_login_flow(self, auth_params: GlobusAuthorizationParameters | None = None) -> None:
        wanted = self._auth_params_with_required_scopes(auth_params)
        tokens = self._login_flow_manager.run_login_flow(wanted)
        self._authorizer_factory.store_token_response_and_clear_cache(tokens)
