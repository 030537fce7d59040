"""Looking up many identities in few requests."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import (
        AsyncAuthClient,
        AsyncConfidentialAppAuthClient,
        AuthClient,
        ConfidentialAppAuthClient,
    )
    from .response import GetIdentitiesResponse

Identity = dict[str, Any]


class _Identities:
    """What is known of identities, and what is to be looked up."""

    _default_id_batch_size = 100

    def __init__(
        self,
        auth_client: Any,
        identity_ids: Iterable[str] | None = None,
        *,
        id_batch_size: int | None = None,
        cache: MutableMapping[str, Identity] | None = None,
    ) -> None:
        self.auth_client = auth_client
        self.id_batch_size = id_batch_size or self._default_id_batch_size
        self._cache: MutableMapping[str, Identity] = {} if cache is None else cache
        self.unresolved_ids, self.unresolved_usernames = split_ids_and_usernames(identity_ids or ())

    def add(self, identity_id: str) -> bool:
        """Note an id or username that will be asked for; False if that was known.

        :param identity_id: the id or username.
        """
        waiting = self._unresolved(identity_id)
        if identity_id in self._cache or identity_id in waiting:
            return False
        waiting.add(identity_id)
        return True

    def __delitem__(self, key: str) -> None:
        """Forget an identity under this key.

        :raises KeyError: it is not known.
        """
        del self._cache[key]

    def _unresolved(self, key: str) -> set[str]:
        return self.unresolved_usernames if is_username(key) else self.unresolved_ids

    def _batch(self, key: str) -> dict[str, list[str]]:
        """This one, and of those that wait as many as fit, as they are asked for."""
        others = sorted(self._unresolved(key) - {key})[: max(self.id_batch_size - 1, 0)]
        return {"usernames" if is_username(key) else "ids": [key, *others]}

    def _keep(self, key: str, batch: dict[str, list[str]], found: GetIdentitiesResponse) -> None:
        for identity in found:
            self._cache[identity["id"]] = self._cache[identity["username"]] = dict(identity)
        for looked_up in batch.values():
            self._unresolved(key).difference_update(looked_up)


class IdentityMap(_Identities):
    """Identities by id or by username, looked up in batches when one of them is asked for.

    :param auth_client: looks them up.
    :param identity_ids: ids and usernames that will be asked for.
    :param id_batch_size: how many to look up in one request, by default 100.
    :param cache: where to keep what was found; by default a dictionary of its own.
    :ivar unresolved_ids: the ids that were not looked up yet.
    :ivar unresolved_usernames: the usernames that were not.
    """

    auth_client: AuthClient | ConfidentialAppAuthClient

    def get(self, key: str, default: Any | None = None) -> Any:
        """The identity's document, or ``default`` if there is none.

        :param key: an id or a username.
        """
        try:
            return self[key]
        except KeyError:
            return default

    def __getitem__(self, key: str) -> Any:
        """The identity's document.

        :raises KeyError: there is none.
        """
        if key not in self._cache:
            batch: dict[str, Any] = self._batch(key)
            self._keep(key, batch, self.auth_client.get_identities(**batch))
        return self._cache[key]


class AsyncIdentityMap(_Identities):
    """:class:`IdentityMap` for ``asyncio``: ``await identities["a@example.org"]``."""

    auth_client: AsyncAuthClient | AsyncConfidentialAppAuthClient

    async def get(self, key: str, default: Any | None = None) -> Any:
        """The identity's document, or ``default`` if there is none.

        :param key: an id or a username.
        """
        try:
            return await self[key]
        except KeyError:
            return default

    async def __getitem__(self, key: str) -> Any:
        """The identity's document, to be awaited.

        :raises KeyError: there is none.
        """
        if key not in self._cache:
            batch: dict[str, Any] = self._batch(key)
            self._keep(key, batch, await self.auth_client.get_identities(**batch))
        return self._cache[key]


def is_username(val: str) -> bool:
    """Whether this is a username: anything that is no id."""
    try:
        uuid.UUID(val)
    except ValueError:
        return True
    return False


def split_ids_and_usernames(identity_ids: Iterable[str]) -> tuple[set[str], set[str]]:
    """The ids among these, and the usernames."""
    together = {*identity_ids}
    usernames = {one for one in together if is_username(one)}
    return together - usernames, usernames
