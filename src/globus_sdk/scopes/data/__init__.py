"""Scope constants."""

from .dynamic import GCSCollectionScopes, GCSEndpointScopes, SpecificFlowScopes
from .services import (
    AuthScopes,
    ComputeScopes,
    FlowsScopes,
    GroupsScopes,
    NexusScopes,
    SearchScopes,
    TimersScopes,
    TransferScopes,
)

__all__ = (
    "AuthScopes",
    "ComputeScopes",
    "FlowsScopes",
    "GCSCollectionScopes",
    "GCSEndpointScopes",
    "GroupsScopes",
    "NexusScopes",
    "SearchScopes",
    "SpecificFlowScopes",
    "TimersScopes",
    "TransferScopes",
)
