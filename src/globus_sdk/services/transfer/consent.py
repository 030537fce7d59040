"""Asking an app for the consent that mapped collections need."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from ...exc import ValidationError
from ...scopes import GCSCollectionScopes, TransferScopes

C = TypeVar("C", bound=Any)
_Ids = uuid.UUID | str | Iterable[uuid.UUID | str]


def add_app_data_access_scope(self: C, collection_ids: _Ids) -> C:
    """Ask the client's app for the consent to access the data of mapped collections.

    Guest collections and those for data that needs protection need no such consent.

    :param collection_ids: one or several.
    :raises ValidationError: an id is not a UUID.
    :raises GlobusSDKUsageError: the client has no app.
    """
    ids = [collection_ids] if isinstance(collection_ids, (str, uuid.UUID)) else collection_ids
    access = [GCSCollectionScopes(_uuid(one)).data_access.with_optional(True) for one in ids]
    self.add_app_scope(TransferScopes.all.with_dependencies(access))
    return self


def _uuid(value: uuid.UUID | str) -> str:
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        raise ValidationError(f"A collection's id is a UUID, not {value!r}.") from None
