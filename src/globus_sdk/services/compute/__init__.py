"""Compute: functions run on endpoints."""

from .client import (
    AsyncComputeClientV2,
    AsyncComputeClientV3,
    ComputeClientV2,
    ComputeClientV3,
)
from .errors import ComputeAPIError

__all__ = (
    "AsyncComputeClientV2",
    "AsyncComputeClientV3",
    "ComputeAPIError",
    "ComputeClientV2",
    "ComputeClientV3",
)
