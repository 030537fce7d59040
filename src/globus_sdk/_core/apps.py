"""What clients need of an app that gets them their tokens."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, cast

from ..authorizers.awaiting import AsyncGlobusAuthorizer, ThreadedAuthorizer
from ..authorizers.base import GlobusAuthorizer
from ..exc import GlobusAPIError, GlobusSDKUsageError
from ..transport.retry import RetryCheck, RetryCheckResult, RetryContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..scopes import Scope
    from .any_client import AnyClient


class App(Protocol):
    """An app: it knows which scopes its clients need, and gets tokens for them."""

    @property
    def app_name(self) -> str: ...

    @property
    def config(self) -> Any: ...

    def get_authorizer(self, resource_server: str) -> GlobusAuthorizer: ...

    def add_scope_requirements(
        self, scope_requirements: Mapping[str, str | Scope | Iterable[str | Scope]]
    ) -> None: ...

    def get_client_retry_checks(self) -> Sequence[RetryCheck]: ...


class AppAuthorizer(GlobusAuthorizer):
    """Asks the app anew for each request: the app knows when a login is needed.

    :param app: the app.
    :param resource_server: whose tokens to get.
    """

    def __init__(self, app: App, resource_server: str) -> None:
        self.app = app
        self.resource_server = resource_server

    def get_authorization_header(self) -> str | None:
        return self.app.get_authorizer(self.resource_server).get_authorization_header()

    def handle_missing_authorization(self) -> bool:
        return self.app.get_authorizer(self.resource_server).handle_missing_authorization()


class AsyncApp(Protocol):
    """An app for ``asyncio``."""

    @property
    def app_name(self) -> str: ...

    @property
    def config(self) -> Any: ...

    async def get_authorizer(self, resource_server: str) -> AsyncGlobusAuthorizer: ...

    def add_scope_requirements(
        self, scope_requirements: Mapping[str, str | Scope | Iterable[str | Scope]]
    ) -> None: ...

    def get_client_retry_checks(self) -> Sequence[Any]: ...


class AsyncAppAuthorizer(AsyncGlobusAuthorizer):
    """:class:`AppAuthorizer`, with an app for ``asyncio``.

    :param app: the app.
    :param resource_server: whose tokens to get.
    """

    def __init__(self, app: AsyncApp, resource_server: str) -> None:
        self.app = app
        self.resource_server = resource_server

    async def get_authorization_header(self) -> str | None:
        authorizer = await self.app.get_authorizer(self.resource_server)
        return await authorizer.get_authorization_header()

    async def handle_missing_authorization(self) -> bool:
        authorizer = await self.app.get_authorizer(self.resource_server)
        return await authorizer.handle_missing_authorization()


def awaiting_authorizer(app: App | AsyncApp, resource_server: str) -> AsyncGlobusAuthorizer:
    """What an async client authorizes its requests with; a sync app works in threads."""
    if is_async(app):
        return AsyncAppAuthorizer(cast("AsyncApp", app), resource_server)
    return ThreadedAuthorizer(AppAuthorizer(cast("App", app), resource_server))


def awaiting_checks_of(app: App | AsyncApp) -> list[Any]:
    """The retry checks that an app has for an async client."""
    checks = app.get_client_retry_checks()
    return list(checks) if is_async(app) else [_in_thread(check) for check in checks]


def _in_thread(check: RetryCheck) -> Any:
    @wraps(check)
    async def checked(ctx: RetryContext) -> RetryCheckResult:
        import asyncio  # which only async programs have loaded

        return await asyncio.to_thread(check, ctx)

    return checked


def is_async(app: object) -> bool:
    """Whether an app is one for ``asyncio``."""
    return hasattr(app, "__aenter__")


def advise(error: GlobusAPIError) -> None:
    """Add a note of what to do, if a service asks for consent or for another login."""
    from ..gare import is_gare  # only needed when something is wrong

    if error.http_status == 403 and is_gare(error):
        error.add_note(_ADVICE)


_ADVICE = (
    "The service asks for consent or for another login:"
    " app.login(auth_params=globus_sdk.gare.to_gare(error).authorization_parameters);"
    " with GlobusAppConfig(auto_redrive_gares=True), clients do so by themselves."
)


def check_attachable(client: AnyClient, app: App | AsyncApp) -> None:
    """Refuse an app that a client cannot use.

    :raises GlobusSDKUsageError: with the reason.
    """
    kind = type(client).__name__
    if client._app is not None:  # pyright: ignore[reportPrivateUsage]
        raise GlobusSDKUsageError(f"This {kind} has an app already.")
    if client.authorizer is not None:
        raise GlobusSDKUsageError(f"This {kind} has an authorizer already.")
    if client.resource_server is None:
        raise GlobusSDKUsageError(f"{kind} has no resource_server to get tokens for.")
    if client.environment != app.config.environment:
        raise GlobusSDKUsageError(
            f"This {kind} is for {client.environment}, the app for {app.config.environment}."
        )
