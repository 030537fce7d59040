"""What all clients that log users in have in common."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, NoReturn

from ...._core.operation import awaited
from ....client import AsyncBaseClient, BaseClient
from ....exc import GlobusSDKUsageError
from ....scopes import AuthScopes
from .. import keys, tokens
from ..errors import AuthAPIError
from .authorize import oauth2_get_authorize_url

if TYPE_CHECKING:
    from ....authorizers import AsyncGlobusAuthorizer, GlobusAuthorizer
    from ....transport import AsyncTransport, RequestsTransport, RetryConfig
    from ..flow_managers import GlobusOAuthFlowManager

_NO_APP = "Clients that log users in use no app, and ask for no scopes of their own."


class AuthLoginClient(BaseClient):
    """A client of the OAuth 2 endpoints; :class:`NativeAppAuthClient` and
    :class:`ConfidentialAppAuthClient` are what applications use.

    :param client_id: the registered client.

    The other parameters are those of :class:`~globus_sdk.BaseClient`.
    """

    service_name = "auth"
    error_class = AuthAPIError
    scopes = AuthScopes

    def __init__(
        self,
        client_id: uuid.UUID | str | None = None,
        environment: str | None = None,
        base_url: str | None = None,
        authorizer: GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: RequestsTransport | None = None,
        retry_config: RetryConfig | None = None,
        transport_params: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            environment=environment,
            base_url=base_url,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
            transport_params=transport_params,
        )
        self.client_id: Any = None if client_id is None else str(client_id)
        self.current_oauth2_flow_manager: GlobusOAuthFlowManager | None = None

    @property
    def default_scope_requirements(self) -> NoReturn:
        """There are none: clients that log users in use no app.

        :raises GlobusSDKUsageError: always.
        """
        raise GlobusSDKUsageError(_NO_APP)

    get_openid_configuration = keys.get_openid_configuration
    get_jwk = keys.get_jwk

    oauth2_get_authorize_url = oauth2_get_authorize_url
    oauth2_exchange_code_for_tokens = tokens.oauth2_exchange_code_for_tokens
    oauth2_refresh_token = tokens.oauth2_refresh_token
    oauth2_revoke_token = tokens.oauth2_revoke_token
    oauth2_validate_token = tokens.oauth2_validate_token
    oauth2_token = tokens.oauth2_token


class AsyncAuthLoginClient(AsyncBaseClient):
    """:class:`AuthLoginClient` for ``asyncio``.

    :param client_id: the registered client.

    The other parameters are those of :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "auth"
    error_class = AuthAPIError
    scopes = AuthScopes

    def __init__(
        self,
        client_id: uuid.UUID | str | None = None,
        environment: str | None = None,
        base_url: str | None = None,
        authorizer: AsyncGlobusAuthorizer | GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: AsyncTransport | None = None,
        retry_config: RetryConfig | None = None,
    ) -> None:
        super().__init__(
            environment=environment,
            base_url=base_url,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
        )
        self.client_id: Any = None if client_id is None else str(client_id)
        self.current_oauth2_flow_manager: GlobusOAuthFlowManager | None = None

    @property
    def default_scope_requirements(self) -> NoReturn:
        """There are none: clients that log users in use no app.

        :raises GlobusSDKUsageError: always.
        """
        raise GlobusSDKUsageError(_NO_APP)

    get_openid_configuration = awaited(keys.get_openid_configuration)
    get_jwk = awaited(keys.get_jwk)

    oauth2_get_authorize_url = oauth2_get_authorize_url
    oauth2_exchange_code_for_tokens = awaited(tokens.oauth2_exchange_code_for_tokens)
    oauth2_refresh_token = awaited(tokens.oauth2_refresh_token)
    oauth2_revoke_token = awaited(tokens.oauth2_revoke_token)
    oauth2_validate_token = awaited(tokens.oauth2_validate_token)
    oauth2_token = awaited(tokens.oauth2_token)
