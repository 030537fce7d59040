"""Where an app gets authorizers from."""

from __future__ import annotations

import abc
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ..authorizers import AccessTokenAuthorizer
from ..token_storage.validating_token_storage import MissingTokenError
from .renewing import (
    AsyncSharedClientCredentialsAuthorizer,
    AsyncSharedRefreshTokenAuthorizer,
    Shared,
    SharedClientCredentialsAuthorizer,
    SharedRefreshTokenAuthorizer,
)

if TYPE_CHECKING:
    from ..scopes import Scope
    from ..services.auth import (
        AsyncAuthLoginClient,
        AsyncConfidentialAppAuthClient,
        AuthLoginClient,
        ConfidentialAppAuthClient,
        OAuthTokenResponse,
    )
    from ..token_storage import ValidatingTokenStorage

GA = TypeVar("GA")


class AuthorizerFactory(Generic[GA], metaclass=abc.ABCMeta):
    """Makes authorizers from stored tokens, one for each resource server.

    :param token_storage: the tokens.
    """

    def __init__(self, token_storage: ValidatingTokenStorage) -> None:
        self.token_storage = token_storage
        self._made: dict[str, GA] = {}

    @abc.abstractmethod
    def _make_authorizer(self, resource_server: str) -> GA:
        """A new authorizer."""

    def get_authorizer(self, resource_server: str) -> GA:
        """The authorizer of a resource server.

        :param resource_server: the resource server.
        :raises TokenValidationError: its token cannot be used.
        """
        known = self.known_authorizer(resource_server)
        if known is not None:
            return known
        return self._made.setdefault(resource_server, self._make_authorizer(resource_server))

    def known_authorizer(self, resource_server: str) -> GA | None:
        """The authorizer, if it was made before and is still of use."""
        return self._made.get(resource_server)

    def clear_cache(self, *resource_servers: str) -> None:
        """Make new authorizers next time.

        :param resource_servers: for which resource servers; none are all.
        """
        for name in resource_servers or tuple(self._made):
            self._made.pop(name, None)

    def store_token_response_and_clear_cache(self, token_res: OAuthTokenResponse) -> None:
        """Store new tokens, and make new authorizers next time.

        :param token_res: the response that has them.
        :raises TokenValidationError: a check fails; nothing is stored.
        """
        self.token_storage.store_token_response(token_res)
        self.clear_cache(*token_res.by_resource_server)


class AccessTokenAuthorizerFactory(AuthorizerFactory[AccessTokenAuthorizer]):
    """Makes authorizers of access tokens, which are of no use any more when these have ended.

    :param token_storage: the tokens.
    """

    def __init__(self, token_storage: ValidatingTokenStorage) -> None:
        super().__init__(token_storage)
        self._ends: dict[str, float] = {}

    def known_authorizer(self, resource_server: str) -> AccessTokenAuthorizer | None:
        if self._ends.get(resource_server, 0.0) < time.time():
            self.clear_cache(resource_server)
        return super().known_authorizer(resource_server)

    def _make_authorizer(self, resource_server: str) -> AccessTokenAuthorizer:
        token = self.token_storage.get_token_data(resource_server)
        self._ends[resource_server] = token.expires_at_seconds
        return AccessTokenAuthorizer(token.access_token)


class RefreshTokenAuthorizerFactory(AuthorizerFactory[Any]):
    """Makes authorizers that renew their tokens.

    :param token_storage: the tokens.
    :param auth_login_client: the client that they were issued to.
    """

    _makes: ClassVar[Callable[..., Any]] = SharedRefreshTokenAuthorizer

    def __init__(
        self,
        token_storage: ValidatingTokenStorage,
        auth_login_client: AuthLoginClient | AsyncAuthLoginClient,
    ) -> None:
        super().__init__(token_storage)
        self.auth_login_client = auth_login_client
        self.on_refresh: Callable[[Any], Any] = token_storage.store_token_response

    def _make_authorizer(self, resource_server: str) -> Any:
        token = self.token_storage.get_token_data(resource_server)
        if token.refresh_token is None:
            raise MissingTokenError(
                f"There is no refresh token for {resource_server}: log in to get one.",
                resource_server,
            )
        return type(self)._makes(
            Shared(self.token_storage, resource_server),
            token.refresh_token,
            self.auth_login_client,
            access_token=token.access_token,
            expires_at=token.expires_at_seconds,
            on_refresh=self.on_refresh,
        )


class ClientCredentialsAuthorizerFactory(AuthorizerFactory[Any]):
    """Makes authorizers that get tokens for a client itself, whether or not some are stored.

    :param token_storage: the tokens.
    :param confidential_client: the client.
    :param scope_requirements: the scopes to ask for, by resource server; later changes count.
    """

    _makes: ClassVar[Callable[..., Any]] = SharedClientCredentialsAuthorizer

    def __init__(
        self,
        token_storage: ValidatingTokenStorage,
        confidential_client: ConfidentialAppAuthClient | AsyncConfidentialAppAuthClient,
        scope_requirements: Mapping[str, Sequence[Scope]],
    ) -> None:
        super().__init__(token_storage)
        self.confidential_client = confidential_client
        self.scope_requirements = scope_requirements
        self.on_refresh: Callable[[Any], Any] = token_storage.store_token_response

    def _make_authorizer(self, resource_server: str) -> Any:
        return type(self)._makes(
            Shared(self.token_storage, resource_server),
            self.confidential_client,
            self._scopes(resource_server),
            **self._stored(resource_server),
            on_refresh=self.on_refresh,
        )

    def _scopes(self, resource_server: str) -> Sequence[Scope]:
        scopes = self.scope_requirements.get(resource_server)
        if not scopes:
            raise ValueError(
                f"There are no scopes to ask for {resource_server}: add scope requirements."
            )
        return scopes

    def _stored(self, resource_server: str) -> dict[str, Any]:
        try:
            token = self.token_storage.get_token_data(resource_server)
        except MissingTokenError:
            return {}
        return {"access_token": token.access_token, "expires_at": token.expires_at_seconds}


class AsyncRefreshTokenAuthorizerFactory(RefreshTokenAuthorizerFactory):
    """:class:`RefreshTokenAuthorizerFactory` for ``asyncio``."""

    _makes = AsyncSharedRefreshTokenAuthorizer


class AsyncClientCredentialsAuthorizerFactory(ClientCredentialsAuthorizerFactory):
    """:class:`ClientCredentialsAuthorizerFactory` for ``asyncio``."""

    _makes = AsyncSharedClientCredentialsAuthorizer
