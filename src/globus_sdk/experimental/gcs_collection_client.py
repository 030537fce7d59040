"""The clients of a collection's files, over HTTPS."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from ..client import AsyncBaseClient, BaseClient
from ..scopes import GCSCollectionScopes, Scope
from ..services.gcs.address import https_url

if TYPE_CHECKING:
    from .._core.apps import App, AsyncApp
    from ..authorizers import AsyncGlobusAuthorizer, GlobusAuthorizer
    from ..transport import AsyncTransport, RequestsTransport, RetryConfig


class GCSCollectionClient(BaseClient):
    """A client of a collection's files: ``get``, ``put`` and ``delete`` of their paths.

    :param collection_id: the collection.
    :param collection_address: its HTTPS server, a host or a URL.
    :raises GlobusSDKUsageError: the address is not one of HTTPS.

    The other parameters are those of :class:`~globus_sdk.BaseClient`.
    """

    scopes: GCSCollectionScopes

    def __init__(
        self,
        collection_id: str | uuid.UUID,
        collection_address: str,
        *,
        environment: str | None = None,
        app: App | None = None,
        app_scopes: list[Scope] | None = None,
        authorizer: GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: RequestsTransport | None = None,
        retry_config: RetryConfig | None = None,
    ) -> None:
        self.collection_id = str(collection_id)
        self.scopes = GCSCollectionScopes(self.collection_id)  # pyright: ignore[reportIncompatibleVariableOverride]
        super().__init__(
            base_url=https_url(collection_address),
            environment=environment,
            app=app,
            app_scopes=app_scopes,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
        )

    @property
    def default_scope_requirements(self) -> list[Scope]:
        """The scope to read and write the collection's files."""
        return [self.scopes.https]


class AsyncGCSCollectionClient(AsyncBaseClient):
    """:class:`GCSCollectionClient` for ``asyncio``.

    :param collection_id: the collection.
    :param collection_address: its HTTPS server, a host or a URL.
    :raises GlobusSDKUsageError: the address is not one of HTTPS.

    The other parameters are those of :class:`~globus_sdk.AsyncBaseClient`.
    """

    scopes: GCSCollectionScopes

    def __init__(
        self,
        collection_id: str | uuid.UUID,
        collection_address: str,
        *,
        environment: str | None = None,
        app: App | AsyncApp | None = None,
        app_scopes: list[Scope] | None = None,
        authorizer: AsyncGlobusAuthorizer | GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: AsyncTransport | None = None,
        retry_config: RetryConfig | None = None,
    ) -> None:
        self.collection_id = str(collection_id)
        self.scopes = GCSCollectionScopes(self.collection_id)  # pyright: ignore[reportIncompatibleVariableOverride]
        super().__init__(
            base_url=https_url(collection_address),
            environment=environment,
            app=app,
            app_scopes=app_scopes,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
        )

    @property
    def default_scope_requirements(self) -> list[Scope]:
        """The scope to read and write the collection's files."""
        return [self.scopes.https]
