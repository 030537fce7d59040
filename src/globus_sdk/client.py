"""The base of all clients: :class:`BaseClient`, and :class:`AsyncBaseClient` beside it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from ._core import verbs
from ._core.any_client import AnyClient
from ._core.apps import awaiting_authorizer, awaiting_checks_of
from ._core.operation import awaited
from ._core.plan import Ask, Call, Plan, Sleep, drive, drive_async
from .authorizers.awaiting import as_async
from .paging.table import AsyncPaginatorTable, PaginatorTable
from .response import GlobusHTTPResponse
from .transport import AsyncTransport, RequestsTransport, RetryConfig
from .transport.default_retry_checks import DEFAULT_RETRY_CHECKS, awaiting_checks, twins_of

if TYPE_CHECKING:
    from types import TracebackType

    from ._core.apps import App, AsyncApp
    from .authorizers import AsyncGlobusAuthorizer, GlobusAuthorizer
    from .scopes import Scope

__all__ = ("DEFAULT_RETRY_CHECKS", "AsyncBaseClient", "BaseClient")

T = TypeVar("T")


class BaseClient(AnyClient):
    """A client of one service.

    :param environment: the hosted environment; by default ``GLOBUS_SDK_ENVIRONMENT``, else
        production.
    :param base_url: the service's address; by default ``GLOBUS_SDK_SERVICE_URL_<SERVICE>``, else
        the environment's.
    :param app: gets tokens for this client; instead of ``authorizer``.
    :param app_scopes: the scopes to ask the app for, instead of the client's default ones.
    :param authorizer: authorizes the requests; without it, they go out unauthorized.
    :param app_name: names your application in the ``User-Agent`` header.
    :param transport: sends the requests; not closed with this client.
    :param retry_config: when to try again.
    :param transport_params: arguments for a transport of this client's own, as in version 3.
    :raises GlobusSDKUsageError: both ``app`` and ``authorizer``, or no address.
    """

    transport_class: ClassVar[type[RequestsTransport]] = RequestsTransport

    def __init__(
        self,
        *,
        environment: str | None = None,
        base_url: str | None = None,
        app: App | None = None,
        app_scopes: list[Scope] | None = None,
        authorizer: GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: RequestsTransport | None = None,
        retry_config: RetryConfig | None = None,
        transport_params: dict[str, Any] | None = None,
    ) -> None:
        self._owns_transport = transport is None
        self.transport = transport or self.transport_class(**(transport_params or {}))
        retries = self.transport.adopt(retry_config, shared=not self._owns_transport)
        self._set_up(environment, base_url, app, authorizer, retries)
        self.retry_config.checks.register_many_checks(self.standard_retry_checks)
        self.authorizer = authorizer
        self.paginated = PaginatorTable(self)
        self._introduce(app_name, app, app_scopes)

    def close(self) -> None:
        """Close the connections, unless the transport was passed in."""
        if self._owns_transport:
            self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    get = verbs.get
    post = verbs.post
    put = verbs.put
    patch = verbs.patch
    delete = verbs.delete

    def request(
        self,
        method: str,
        path: str,
        *,
        query_params: dict[str, Any] | None = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        encoding: str | None = None,
        allow_redirects: bool = True,
        stream: bool = False,
        automatic_authorization: bool = True,
    ) -> GlobusHTTPResponse:
        """Send a request to the service.

        :param method: the HTTP method.
        :param path: below the base URL, or a whole URL.
        :param query_params: values that are None or MISSING are left out.
        :param data: a document (sent as JSON), text or bytes.
        :param headers: further headers.
        :param encoding: ``json``, ``form`` or ``text``, if not by the type of ``data``.
        :param allow_redirects: whether to follow redirects.
        :param stream: whether to leave the body unread until it is asked for.
        :param automatic_authorization: whether to use the client's authorizer.
        :raises GlobusAPIError: the service answered with an error.
        :raises NetworkError: it did not answer.
        """
        raw = self.transport.request(
            method,
            self._url(path),
            caller_info=self._caller_info(automatic_authorization),
            query_params=query_params,
            data=data,
            headers=headers,
            encoding=encoding,
            allow_redirects=allow_redirects,
            stream=stream,
        )
        return self._judged(raw)

    def _run(self, plan: Plan[T]) -> T:
        if isinstance(plan, (Call, Ask)):
            result: T = plan.returns(plan.performed_by(self))
            return result
        return drive(plan, self._perform)

    def _perform(self, step: Any) -> Any:
        if isinstance(step, (Call, Ask)):
            return step.performed_by(self)
        if isinstance(step, Sleep):
            return time.sleep(step.seconds)
        raise TypeError(f"unknown step {step!r}")


class AsyncBaseClient(AnyClient):
    """:class:`BaseClient` for ``asyncio``: the same methods, to be awaited.

    Close it (``async with client:`` or ``await client.close()``) before the event loop ends. The
    parameters are those of :class:`BaseClient`.

    :param authorizer: one for ``asyncio``, or one of the ordinary kind, which renews its token in
        a thread.
    """

    def __init__(
        self,
        *,
        environment: str | None = None,
        base_url: str | None = None,
        app: App | AsyncApp | None = None,
        app_scopes: list[Scope] | None = None,
        authorizer: AsyncGlobusAuthorizer | GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: AsyncTransport | None = None,
        retry_config: RetryConfig | None = None,
    ) -> None:
        self._set_up(environment, base_url, app, authorizer, awaiting_checks(retry_config))
        self.retry_config.checks.register_many_checks(twins_of(self.standard_retry_checks))
        self._owns_transport = transport is None
        self.transport = transport or AsyncTransport()
        self.authorizer = None if authorizer is None else as_async(authorizer)
        self.paginated = AsyncPaginatorTable(self)
        self._introduce(app_name, app, app_scopes)

    def _use_app(self, app: App | AsyncApp) -> None:
        self._app_authorizer = awaiting_authorizer(app, self.resource_server)
        self.retry_config.checks.register_many_checks(awaiting_checks_of(app))

    async def close(self) -> None:
        """Close the connections, unless the transport was passed in."""
        if self._owns_transport:
            await self.transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    get = awaited(verbs.get)
    post = awaited(verbs.post)
    put = awaited(verbs.put)
    patch = awaited(verbs.patch)
    delete = awaited(verbs.delete)

    async def request(
        self,
        method: str,
        path: str,
        *,
        query_params: dict[str, Any] | None = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        encoding: str | None = None,
        allow_redirects: bool = True,
        automatic_authorization: bool = True,
    ) -> GlobusHTTPResponse:
        """Send a request to the service; the parameters are those of :meth:`BaseClient.request`.

        :raises GlobusAPIError: the service answered with an error.
        :raises NetworkError: it did not answer.
        """
        raw = await self.transport.request(
            method,
            self._url(path),
            caller_info=self._caller_info(automatic_authorization),
            query_params=query_params,
            data=data,
            headers=headers,
            encoding=encoding,
            allow_redirects=allow_redirects,
        )
        return self._judged(raw)

    async def _request_stream(
        self, path: str, *, query_params: dict[str, Any] | None, headers: dict[str, str]
    ) -> GlobusHTTPResponse:
        """``GET`` what comes bit by bit; the raw response is a ``StreamedResponse``."""
        raw = await self.transport.request(
            "GET",
            self._url(path),
            caller_info=self._caller_info(True),
            query_params=query_params,
            headers=headers,
            stream=True,
        )
        return self._judged(raw)

    async def _run(self, plan: Plan[T]) -> T:
        if isinstance(plan, (Call, Ask)):
            result: T = plan.returns(await plan.performed_by(self))
            return result
        return await drive_async(plan, self._perform)

    async def _perform(self, step: Any) -> Any:
        if isinstance(step, (Call, Ask)):
            return await step.performed_by(self)
        if isinstance(step, Sleep):
            import asyncio  # which only async programs have loaded

            return await asyncio.sleep(step.seconds)
        raise TypeError(f"unknown step {step!r}")
