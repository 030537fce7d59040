"""Responses of the Flows service."""

from ...response import IterableResponse


class IterableFlowsResponse(IterableResponse):
    """Flows."""

    default_iter_key = "flows"


class IterableRunsResponse(IterableResponse):
    """Runs."""

    default_iter_key = "runs"


class IterableRunLogsResponse(IterableResponse):
    """What happened in a run."""

    default_iter_key = "entries"


class IterableRegisteredAPIsResponse(IterableResponse):
    """Registered APIs."""

    default_iter_key = "registered_apis"


class IterableWebInputsResponse(IterableResponse):
    """Questions that runs ask people, without their details."""

    default_iter_key = "web_input_summaries"
