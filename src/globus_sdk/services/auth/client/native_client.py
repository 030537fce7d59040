"""The client of applications that cannot keep a secret."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ...._core.operation import awaited
from ....authorizers import NullAuthorizer
from .. import clients, native_tokens
from .base_login_client import AsyncAuthLoginClient, AuthLoginClient
from .flows import start_native_app_flow

if TYPE_CHECKING:
    from ....transport import AsyncTransport, RequestsTransport, RetryConfig


class NativeAppAuthClient(AuthLoginClient):
    """Logs users in to an application that runs on their own machine (RFC 8252).

    :param client_id: the registered client.

    The other parameters are those of :class:`~globus_sdk.BaseClient`.
    """

    client_id: str

    def __init__(
        self,
        client_id: uuid.UUID | str,
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
            authorizer=NullAuthorizer(),
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
            transport_params=transport_params,
        )

    oauth2_start_flow = start_native_app_flow
    oauth2_refresh_token = native_tokens.oauth2_refresh_token
    create_native_app_instance = clients.create_native_app_instance


class AsyncNativeAppAuthClient(AsyncAuthLoginClient):
    """:class:`NativeAppAuthClient` for ``asyncio``.

    :param client_id: the registered client.

    The other parameters are those of :class:`~globus_sdk.AsyncBaseClient`.
    """

    client_id: str

    def __init__(
        self,
        client_id: uuid.UUID | str,
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
            authorizer=NullAuthorizer(),
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
        )

    oauth2_start_flow = start_native_app_flow
    oauth2_refresh_token = awaited(native_tokens.oauth2_refresh_token)
    create_native_app_instance = awaited(clients.create_native_app_instance)
