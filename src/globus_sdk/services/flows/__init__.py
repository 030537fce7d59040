"""Flows: sequences of actions, and their runs."""

from .client import (
    AsyncFlowsClient,
    AsyncSpecificFlowClient,
    FlowsClient,
    SpecificFlowClient,
)
from .data import RunActivityNotificationPolicy
from .errors import FlowsAPIError
from .response import (
    IterableFlowsResponse,
    IterableRegisteredAPIsResponse,
    IterableRunLogsResponse,
    IterableRunsResponse,
    IterableWebInputsResponse,
)

__all__ = (
    "AsyncFlowsClient",
    "AsyncSpecificFlowClient",
    "FlowsAPIError",
    "FlowsClient",
    "IterableFlowsResponse",
    "IterableRegisteredAPIsResponse",
    "IterableRunLogsResponse",
    "IterableRunsResponse",
    "IterableWebInputsResponse",
    "RunActivityNotificationPolicy",
    "SpecificFlowClient",
)
