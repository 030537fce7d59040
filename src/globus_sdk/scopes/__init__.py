"""Scopes: constants, objects, and their grammar."""

from .collection import DynamicScopeCollection, ScopeCollection, StaticScopeCollection
from .data import (
    AuthScopes,
    ComputeScopes,
    FlowsScopes,
    GCSCollectionScopes,
    GCSEndpointScopes,
    GroupsScopes,
    NexusScopes,
    SearchScopes,
    SpecificFlowScopes,
    TimersScopes,
    TransferScopes,
)
from .errors import ScopeCycleError, ScopeParseError
from .parser import ScopeParser
from .representation import Scope

__all__ = (
    "AuthScopes",
    "ComputeScopes",
    "DynamicScopeCollection",
    "FlowsScopes",
    "GCSCollectionScopes",
    "GCSEndpointScopes",
    "GroupsScopes",
    "NexusScopes",
    "Scope",
    "ScopeCollection",
    "ScopeCycleError",
    "ScopeParseError",
    "ScopeParser",
    "SearchScopes",
    "SpecificFlowScopes",
    "StaticScopeCollection",
    "TimersScopes",
    "TransferScopes",
)
