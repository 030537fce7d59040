"""Asking an app for the consent that mapped collections need."""

from __future__ import annotations

from typing import Any, TypeVar

from ..._core.data_access import Ids, transfer_with_data_access

C = TypeVar("C", bound=Any)


def add_app_data_access_scope(self: C, collection_ids: Ids) -> C:
    """Ask the client's app for the consent to access the data of mapped collections.

    Guest collections and those for data that needs protection need no such consent.

    :param collection_ids: one or several.
    :raises ValidationError: an id is not a UUID.
    :raises GlobusSDKUsageError: the client has no app.
    """
    self.add_app_scope(transfer_with_data_access(collection_ids))
    return self
