"""Recorded answers of the services, for tests of programs that use the library.

Needs the ``responses`` library (``pip install responses``)::

    from globus_sdk.testing import load_response

    @responses.activate
    def test_mine():
        task_id = load_response(TransferClient.get_task).metadata["task_id"]
        assert my_program(task_id) == "done"

Each method of each client has a set of answers, in cases such as ``default``; what a test needs to
know of them (ids, names) is their metadata.
"""

try:
    import responses as _  # noqa: F401
except ModuleNotFoundError as error:
    raise ImportError("globus_sdk.testing needs responses: pip install responses") from error

from .helpers import construct_error, get_last_request
from .models import RegisteredResponse, ResponseList, ResponseSet
from .registry import (
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
