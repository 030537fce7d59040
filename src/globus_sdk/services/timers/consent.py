"""Asking an app for the consents that timers need for what they start."""

from __future__ import annotations

from typing import Any, TypeVar

from ..._core.data_access import Ids, transfer_with_data_access, uuids
from ...scopes import SpecificFlowScopes, TimersScopes

C = TypeVar("C", bound=Any)


def add_app_transfer_data_access_scope(self: C, collection_ids: Ids) -> C:
    """Ask the client's app for the consent that timers transfer data of mapped collections.

    Guest collections and those for data that needs protection need no such consent.

    :param collection_ids: one or several.
    :raises ValidationError: an id is not a UUID.
    :raises GlobusSDKUsageError: the client has no app.
    """
    transfer = transfer_with_data_access(collection_ids)
    self.add_app_scope(TimersScopes.timer.with_dependency(transfer))
    return self


def add_app_flow_user_scope(self: C, flow_ids: Ids) -> C:
    """Ask the client's app for the consent that timers start runs of flows.

    :param flow_ids: one or several.
    :raises ValidationError: an id is not a UUID.
    :raises GlobusSDKUsageError: the client has no app.
    """
    users = [SpecificFlowScopes(one).user for one in uuids(flow_ids, "flow")]
    self.add_app_scope(TimersScopes.timer.with_dependencies(users))
    return self
