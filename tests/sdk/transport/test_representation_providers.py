from __future__ import annotations

from typing import Any

import pytest
import requests

from globus_sdk import TransferClient
from globus_sdk.transport import (
    FormRequestEncoder,
    JSONRequestEncoder,
    RequestEncoder,
    RequestsTransport,
    RetryCheckResult,
    RetryConfig,
    RetryContext,
)

from ..recording import Answer, RecordingServer


def response(content: bytes) -> requests.Response:
    made = requests.Response()
    made._content = content
    return made


def test_bodies_are_read_in_their_representation() -> None:
    assert RequestEncoder().decode_body(response(b'{"a": 1}')) == '{"a": 1}'
    assert JSONRequestEncoder().decode_body(response(b'{"a": 1}')) == {"a": 1}
    with pytest.raises(NotImplementedError):
        FormRequestEncoder().decode_body(response(b"a=1"))
    with pytest.raises(ValueError, match="line 1"):
        JSONRequestEncoder().decode_body(response(b"no"))


def test_a_transport_names_its_json_provider() -> None:
    transport = RequestsTransport()
    assert transport.json_provider is transport.encoders["json"]


def test_a_check_learns_the_transport_that_is_at_work(server: RecordingServer) -> None:
    seen: list[Any] = []

    def check(context: RetryContext) -> RetryCheckResult:
        seen.append(RequestsTransport.get_current_transport())
        return RetryCheckResult.do_not_retry

    server.respond = lambda request: Answer({}, status=200)
    config = RetryConfig(backoff=lambda context: 0)
    config.checks.register_check(check)
    with TransferClient(base_url=server.url, retry_config=config) as client:
        client.get_task("t")
        assert seen == [client.transport]
    with pytest.raises(LookupError):
        RequestsTransport.get_current_transport()
