"""What all clients share, sync or async: everything but sending."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar
from urllib.parse import quote

from .. import config, exc
from ..response import GlobusHTTPResponse
from ..scopes import Scope, ScopeCollection, ScopeParser
from ..transport import RequestCallerInfo, RetryConfig
from ..transport.default_retry_checks import DEFAULT_RETRY_CHECKS
from ..transport.retry import RetryCheck
from .apps import AppAuthorizer, advise, check_attachable, is_async
from .encoding import slash_join

if TYPE_CHECKING:
    from .apps import App, AsyncApp

T = TypeVar("T")
_PLAIN = re.compile(r"[A-Za-z0-9_.~/\-]*")
_VERSIONED = re.compile(r"(^|/)v\d+(\.\d+)?(/|$)")


class _ResourceServer:
    """``resource_server`` on the class and on its instances: that of their scopes."""

    def __get__(self, instance: AnyClient | None, owner: type[AnyClient]) -> str | None:
        scopes = (owner if instance is None else instance).scopes
        return scopes.resource_server if scopes is not None else None


class _NoScopes:
    """The scopes of a client that has none by default."""

    def __get__(self, client: object, owner: type) -> list[Scope]:
        if client is None:
            return self  # type: ignore[return-value]  # so that the class can be looked at
        raise NotImplementedError(f"{owner.__name__} has no default scopes.")


class AnyClient:
    """What sync and async clients share: address, name, errors; everything but sending."""

    base_url: str = "_base"
    base_path: ClassVar[str] = "/"  # what paths without a version are below, as in version 3
    service_name: ClassVar[str] = "_base"
    error_class: ClassVar[type[exc.GlobusAPIError]] = exc.GlobusAPIError
    scopes: ScopeCollection | None = None
    resource_server: Any = _ResourceServer()
    standard_retry_checks: ClassVar[tuple[RetryCheck, ...]] = DEFAULT_RETRY_CHECKS

    default_scope_requirements: Any = _NoScopes()  # what an app asks for on the client's behalf

    transport: Any
    authorizer: Any
    app_scopes: list[Scope] | None = None
    _app: Any = None
    _app_name: str | None = None
    _app_authorizer: Any = None

    def _set_up(
        self,
        environment: str | None,
        base_url: str | None,
        app: App | AsyncApp | None,
        authorizer: object,
        retry_config: RetryConfig,
    ) -> None:
        if app is not None and authorizer is not None:
            raise exc.GlobusSDKUsageError("A client takes an app or an authorizer, not both.")
        if app is not None and environment is None:
            environment = app.config.environment
        self.environment = config.get_environment_name(environment)
        self.base_url = self._resolve_base_url(base_url, self.environment)
        self.retry_config = retry_config

    def _introduce(
        self, app_name: str | None, app: App | AsyncApp | None, app_scopes: list[Scope] | None
    ) -> None:
        if app_name is not None:
            self.app_name = app_name
        if app is not None:
            self.attach_globus_app(app, app_scopes)

    def attach_globus_app(self, app: App | AsyncApp, app_scopes: list[Scope] | None = None) -> None:
        """Let an app give this client its tokens.

        :param app: the app.
        :param app_scopes: what to ask for, instead of the client's default scopes.
        :raises GlobusSDKUsageError: the client has an app or an authorizer already, belongs to
            another environment than the app, or has no resource server.
        """
        check_attachable(self, app)
        self._app = app
        self._use_app(app)
        scopes: list[Scope] = app_scopes or self.default_scope_requirements
        self.app_scopes = scopes
        app.add_scope_requirements({self.resource_server: scopes})
        if self._app_name is None:
            self.app_name = app.app_name

    def _use_app(self, app: Any) -> None:
        """Take authorizer and retry checks from an app.

        :raises GlobusSDKUsageError: it is one for ``asyncio``.
        """
        if is_async(app):
            kind = type(self).__name__
            raise exc.GlobusSDKUsageError(
                f"{kind} needs a sync app; Async{kind} takes either kind."
            )
        self._app_authorizer = AppAuthorizer(app, self.resource_server)
        self.retry_config.checks.register_many_checks(app.get_client_retry_checks())

    def add_app_scope(self, scope_collection: str | Scope | Iterable[str | Scope]) -> Self:
        """Ask the app for more scopes of this client's resource server.

        :param scope_collection: one or several.
        :raises GlobusSDKUsageError: the client has no app.
        """
        if self._app is None:
            raise exc.GlobusSDKUsageError("Only a client that uses an app can add scopes to it.")
        scopes = ScopeParser.parse(ScopeParser.serialize(scope_collection))
        self._app.add_scope_requirements({self.resource_server: scopes})
        return self

    @classmethod
    def _resolve_base_url(cls, init_base_url: str | None, environment: str) -> str:
        if init_base_url is not None:
            return init_base_url
        if cls.base_url != "_base":
            return cls.base_url
        if cls.service_name == "_base":
            raise exc.GlobusSDKUsageError(
                f"{cls.__name__} has neither a base_url nor a service_name to find one by."
            )
        return config.get_service_url(cls.service_name, environment)

    def _url(self, path: str) -> str:
        """A path is not quoted yet; a whole URL stays as it is."""
        if path.startswith(("https://", "http://")):
            return path
        if self.base_path != "/" and not _VERSIONED.search(path):
            path = slash_join(self.base_path, path)
        plain = path if _PLAIN.fullmatch(path) else quote(path)
        return slash_join(self.base_url, plain)

    def __repr__(self) -> str:
        """Its class, address and authorization; no secret."""
        from . import display  # only people need it

        return display.of_client(self)

    @property
    def app_name(self) -> str | None:
        """Names your application in the ``User-Agent`` header."""
        return self._app_name

    @app_name.setter
    def app_name(self, value: str) -> None:
        self._app_name = self.transport.user_agent = value

    @property
    def _known_resource_server(self) -> str | None:
        """``resource_server``, for which no service is asked."""
        server: str | None = self.resource_server
        return server

    def _caller_info(self, authorize: bool) -> RequestCallerInfo:
        return RequestCallerInfo(
            retry_config=self.retry_config,
            resource_server=self._known_resource_server,
            authorizer=(self._app_authorizer or self.authorizer) if authorize else None,
        )

    def _judged(self, raw: Any) -> GlobusHTTPResponse:
        """A response, or the service's error; redirects that were not followed are no errors."""
        if 200 <= raw.status_code < 400:
            return GlobusHTTPResponse(raw, self)
        error = self.error_class(raw)
        if self._app is not None:
            advise(error)
        raise error
