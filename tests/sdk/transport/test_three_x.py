"""Retry settings where version 3 of the API has them: on the transport."""

from __future__ import annotations

from typing import Any

import pytest

from globus_sdk import TransferAPIError, TransferClient
from globus_sdk.transport import RequestsTransport, RetryCheckResult, RetryConfig, RetryContext
from globus_sdk.transport.default_retry_checks import DEFAULT_RETRY_CHECKS

from ..recording import Answer, RecordingServer


def no_wait(context: RetryContext) -> float:
    return 0


def failing_requests(server: RecordingServer, **options: Any) -> int:
    server.respond = lambda request: Answer({}, 500)
    with (
        TransferClient(base_url=server.url, **options) as client,
        pytest.raises(TransferAPIError),
    ):
        client.get_task("t")
    return len(server.requests)


def test_arguments_of_the_transport_become_the_clients(server: RecordingServer) -> None:
    params = {"max_retries": 2, "retry_backoff": no_wait, "http_timeout": 3}
    assert failing_requests(server, transport_params=params) == 3


def test_a_transport_brings_its_settings_along(server: RecordingServer) -> None:
    transport = RequestsTransport(max_retries=1, retry_backoff=no_wait)
    assert failing_requests(server, transport=transport) == 2
    transport.close()


def test_what_the_client_is_told_itself_goes_first(server: RecordingServer) -> None:
    transport = RequestsTransport(max_retries=3, retry_backoff=no_wait)
    config = RetryConfig(max_retries=0)
    assert failing_requests(server, transport=transport, retry_config=config) == 1
    transport.close()


def test_attributes_can_be_set_afterwards(server: RecordingServer) -> None:
    server.respond = lambda request: Answer({}, 500)
    with TransferClient(base_url=server.url) as client:
        client.transport.max_retries = 1
        client.transport.retry_backoff = no_wait
        assert client.retry_config.max_retries == client.transport.max_retries == 1
        with pytest.raises(TransferAPIError):
            client.get_task("t")
        with client.transport.tune(max_retries=0), pytest.raises(TransferAPIError):
            client.get_task("t")
    assert len(server.requests) == 3


def test_a_transport_without_such_settings_leaves_clients_alone() -> None:
    transport = RequestsTransport()
    first, second = TransferClient(transport=transport), TransferClient(transport=transport)
    with transport.tune(http_timeout=3):
        assert transport.http_timeout == 3
    assert first.retry_config is not second.retry_config


def test_checks_can_be_registered(server: RecordingServer) -> None:
    asked: list[int] = []

    def check(context: RetryContext) -> RetryCheckResult:
        asked.append(context.attempt)
        return RetryCheckResult.do_not_retry

    assert failing_requests(server, transport_params={"retry_checks": [check]}) == 1
    assert asked == [0]
    transport = RequestsTransport()
    assert transport.register_retry_check(check) is check
    transport.register_default_retry_checks()
    assert [*transport.retry_checks] == [check, *DEFAULT_RETRY_CHECKS]


def test_a_class_may_have_status_codes_of_its_own(server: RecordingServer) -> None:
    class Stubborn(RequestsTransport):
        TRANSIENT_ERROR_STATUS_CODES = (404,)

    class Client(TransferClient):
        transport_class = Stubborn

    server.respond = lambda request: Answer({}, 404)
    params = {"max_retries": 1, "retry_backoff": no_wait}
    with (
        Client(base_url=server.url, transport_params=params) as client,
        pytest.raises(TransferAPIError),
    ):
        client.get_task("t")
    assert len(server.requests) == 2


def test_an_override_that_nothing_would_call_is_refused() -> None:
    with pytest.raises(TypeError, match=r"default_check_transient_error .* RetryConfig\.checks"):
        type("Own", (RequestsTransport,), {"default_check_transient_error": lambda self, c: None})


def test_a_request_without_a_client(server: RecordingServer) -> None:
    transport = RequestsTransport(max_retries=1, retry_backoff=no_wait)
    server.respond = lambda request: Answer({}, 503)
    response = transport.request("GET", server.url, {"a": "b"})
    assert (response.status_code, len(server.requests)) == (503, 2)
    assert server.requests[0].query == [("a", "b")]
    transport.close()


def test_a_context_without_a_client() -> None:
    context = RetryContext(0, authorizer="me")
    assert (context.authorizer, context.caller_info.retry_config.max_retries) == ("me", 5)
