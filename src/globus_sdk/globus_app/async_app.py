"""Apps for ``asyncio``."""

from __future__ import annotations

import abc
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from .._core.plan import drive_async
from ..authorizers import AsyncRenewingAuthorizer
from ..authorizers.awaiting import as_async
from ..services.auth import (
    AsyncAuthClient,
    AsyncConfidentialAppAuthClient,
    AsyncNativeAppAuthClient,
)
from . import plans
from .any_app import AnyApp, Scopes
from .authorizer_factory import (
    AccessTokenAuthorizerFactory,
    AsyncClientCredentialsAuthorizerFactory,
    AsyncRefreshTokenAuthorizerFactory,
)
from .client_app import AnyClientApp
from .config import DEFAULT_CONFIG, GlobusAppConfig
from .consents import ConsentsWanted, FetchedConsents
from .in_thread import finished
from .redrive import redrive_async
from .task_lock import TaskLock
from .user_app import AnyUserApp

if TYPE_CHECKING:
    from types import TracebackType

    from ..authorizers import AsyncGlobusAuthorizer
    from ..gare import GlobusAuthorizationParameters
    from ..services.auth import AsyncAuthLoginClient, OAuthTokenResponse


class AsyncGlobusApp(AnyApp, metaclass=abc.ABCMeta):
    """:class:`GlobusApp` for ``asyncio``: ``AsyncTransferClient(app=app)``.

    Close it (``async with app:`` or ``await app.close()``) before the event loop ends. The storage
    is used in threads. The parameters are those of :class:`GlobusApp`, with a client for
    ``asyncio``; a ``token_validation_error_handler`` may be a coroutine function.
    """

    _consent_client_class: ClassVar[type[Any]] = AsyncAuthClient
    _lock_class = TaskLock
    _login_client: Any
    _keys_fetched = False

    def _consents_of(self, consent_client: Any) -> Any:
        self._consent_client = consent_client
        self._consents = FetchedConsents()
        return self._consents

    async def get_authorizer(self, resource_server: str) -> AsyncGlobusAuthorizer:
        """An authorizer for a resource server; see :meth:`GlobusApp.get_authorizer`."""
        known = self._authorizer_factory.known_authorizer(resource_server)
        if known is not None:
            return as_async(known)
        return as_async(await drive_async(plans.authorizer(self, resource_server), self._perform))

    async def login_required(self) -> bool:
        """Whether a token is missing, has ended, or is not enough for the app's scopes."""
        return await drive_async(plans.login_required(self), self._perform)

    async def login(
        self, *, auth_params: GlobusAuthorizationParameters | None = None, force: bool = False
    ) -> None:
        """Log in, if that is required; see :meth:`GlobusApp.login`."""
        await drive_async(plans.login(self, auth_params, force), self._perform)

    async def logout(self, *, sweep: bool = False) -> None:
        """Revoke and forget the tokens; see :meth:`GlobusApp.logout`."""
        await drive_async(plans.logout(self, sweep), self._perform)

    def get_client_retry_checks(self) -> Sequence[Any]:
        """The retry checks of clients that use the app."""
        return [redrive_async(self)] if self.config.auto_redrive_gares else []

    async def close(self) -> None:
        """Close what the app has opened."""
        for resource in self._resources_to_close:
            closing = resource.close()
            if closing is not None:
                await closing

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.close()

    @abc.abstractmethod
    async def _run_login_flow(
        self, auth_params: GlobusAuthorizationParameters | None = None
    ) -> None:
        """Log in and store the tokens."""

    async def _perform(self, step: Any) -> Any:
        if isinstance(step, plans.Do):
            return await self._do(step.function)
        if isinstance(step, plans.Alone):
            async with self._alone:
                return await drive_async(step.plan(), self._perform)
        if isinstance(step, plans.Resolve):
            return await self._resolve(step)
        if isinstance(step, plans.LogIn):
            return await self._run_login_flow(step.auth_params)
        if isinstance(step, plans.Revoke):
            return await self._login_client.oauth2_revoke_token(step.token)
        raise TypeError(f"unknown step {step!r}")

    async def _do(self, function: Callable[[], Any]) -> Any:
        """Use the storage; what its checks need of the service is fetched in between."""
        while True:
            try:
                done = await finished(function)
            except ConsentsWanted as wanted:
                self._consents.answer = await self._consent_client.get_consents(wanted.identity_id)
            else:
                return await _with_token(done)

    async def _resolve(self, step: plans.Resolve) -> None:
        handler: Any = self.config.token_validation_error_handler
        with plans.errors_raised():
            helping = handler(self, step.error)
            if hasattr(helping, "__await__"):
                await helping

    async def _store(self, store: Callable[[Any], None], tokens: OAuthTokenResponse) -> None:
        """Store tokens; the service's keys are fetched before, if they are needed."""
        decoder = self.token_storage.id_token_decoder
        if decoder is not None and tokens.get("id_token") and not self._keys_fetched:
            configuration = await self._login_client.get_openid_configuration()
            decoder.store_openid_configuration(configuration)
            decoder.store_jwk(await self._login_client.get_jwk(configuration, as_pem=True))
            self._keys_fetched = True
        await finished(partial(store, tokens))


async def _with_token(done: Any) -> Any:
    """Authorizers come with a token, as those of sync apps do."""
    if isinstance(done, AsyncRenewingAuthorizer) and done.access_token is None:
        await done.get_authorization_header()
    return done


class AsyncUserApp(AnyUserApp, AsyncGlobusApp):
    """:class:`UserApp` for ``asyncio``.

    Who cancels a login in the terminal leaves the terminal waiting for an answer.

    :param login_client: the client that logs in; instead of ``client_id``. Not closed with the app.

    The other parameters are those of :class:`UserApp`.
    """

    def __init__(
        self,
        app_name: str = "Unnamed Globus App",
        *,
        login_client: AsyncAuthLoginClient | None = None,
        client_id: uuid.UUID | str | None = None,
        client_secret: str | None = None,
        scope_requirements: Mapping[str, Scopes] | None = None,
        config: GlobusAppConfig = DEFAULT_CONFIG,
    ) -> None:
        super().__init__(
            app_name,
            login_client=login_client,
            client_id=client_id,
            client_secret=client_secret,
            scope_requirements=scope_requirements,
            config=config,
        )

    def _initialize_login_client(
        self,
        app_name: str,
        config: GlobusAppConfig,
        client_id: uuid.UUID | str,
        client_secret: str | None,
    ) -> AsyncAuthLoginClient:
        options: dict[str, Any] = {"app_name": app_name, "environment": config.environment}
        if client_secret is None:
            return AsyncNativeAppAuthClient(client_id, **options)
        return AsyncConfidentialAppAuthClient(client_id, client_secret, **options)

    def _initialize_authorizer_factory(self) -> None:
        if self.config.request_refresh_tokens:
            factory = AsyncRefreshTokenAuthorizerFactory(self.token_storage, self._login_client)
            factory.on_refresh = partial(self._store, self.token_storage.store_token_response)
            self._authorizer_factory = factory
        else:
            self._authorizer_factory = AccessTokenAuthorizerFactory(self.token_storage)

    async def _run_login_flow(
        self, auth_params: GlobusAuthorizationParameters | None = None
    ) -> None:
        wanted = self._auth_params_with_required_scopes(auth_params)
        tokens = await self._login_flow_manager.run_login_flow_async(wanted)
        await self._store(self._authorizer_factory.store_token_response_and_clear_cache, tokens)


class AsyncClientApp(AnyClientApp, AsyncGlobusApp):
    """:class:`ClientApp` for ``asyncio``.

    :param login_client: the client; instead of ``client_id``. Not closed with the app.

    The other parameters are those of :class:`ClientApp`.
    """

    def __init__(
        self,
        app_name: str = "Unnamed Globus App",
        *,
        login_client: AsyncConfidentialAppAuthClient | None = None,
        client_id: uuid.UUID | str | None = None,
        client_secret: str | None = None,
        scope_requirements: Mapping[str, Scopes] | None = None,
        config: GlobusAppConfig = DEFAULT_CONFIG,
    ) -> None:
        super().__init__(
            app_name,
            login_client=login_client,
            client_id=client_id,
            client_secret=client_secret,
            scope_requirements=scope_requirements,
            config=config,
        )

    def _initialize_login_client(
        self,
        app_name: str,
        config: GlobusAppConfig,
        client_id: uuid.UUID | str,
        client_secret: str | None,
    ) -> AsyncConfidentialAppAuthClient:
        return AsyncConfidentialAppAuthClient(
            client_id,
            self._secret(client_secret),
            app_name=app_name,
            environment=config.environment,
        )

    def _initialize_authorizer_factory(self) -> None:
        factory = AsyncClientCredentialsAuthorizerFactory(
            self.token_storage, self._login_client, self._scope_requirements
        )
        factory.on_refresh = partial(self._store, self.token_storage.store_token_response)
        self._authorizer_factory = factory

    async def _run_login_flow(
        self, auth_params: GlobusAuthorizationParameters | None = None
    ) -> None:
        scopes = self._auth_params_with_required_scopes(auth_params).required_scopes
        tokens = await self._login_client.oauth2_client_credentials_tokens(scopes)
        await self._store(self._authorizer_factory.store_token_response_and_clear_cache, tokens)
