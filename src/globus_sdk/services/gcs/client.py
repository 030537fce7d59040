"""The clients of GCS Manager, through which endpoints are configured."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...exc import GlobusSDKUsageError
from ...scopes import GCSCollectionScopes, GCSEndpointScopes, Scope
from . import collections, endpoint, roles, storage_gateways, user_credentials
from .address import manager_url
from .connector_table import ConnectorTable
from .errors import GCSAPIError

if TYPE_CHECKING:
    from ..._core.apps import App, AsyncApp
    from ...authorizers import AsyncGlobusAuthorizer, GlobusAuthorizer
    from ...response import GlobusHTTPResponse
    from ...transport import AsyncTransport, RequestsTransport, RetryConfig


class _OfEndpoint:
    """``resource_server``: the endpoint's, which only an instance has."""

    def __get__(self, client: GCSClient | AsyncGCSClient | None, owner: object) -> str | None:
        if client is None:
            return None
        return client._resource_server()  # pyright: ignore[reportPrivateUsage]


def get_gcs_endpoint_scopes(endpoint_id: uuid.UUID | str) -> GCSEndpointScopes:
    """The scopes of an endpoint.

    :param endpoint_id: its id.
    """
    return GCSEndpointScopes(str(endpoint_id))


def get_gcs_collection_scopes(collection_id: uuid.UUID | str) -> GCSCollectionScopes:
    """The scopes of a collection.

    :param collection_id: its id.
    """
    return GCSCollectionScopes(str(collection_id))


def connector_id_to_name(connector_id: uuid.UUID | str) -> str | None:
    """The name of a connector, or None; version 4 has :class:`ConnectorTable` for it.

    :param connector_id: its id.
    """
    connector = ConnectorTable.lookup(connector_id)
    return connector.name if connector else None


class GCSClient(BaseClient):
    """A client of one endpoint's GCS Manager.

    With an app, it asks the endpoint for its id (``GET /info``) when it is made.

    :param gcs_address: the manager's host, or its URL.
    :raises GlobusSDKUsageError: the address is not one of HTTPS.

    The other parameters are those of :class:`~globus_sdk.BaseClient`.
    """

    service_name = "globus_connect_server"
    error_class = GCSAPIError
    resource_server = _OfEndpoint()

    _endpoint_client_id: str | None = None

    def __init__(
        self,
        gcs_address: str,
        *,
        app: App | None = None,
        app_scopes: list[Scope] | None = None,
        environment: str | None = None,
        authorizer: GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: RequestsTransport | None = None,
        retry_config: RetryConfig | None = None,
        transport_params: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            base_url=manager_url(gcs_address),
            app=app,
            app_scopes=app_scopes,
            environment=environment,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
            transport_params=transport_params,
        )

    get_gcs_endpoint_scopes = staticmethod(get_gcs_endpoint_scopes)
    get_gcs_collection_scopes = staticmethod(get_gcs_collection_scopes)
    connector_id_to_name = staticmethod(connector_id_to_name)

    @property
    def endpoint_client_id(self) -> str:
        """The endpoint's id; asked for once (``GET /info``)."""
        if self._endpoint_client_id is None:
            self._endpoint_client_id = str(self.get_gcs_info()["client_id"])
        return self._endpoint_client_id

    def _resource_server(self) -> str:
        return self.endpoint_client_id

    @property
    def _known_resource_server(self) -> str | None:
        return self._endpoint_client_id

    @property
    def default_scope_requirements(self) -> list[Scope]:
        """The scope to configure the endpoint's collections."""
        return [GCSEndpointScopes(self.endpoint_client_id).manage_collections]

    get_gcs_info = endpoint.get_gcs_info
    get_endpoint = endpoint.get_endpoint
    update_endpoint = endpoint.update_endpoint

    get_collection_list = collections.get_collection_list
    get_collection = collections.get_collection
    create_collection = collections.create_collection
    update_collection = collections.update_collection
    delete_collection = collections.delete_collection

    get_storage_gateway_list = storage_gateways.get_storage_gateway_list
    get_storage_gateway = storage_gateways.get_storage_gateway
    create_storage_gateway = storage_gateways.create_storage_gateway
    update_storage_gateway = storage_gateways.update_storage_gateway
    delete_storage_gateway = storage_gateways.delete_storage_gateway

    get_role_list = roles.get_role_list
    get_role = roles.get_role
    create_role = roles.create_role
    delete_role = roles.delete_role

    get_user_credential_list = user_credentials.get_user_credential_list
    get_user_credential = user_credentials.get_user_credential
    create_user_credential = user_credentials.create_user_credential
    update_user_credential = user_credentials.update_user_credential
    delete_user_credential = user_credentials.delete_user_credential


class AsyncGCSClient(AsyncBaseClient):
    """:class:`GCSClient` for ``asyncio``.

    With an app, it asks the endpoint for its id before the first request that needs a token. The
    other parameters are those of :class:`~globus_sdk.AsyncBaseClient`.

    :param gcs_address: the manager's host, or its URL.
    :raises GlobusSDKUsageError: the address is not one of HTTPS.
    """

    service_name = "globus_connect_server"
    error_class = GCSAPIError
    resource_server = _OfEndpoint()

    _endpoint_client_id: str | None = None

    def __init__(
        self,
        gcs_address: str,
        *,
        app: App | AsyncApp | None = None,
        app_scopes: list[Scope] | None = None,
        environment: str | None = None,
        authorizer: AsyncGlobusAuthorizer | GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: AsyncTransport | None = None,
        retry_config: RetryConfig | None = None,
    ) -> None:
        self._waiting_for_id: list[Callable[[], object]] = []
        super().__init__(
            base_url=manager_url(gcs_address),
            app=app,
            app_scopes=app_scopes,
            environment=environment,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
        )

    get_gcs_endpoint_scopes = staticmethod(get_gcs_endpoint_scopes)
    get_gcs_collection_scopes = staticmethod(get_gcs_collection_scopes)
    connector_id_to_name = staticmethod(connector_id_to_name)

    @property
    def endpoint_client_id(self) -> Awaitable[str]:
        """The endpoint's id, to be awaited; asked for once (``GET /info``)."""
        return self._learn_id()

    async def _learn_id(self) -> str:
        if self._endpoint_client_id is None:
            info = await self.get_gcs_info()
            self._endpoint_client_id = info["client_id"]
        while self._waiting_for_id:
            self._waiting_for_id.pop(0)()
        return self._resource_server()

    def _resource_server(self) -> str:
        if self._endpoint_client_id is None:
            raise GlobusSDKUsageError("First: await client.endpoint_client_id")
        return self._endpoint_client_id

    @property
    def _known_resource_server(self) -> str | None:
        return self._endpoint_client_id

    @property
    def default_scope_requirements(self) -> list[Scope]:
        """The scope to configure the endpoint's collections.

        :raises GlobusSDKUsageError: the endpoint's id was not asked for yet.
        """
        return [GCSEndpointScopes(self._resource_server()).manage_collections]

    def attach_globus_app(self, app: App | AsyncApp, app_scopes: list[Scope] | None = None) -> None:
        """:meth:`BaseClient.attach_globus_app`, once the endpoint's id is known."""
        self._with_id(partial(super().attach_globus_app, app, app_scopes))

    def add_app_scope(self, scope_collection: str | Scope | Iterable[str | Scope]) -> Self:
        """:meth:`BaseClient.add_app_scope`, once the endpoint's id is known."""
        self._with_id(partial(super().add_app_scope, scope_collection))
        return self

    def _with_id(self, action: Callable[[], object]) -> None:
        if self._endpoint_client_id is None:
            self._waiting_for_id.append(action)
        else:
            action()

    async def request(
        self, method: str, path: str, *, automatic_authorization: bool = True, **options: Any
    ) -> GlobusHTTPResponse:
        """:meth:`AsyncBaseClient.request`, for which the endpoint's id has to be known."""
        if automatic_authorization and self._waiting_for_id:
            await self._learn_id()
        return await super().request(
            method, path, automatic_authorization=automatic_authorization, **options
        )

    get_gcs_info = awaited(endpoint.get_gcs_info)
    get_endpoint = awaited(endpoint.get_endpoint)
    update_endpoint = awaited(endpoint.update_endpoint)

    get_collection_list = awaited(collections.get_collection_list)
    get_collection = awaited(collections.get_collection)
    create_collection = awaited(collections.create_collection)
    update_collection = awaited(collections.update_collection)
    delete_collection = awaited(collections.delete_collection)

    get_storage_gateway_list = awaited(storage_gateways.get_storage_gateway_list)
    get_storage_gateway = awaited(storage_gateways.get_storage_gateway)
    create_storage_gateway = awaited(storage_gateways.create_storage_gateway)
    update_storage_gateway = awaited(storage_gateways.update_storage_gateway)
    delete_storage_gateway = awaited(storage_gateways.delete_storage_gateway)

    get_role_list = awaited(roles.get_role_list)
    get_role = awaited(roles.get_role)
    create_role = awaited(roles.create_role)
    delete_role = awaited(roles.delete_role)

    get_user_credential_list = awaited(user_credentials.get_user_credential_list)
    get_user_credential = awaited(user_credentials.get_user_credential)
    create_user_credential = awaited(user_credentials.create_user_credential)
    update_user_credential = awaited(user_credentials.update_user_credential)
    delete_user_credential = awaited(user_credentials.delete_user_credential)
