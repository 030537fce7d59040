"""Responses of the Flows service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...response import IterableResponse

if TYPE_CHECKING:
    from ...documents import (  # noqa: F401 - in quotes
        FlowDocument,
        RegisteredAPIDocument,
        RunDocument,
        RunLogDocument,
        WebInputDocument,
    )


class IterableFlowsResponse(IterableResponse["FlowDocument"]):
    """Flows."""

    default_iter_key = "flows"


class IterableRunsResponse(IterableResponse["RunDocument"]):
    """Runs."""

    default_iter_key = "runs"


class IterableRunLogsResponse(IterableResponse["RunLogDocument"]):
    """What happened in a run."""

    default_iter_key = "entries"


class IterableRegisteredAPIsResponse(IterableResponse["RegisteredAPIDocument"]):
    """Registered APIs."""

    default_iter_key = "registered_apis"


class IterableWebInputsResponse(IterableResponse["WebInputDocument"]):
    """Questions that runs ask people, without their details."""

    default_iter_key = "web_input_summaries"
