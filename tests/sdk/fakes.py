"""Stand-ins for what clients are given."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from globus_sdk import AccessTokenAuthorizer
from globus_sdk.authorizers import GlobusAuthorizer
from globus_sdk.transport import AsyncTransport, RequestsTransport

from .recording import RecordingServer


class FakeApp:
    """What clients need of an app."""

    app_name = "my app"
    config = SimpleNamespace(environment="production")

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.requirements: list[Any] = []

    def get_authorizer(self, resource_server: str) -> GlobusAuthorizer:
        self.asked.append(resource_server)
        return AccessTokenAuthorizer(f"token-{len(self.asked)}")

    def add_scope_requirements(self, scope_requirements: Any) -> None:
        self.requirements.append(scope_requirements)

    def get_client_retry_checks(self) -> list[Any]:
        return []


class Redirected(RequestsTransport):
    """Reaches a test's server, at ``/<host>/...``, in the place of every https server."""

    def __init__(self, server: RecordingServer) -> None:
        super().__init__()
        self.server = server

    def request(self, method: str, url: str, **options: Any) -> Any:  # type: ignore[override]
        return super().request(method, url.replace("https://", self.server.url), **options)


class AsyncRedirected(AsyncTransport):
    """The same for async clients."""

    def __init__(self, server: RecordingServer) -> None:
        super().__init__()
        self.server = server

    async def request(self, method: str, url: str, **options: Any) -> Any:
        return await super().request(method, url.replace("https://", self.server.url), **options)
