"""Scopes: constants, objects, and their grammar."""

from collections.abc import Iterable

from .builder import ScopeBuilder
from .collection import DynamicScopeCollection, ScopeCollection, StaticScopeCollection
from .data import (
    AuthScopes,
    ComputeScopes,
    FlowsScopes,
    GCSCollectionScopeBuilder,
    GCSCollectionScopes,
    GCSEndpointScopeBuilder,
    GCSEndpointScopes,
    GroupsScopes,
    NexusScopes,
    SearchScopes,
    SpecificFlowScopeBuilder,
    SpecificFlowScopes,
    TimersScopes,
    TransferScopes,
)
from .errors import ScopeCycleError, ScopeParseError
from .parser import ScopeParser
from .representation import Scope, ScopeConstant
from .scope_definition import MutableScope

# what version 3 of the API called them
TimerScopes = TimersScopes


def scopes_to_str(scopes: str | Scope | Iterable[str | Scope]) -> str:
    """One or several scopes as one string."""
    return ScopeParser.serialize(scopes)


def scopes_to_scope_list(scopes: str | Scope | Iterable[str | Scope]) -> list[Scope]:
    """One or several scopes, some perhaps as strings, as objects."""
    each = [scopes] if isinstance(scopes, (str, Scope)) else scopes
    return [
        found
        for one in each
        for found in ([one] if isinstance(one, Scope) else ScopeParser.parse(one))
    ]


__all__ = (
    "AuthScopes",
    "ComputeScopes",
    "DynamicScopeCollection",
    "FlowsScopes",
    "GCSCollectionScopeBuilder",
    "GCSCollectionScopes",
    "GCSEndpointScopeBuilder",
    "GCSEndpointScopes",
    "GroupsScopes",
    "MutableScope",
    "NexusScopes",
    "Scope",
    "ScopeBuilder",
    "ScopeCollection",
    "ScopeConstant",
    "ScopeCycleError",
    "ScopeParseError",
    "ScopeParser",
    "SearchScopes",
    "SpecificFlowScopeBuilder",
    "SpecificFlowScopes",
    "StaticScopeCollection",
    "TimerScopes",
    "TimersScopes",
    "TransferScopes",
    "scopes_to_scope_list",
    "scopes_to_str",
)
