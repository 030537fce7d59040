"""The client of applications that have a secret."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ...._core.operation import awaited
from ....authorizers import BasicAuthorizer
from .. import clients, identities, tokens
from .base_login_client import AsyncAuthLoginClient, AuthLoginClient
from .flows import start_authorization_code_flow

if TYPE_CHECKING:
    from ....transport import AsyncTransport, RequestsTransport, RetryConfig


class ConfidentialAppAuthClient(AuthLoginClient):
    """Logs users in to a web application, or acts for itself.

    :param client_id: the registered client.
    :param client_secret: its secret.

    The other parameters are those of :class:`~globus_sdk.BaseClient`.
    """

    client_id: str

    def __init__(
        self,
        client_id: uuid.UUID | str,
        client_secret: str,
        environment: str | None = None,
        base_url: str | None = None,
        app_name: str | None = None,
        transport: RequestsTransport | None = None,
        retry_config: RetryConfig | None = None,
        transport_params: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            client_id,
            environment=environment,
            base_url=base_url,
            authorizer=BasicAuthorizer(str(client_id), client_secret),
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
            transport_params=transport_params,
        )

    get_identities = identities.get_identities

    oauth2_start_flow = start_authorization_code_flow
    oauth2_client_credentials_tokens = tokens.oauth2_client_credentials_tokens
    oauth2_get_dependent_tokens = tokens.oauth2_get_dependent_tokens
    oauth2_token_introspect = tokens.oauth2_token_introspect
    create_child_client = clients.create_child_client


class AsyncConfidentialAppAuthClient(AsyncAuthLoginClient):
    """:class:`ConfidentialAppAuthClient` for ``asyncio``.

    :param client_id: the registered client.
    :param client_secret: its secret.

    The other parameters are those of :class:`~globus_sdk.AsyncBaseClient`.
    """

    client_id: str

    def __init__(
        self,
        client_id: uuid.UUID | str,
        client_secret: str,
        environment: str | None = None,
        base_url: str | None = None,
        app_name: str | None = None,
        transport: AsyncTransport | None = None,
        retry_config: RetryConfig | None = None,
    ) -> None:
        super().__init__(
            client_id,
            environment=environment,
            base_url=base_url,
            authorizer=BasicAuthorizer(str(client_id), client_secret),
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
        )

    get_identities = awaited(identities.get_identities)

    oauth2_start_flow = start_authorization_code_flow
    oauth2_client_credentials_tokens = awaited(tokens.oauth2_client_credentials_tokens)
    oauth2_get_dependent_tokens = awaited(tokens.oauth2_get_dependent_tokens)
    oauth2_token_introspect = awaited(tokens.oauth2_token_introspect)
    create_child_client = awaited(clients.create_child_client)
