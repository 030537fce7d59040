"""Authorizers for async clients."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from ..exc import GlobusAPIError
from ..scopes import Scope, ScopeParser
from ._single import only_token, raise_refusal
from .base import GlobusAuthorizer, NullAuthorizer, StaticGlobusAuthorizer
from .renewing import HeldToken, RenewingAuthorizer

if TYPE_CHECKING:
    import asyncio

    from ..services.auth import (
        AsyncAuthLoginClient,
        AsyncConfidentialAppAuthClient,
        OAuthTokenResponse,
    )

T = TypeVar("T")
H = TypeVar("H", bound="str | None")


def _lock() -> asyncio.Lock:
    import asyncio  # which only async programs have loaded

    return asyncio.Lock()


def _this_task() -> asyncio.Task[Any] | None:
    import asyncio

    return asyncio.current_task()


async def _in_thread(function: Callable[[], T]) -> T:
    import asyncio

    return await asyncio.to_thread(function)


class AsyncGlobusAuthorizer(metaclass=abc.ABCMeta):
    """Gives the requests of an async client their ``Authorization`` header."""

    @abc.abstractmethod
    async def get_authorization_header(self) -> str | None:
        """The header's value, or None for no header."""

    async def handle_missing_authorization(self) -> bool:
        """React to a 401; true if a new attempt may succeed."""
        return False


def as_async(authorizer: AsyncGlobusAuthorizer | GlobusAuthorizer) -> AsyncGlobusAuthorizer:
    """Any authorizer, for an async client."""
    if isinstance(authorizer, AsyncGlobusAuthorizer):
        return authorizer
    if isinstance(authorizer, (StaticGlobusAuthorizer, NullAuthorizer)):
        return ReadyAuthorizer(authorizer)
    return ThreadedAuthorizer(authorizer)


class ReadyAuthorizer(AsyncGlobusAuthorizer):
    """An ordinary authorizer that never waits.

    :param authorizer: the ordinary one.
    """

    def __init__(self, authorizer: StaticGlobusAuthorizer | NullAuthorizer) -> None:
        self.authorizer = authorizer

    async def get_authorization_header(self) -> str | None:
        return self.authorizer.get_authorization_header()

    async def handle_missing_authorization(self) -> bool:
        return self.authorizer.handle_missing_authorization()


class Handed:
    """Which header each task was given last, and may come back with."""

    def __init__(self) -> None:
        self._headers: WeakKeyDictionary[Any, str | None] = WeakKeyDictionary()

    def over(self, header: H) -> H:
        """Remember and return a header."""
        self._headers[_this_task()] = header
        return header

    def to_this_task(self) -> str | None:
        """The header that the running task was given."""
        return self._headers.get(_this_task())


class ThreadedAuthorizer(AsyncGlobusAuthorizer):
    """An ordinary authorizer; what it may have to wait for, it does in a thread.

    :param authorizer: the ordinary one.
    """

    def __init__(self, authorizer: GlobusAuthorizer) -> None:
        self.authorizer = authorizer
        self._lock = _lock()
        self._handed = Handed()

    async def get_authorization_header(self) -> str | None:
        if self._answers_at_once():
            return self._handed.over(self.authorizer.get_authorization_header())
        async with self._lock:  # so that waiting coroutines do not each hold a thread
            header = await _in_thread(self.authorizer.get_authorization_header)
        return self._handed.over(header)

    async def handle_missing_authorization(self) -> bool:
        refused = self._handed.to_this_task()
        authorizer = self.authorizer
        if isinstance(authorizer, RenewingAuthorizer) and refused is not None:
            renew: Callable[[str], bool] = authorizer.renew_instead_of
            return await _in_thread(partial(renew, refused))
        return await _in_thread(self.authorizer.handle_missing_authorization)

    def _answers_at_once(self) -> bool:
        authorizer = self.authorizer
        return isinstance(authorizer, RenewingAuthorizer) and authorizer.has_fresh_token()


class AsyncRenewingAuthorizer(AsyncGlobusAuthorizer):
    """Renews its token when it is about to expire, or when a service refuses it.

    However many coroutines need the new token, one of them fetches it and the others wait. Without
    a token to begin with, the first request fetches one.

    :param access_token: a token to begin with.
    :param expires_at: when that one ends, in POSIX seconds.
    :param on_refresh: called, and awaited if need be, with the response of each renewal.
    :raises GlobusSDKUsageError: one of ``access_token`` and ``expires_at`` without the other.
    """

    def __init__(
        self,
        access_token: str | None = None,
        expires_at: int | None = None,
        on_refresh: Callable[[Any], Any] | None = None,
    ) -> None:
        self._token = HeldToken(access_token, expires_at)
        self._lock = _lock()
        self._handed = Handed()
        self.on_refresh = on_refresh

    @abc.abstractmethod
    async def _get_token_response(self) -> OAuthTokenResponse:
        """Ask for a new token."""

    @property
    def access_token(self) -> str | None:
        """The token in use."""
        return self._token.access_token

    @property
    def expires_at(self) -> int | None:
        """When the token in use ends, in POSIX seconds."""
        return self._token.expires_at

    async def get_authorization_header(self) -> str:
        if not self._token.is_fresh():
            await self._renew_instead_of(self._token.header())
        return self._handed.over(self._token.header())

    async def handle_missing_authorization(self) -> bool:
        """Renew the token that this task used, unless another task did so meanwhile."""
        await self._renew_instead_of(self._handed.to_this_task() or self._token.header())
        return True

    async def _renew_instead_of(self, refused: str) -> None:
        async with self._lock:
            if self._token.header() == refused:
                await self._get_new_access_token()

    async def _get_new_access_token(self) -> None:
        response = await self._get_token_response()
        document = only_token(response.by_resource_server)
        self._token = HeldToken(document["access_token"], document["expires_at_seconds"])
        self._keep(document)
        if self.on_refresh is not None:
            done = self.on_refresh(response)
            if hasattr(done, "__await__"):
                await done

    def _keep(self, document: dict[str, Any]) -> None:
        """For subclasses: what else to keep of the answer."""


class AsyncRefreshTokenAuthorizer(AsyncRenewingAuthorizer):
    """Renews access tokens with a refresh token (RFC 6749, section 6).

    :param refresh_token: the refresh token.
    :param auth_client: the client that it was issued to.
    :param access_token: a token to begin with.
    :param expires_at: when that one ends, in POSIX seconds.
    :param on_refresh: called, and awaited if need be, with the response of each renewal.
    """

    def __init__(
        self,
        refresh_token: str,
        auth_client: AsyncAuthLoginClient,
        *,
        access_token: str | None = None,
        expires_at: int | None = None,
        on_refresh: Callable[[Any], Any] | None = None,
    ) -> None:
        super().__init__(access_token, expires_at, on_refresh)
        self.refresh_token = refresh_token
        self.auth_client = auth_client

    async def _get_token_response(self) -> OAuthTokenResponse:
        try:
            return await self.auth_client.oauth2_refresh_token(self.refresh_token)
        except GlobusAPIError as error:
            raise_refusal(error)

    def _keep(self, document: dict[str, Any]) -> None:
        self.refresh_token = document.get("refresh_token") or self.refresh_token


class AsyncClientCredentialsAuthorizer(AsyncRenewingAuthorizer):
    """Fetches access tokens for a client itself (RFC 6749, section 4.4).

    :param confidential_client: the client.
    :param scopes: what the tokens are for; all of one resource server.
    :param access_token: a token to begin with.
    :param expires_at: when that one ends, in POSIX seconds.
    :param on_refresh: called, and awaited if need be, with the response of each renewal.
    """

    def __init__(
        self,
        confidential_client: AsyncConfidentialAppAuthClient,
        scopes: str | Scope | Iterable[str | Scope],
        *,
        access_token: str | None = None,
        expires_at: int | None = None,
        on_refresh: Callable[[Any], Any] | None = None,
    ) -> None:
        super().__init__(access_token, expires_at, on_refresh)
        self.confidential_client = confidential_client
        self.scopes = ScopeParser.serialize(scopes)

    async def _get_token_response(self) -> OAuthTokenResponse:
        return await self.confidential_client.oauth2_client_credentials_tokens(self.scopes)
