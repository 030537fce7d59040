"""Authorizers that share their token, through a storage, with other threads and processes.

Whoever needs a new token takes the storage's lock and looks there first: only if nobody else has
renewed it meanwhile is it renewed, with the refresh token that is stored then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..authorizers import (
    AsyncClientCredentialsAuthorizer,
    AsyncRefreshTokenAuthorizer,
    AsyncRenewingAuthorizer,
    ClientCredentialsAuthorizer,
    RefreshTokenAuthorizer,
    RenewingAuthorizer,
)
from ..authorizers.renewing import HeldToken
from ..token_storage.lock import held, held_async
from .in_thread import finished

if TYPE_CHECKING:
    from ..token_storage import TokenStorageData, ValidatingTokenStorage


class Shared:
    """The token of one resource server in a storage.

    :param storage: the storage.
    :param resource_server: the resource server.
    """

    def __init__(self, storage: ValidatingTokenStorage, resource_server: str) -> None:
        self._storage = storage
        self._resource_server = resource_server
        self.lock = storage.renewal_lock

    def read(self) -> TokenStorageData | None:
        """The token as it is now, whether or not it can be used."""
        return self._storage.token_storage.get_token_data(self._resource_server)


def _adopt(
    authorizer: RenewingAuthorizer[Any] | AsyncRenewingAuthorizer, stored: TokenStorageData | None
) -> bool:
    """Take over what is stored; whether that makes a renewal unnecessary."""
    if stored is None:
        return False
    if stored.refresh_token and isinstance(
        authorizer, (RefreshTokenAuthorizer, AsyncRefreshTokenAuthorizer)
    ):
        authorizer.refresh_token = stored.refresh_token
    found = HeldToken(stored.access_token, stored.expires_at_seconds)
    if stored.access_token == authorizer.access_token or not found.is_fresh():
        return False
    authorizer._token = found
    return True


class _SharingAuthorizer(RenewingAuthorizer[Any]):
    shared: Shared

    def _get_new_access_token(self) -> None:
        with held(self.shared.lock()):
            if not _adopt(self, self.shared.read()):
                super()._get_new_access_token()


class SharedRefreshTokenAuthorizer(_SharingAuthorizer, RefreshTokenAuthorizer):
    """Renews a shared token with a refresh token.

    :param shared: where the token is.

    The other parameters are those of the base class.
    """

    def __init__(self, shared: Shared, *arguments: Any, **options: Any) -> None:
        self.shared = shared
        super().__init__(*arguments, **options)


class SharedClientCredentialsAuthorizer(_SharingAuthorizer, ClientCredentialsAuthorizer):
    """Renews a shared token with a client's own credentials.

    :param shared: where the token is.

    The other parameters are those of the base class.
    """

    def __init__(self, shared: Shared, *arguments: Any, **options: Any) -> None:
        self.shared = shared
        super().__init__(*arguments, **options)


class _AsyncSharingAuthorizer(AsyncRenewingAuthorizer):
    shared: Shared

    async def _get_new_access_token(self) -> None:
        async with held_async(self.shared.lock()):
            stored = await finished(self.shared.read)
            if not _adopt(self, stored):
                await super()._get_new_access_token()


class AsyncSharedRefreshTokenAuthorizer(_AsyncSharingAuthorizer, AsyncRefreshTokenAuthorizer):
    """:class:`SharedRefreshTokenAuthorizer` for ``asyncio``."""

    def __init__(self, shared: Shared, *arguments: Any, **options: Any) -> None:
        self.shared = shared
        super().__init__(*arguments, **options)


class AsyncSharedClientCredentialsAuthorizer(
    _AsyncSharingAuthorizer, AsyncClientCredentialsAuthorizer
):
    """:class:`SharedClientCredentialsAuthorizer` for ``asyncio``."""

    def __init__(self, shared: Shared, *arguments: Any, **options: Any) -> None:
        self.shared = shared
        super().__init__(*arguments, **options)
