"""Waiting commands listen, and ask only where nobody tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import responses

from armillary.cli.client import follow as module
from armillary.cli.client.follow import follow
from globus_sdk import AccessTokenAuthorizer, GlobusAPIError, TransferClient
from globus_sdk.transport import RetryConfig

BASE = "https://transfer.example"
TASK = f"{BASE}/v0.10/task/t"
STREAM = f"{TASK}/event_stream"
OFFER = {"Armillary-Event-Stream": "/v0.10/task/t/event_stream"}


@pytest.fixture
def client() -> Iterator[TransferClient]:
    with (
        responses.mock,
        mock.patch.object(module, "_FIRST_LOOK", 0.01),
        TransferClient(
            base_url=BASE,
            authorizer=AccessTokenAuthorizer("x"),
            retry_config=RetryConfig(max_retries=0),
        ) as client,
    ):
        yield client


def task(status: str) -> dict[str, Any]:
    return {"task_id": "t", "status": status}


def streams(*documents: dict[str, Any]) -> None:
    text = "".join(f"event: task\ndata: {json.dumps(document)}\n\n" for document in documents)
    responses.get(STREAM, body=f":\n\n{text}: over\n\n", content_type="text/event-stream")


def asked() -> list[str]:
    return [str(call.request.url).partition("?")[0] for call in responses.calls]


def test_one_listens_until_the_end(client: TransferClient) -> None:
    responses.get(TASK, json=task("ACTIVE"), headers=OFFER)
    streams(task("ACTIVE"), task("ACTIVE"), task("SUCCEEDED"))
    assert follow(client, "t") == task("SUCCEEDED")
    assert asked() == [TASK, STREAM]


@pytest.mark.parametrize("offer", [{}, OFFER], ids=["none", "too many"])
def test_one_asks_where_nobody_tells(client: TransferClient, offer: dict[str, str]) -> None:
    if offer:
        responses.get(STREAM, status=429, json={"code": "TooManyStreams", "message": "no"})
    for status in ("ACTIVE", "ACTIVE", "SUCCEEDED"):
        responses.get(TASK, json=task(status), headers=offer)
    assert follow(client, "t") == task("SUCCEEDED")
    assert asked().count(TASK) == 3


def test_a_refusal_is_told(client: TransferClient) -> None:
    responses.get(TASK, status=401, json={"code": "AuthenticationFailed", "message": "no"})
    with pytest.raises(GlobusAPIError):
        follow(client, "t")


@pytest.mark.parametrize("documents", [(), (task("ACTIVE"),)])
def test_waiting_has_a_limit(client: TransferClient, documents: tuple[Any, ...]) -> None:
    responses.get(TASK, json=task("ACTIVE"), headers=OFFER)
    streams(*documents)
    assert follow(client, "t", timeout=0.5)["status"] == "ACTIVE"
    assert "timeout=0." in str(responses.calls[1].request.url)
