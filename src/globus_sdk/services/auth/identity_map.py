"""Looking up many identities in few requests."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AuthClient, ConfidentialAppAuthClient

Identity = dict[str, Any]


class IdentityMap:
    """Identities by id or by username, looked up in batches when one of them is asked for.

    :param auth_client: looks them up.
    :param identity_ids: ids and usernames that will be asked for.
    :param id_batch_size: how many to look up in one request, by default 100.
    :param cache: where to keep what was found; by default a dictionary of its own.
    """

    _default_id_batch_size = 100

    def __init__(
        self,
        auth_client: AuthClient | ConfidentialAppAuthClient,
        identity_ids: Iterable[str] | None = None,
        *,
        id_batch_size: int | None = None,
        cache: MutableMapping[str, Identity] | None = None,
    ) -> None:
        self.auth_client = auth_client
        self.id_batch_size = id_batch_size or self._default_id_batch_size
        self._cache: MutableMapping[str, Identity] = {} if cache is None else cache
        self._waiting: dict[str, dict[str, None]] = {"ids": {}, "usernames": {}}
        for identity_id in identity_ids or ():
            self.add(identity_id)

    def add(self, identity_id: str) -> bool:
        """Note an id or username that will be asked for; False if that was known.

        :param identity_id: the id or username.
        """
        waiting = self._waiting[_kind(identity_id)]
        if identity_id in self._cache or identity_id in waiting:
            return False
        waiting[identity_id] = None
        return True

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
            self._look_up(key)
        return self._cache[key]

    def _look_up(self, key: str) -> None:
        """Look up this one, and of those that wait as many as fit."""
        kind = _kind(key)
        batch = [*dict.fromkeys([key, *self._waiting[kind]])][: self.id_batch_size]
        answer: Any = self.auth_client.get_identities(**{kind: batch})  # type: ignore[arg-type]
        for identity in answer["identities"]:
            self._cache[identity["id"]] = identity
            self._cache[identity["username"]] = identity
        for looked_up in batch:
            self._waiting[kind].pop(looked_up, None)


def _kind(key: str) -> str:
    try:
        uuid.UUID(key)
    except ValueError:
        return "usernames"
    return "ids"
