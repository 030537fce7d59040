"""The scopes with which apps reach the data of mapped collections."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from ..exc import ValidationError
from ..scopes import GCSCollectionScopes, Scope, TransferScopes

Ids = uuid.UUID | str | Iterable[uuid.UUID | str]


def transfer_with_data_access(collection_ids: Ids) -> Scope:
    """All of Transfer, and the data of these mapped collections.

    :param collection_ids: one or several.
    :raises ValidationError: an id is not a UUID.
    """
    ids = uuids(collection_ids, "collection")
    access = [GCSCollectionScopes(one).data_access.with_optional(True) for one in ids]
    return TransferScopes.all.with_dependencies(access)


def uuids(ids: Ids, of_what: str) -> list[str]:
    """One or several ids, each as a string.

    :raises ValidationError: one of them is not a UUID.
    """
    several = [ids] if isinstance(ids, (str, uuid.UUID)) else ids
    return [_uuid(one, of_what) for one in several]


def _uuid(value: uuid.UUID | str, of_what: str) -> str:
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        raise ValidationError(f"The id of a {of_what} is a UUID, not {value!r}.") from None
