from __future__ import annotations

import time
from typing import Any

import pytest

from globus_sdk import ActivationRequirementsResponse, TransferClient

from ...recording import RecordingServer

NEEDS_PASSWORD = {"type": "myproxy"}
NEEDS_PROXY = {"type": "delegate_proxy"}


def answered(server: RecordingServer, **document: Any) -> ActivationRequirementsResponse:
    server.respond = lambda request: {
        "activated": False,
        "expires_in": 0,
        "auto_activation_supported": False,
        "DATA": [],
        **document,
    }
    with TransferClient(base_url=server.url) as client:
        return client.endpoint_get_activation_requirements("e")


def test_an_endpoint_that_is_always_active(server: RecordingServer) -> None:
    found = answered(server, activated=True, expires_in=-1)
    assert found.always_activated
    assert found.active_until(10**9)


@pytest.mark.parametrize(("seconds", "active"), [(50, True), (150, False)])
def test_an_endpoint_that_is_active_for_a_while(
    server: RecordingServer, seconds: int, active: bool
) -> None:
    found = answered(server, activated=True, expires_in=100)
    assert not found.always_activated
    assert found.active_until(seconds) is active
    assert found.active_until(int(time.time()) + seconds, relative_time=False) is active


def test_an_endpoint_that_is_not_active(server: RecordingServer) -> None:
    assert not answered(server, expires_in=100).active_until(0)


@pytest.mark.parametrize(
    ("document", "on_the_web"),
    [
        ({}, False),
        ({"DATA": [NEEDS_PROXY]}, False),
        ({"DATA": [NEEDS_PROXY, NEEDS_PASSWORD]}, True),
        ({"oauth_server": "login.example.org"}, True),
        ({"auto_activation_supported": True}, True),
    ],
)
def test_where_it_can_be_activated(
    server: RecordingServer, document: dict[str, Any], on_the_web: bool
) -> None:
    found = answered(server, **document)
    assert found.supports_web_activation is on_the_web
    assert found.supports_auto_activation is ("auto_activation_supported" in document)
