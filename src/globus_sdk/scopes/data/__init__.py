"""Scope constants."""

from .auth import AuthScopes
from .compute import ComputeScopes
from .flows import FlowsScopes, SpecificFlowScopeBuilder, SpecificFlowScopes
from .gcs import (
    GCSCollectionScopeBuilder,
    GCSCollectionScopes,
    GCSEndpointScopeBuilder,
    GCSEndpointScopes,
)
from .groups import GroupsScopes, NexusScopes
from .search import SearchScopes
from .timers import TimersScopes
from .transfer import TransferScopes

__all__ = (
    "AuthScopes",
    "ComputeScopes",
    "FlowsScopes",
    "GCSCollectionScopeBuilder",
    "GCSCollectionScopes",
    "GCSEndpointScopeBuilder",
    "GCSEndpointScopes",
    "GroupsScopes",
    "NexusScopes",
    "SearchScopes",
    "SpecificFlowScopeBuilder",
    "SpecificFlowScopes",
    "TimersScopes",
    "TransferScopes",
)
