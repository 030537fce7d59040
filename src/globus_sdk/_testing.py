"""What version 3 of the API calls ``globus_sdk.testing``."""

from .testing import (
    RegisteredResponse,
    ResponseList,
    ResponseSet,
    construct_error,
    get_last_request,
    get_response_set,
    load_response,
    load_response_set,
    register_response_set,
)

__all__ = (
    "RegisteredResponse",
    "ResponseList",
    "ResponseSet",
    "construct_error",
    "get_last_request",
    "get_response_set",
    "load_response",
    "load_response_set",
    "register_response_set",
)
