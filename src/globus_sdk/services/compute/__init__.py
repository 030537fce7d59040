"""Compute: functions run on endpoints."""

from .client import (
    AsyncComputeClientV2,
    AsyncComputeClientV3,
    ComputeClientV2,
    ComputeClientV3,
)
from .data import ComputeFunctionDocument, ComputeFunctionMetadata
from .deprecated_client import AsyncComputeClient, ComputeClient
from .errors import ComputeAPIError

__all__ = (
    "AsyncComputeClient",
    "AsyncComputeClientV2",
    "AsyncComputeClientV3",
    "ComputeAPIError",
    "ComputeClient",
    "ComputeClientV2",
    "ComputeClientV3",
    "ComputeFunctionDocument",
    "ComputeFunctionMetadata",
)
