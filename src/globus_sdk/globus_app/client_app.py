"""The app of services and scripts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..exc import GlobusSDKUsageError
from ..services.auth import AsyncConfidentialAppAuthClient, ConfidentialAppAuthClient
from .any_app import AnyApp, Scopes
from .app import GlobusApp
from .authorizer_factory import ClientCredentialsAuthorizerFactory
from .config import DEFAULT_CONFIG, GlobusAppConfig

if TYPE_CHECKING:
    from ..gare import GlobusAuthorizationParameters


class AnyClientApp(AnyApp):
    """What sync apps of clients and those for ``asyncio`` share."""

    def _resolve_login_client(
        self, given: Any, client_id: uuid.UUID | str | None, client_secret: str | None
    ) -> Any:
        if self.config.login_flow_manager is not None:
            raise GlobusSDKUsageError("Nobody logs in to a ClientApp: no login_flow_manager.")
        kinds = (ConfidentialAppAuthClient, AsyncConfidentialAppAuthClient)
        if given is not None and not isinstance(given, kinds):
            raise GlobusSDKUsageError("The login_client of a ClientApp is one with a secret.")
        return super()._resolve_login_client(given, client_id, client_secret)

    def _secret(self, client_secret: str | None) -> str:
        if client_secret is None:
            raise GlobusSDKUsageError("A ClientApp needs a client_secret.")
        return client_secret


class ClientApp(AnyClientApp, GlobusApp):
    """An app that acts for itself, with its own credentials.

    :param app_name: names your application in the ``User-Agent`` header.
    :param login_client: the client; instead of ``client_id``. Not closed with the app.
    :param client_id: the registered client.
    :param client_secret: its secret.
    :param scope_requirements: the scopes that are needed by resource server, beside those of the
        clients that use the app.
    :param config: how the app behaves.
    :raises GlobusSDKUsageError: the parameters contradict each other.
    """

    _login_client: ConfidentialAppAuthClient  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(
        self,
        app_name: str = "Unnamed Globus App",
        *,
        login_client: ConfidentialAppAuthClient | None = None,
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
    ) -> ConfidentialAppAuthClient:
        return ConfidentialAppAuthClient(
            client_id,
            self._secret(client_secret),
            app_name=app_name,
            environment=config.environment,
        )

    def _initialize_authorizer_factory(self) -> None:
        self._authorizer_factory = ClientCredentialsAuthorizerFactory(
            self.token_storage, self._login_client, self._scope_requirements
        )

    def _run_login_flow(self, auth_params: GlobusAuthorizationParameters | None = None) -> None:
        scopes = self._auth_params_with_required_scopes(auth_params).required_scopes
        tokens = self._login_client.oauth2_client_credentials_tokens(scopes)
        self._authorizer_factory.store_token_response_and_clear_cache(tokens)
