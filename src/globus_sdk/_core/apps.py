"""What clients need of an app that gets them their tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ..authorizers.base import GlobusAuthorizer
from ..exc import GlobusSDKUsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def check_attachable(client: AnyClient, app: App) -> None:
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
