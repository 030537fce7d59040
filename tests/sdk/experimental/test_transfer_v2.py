"""Version 2 of Transfer: retries, and submission ids."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from globus_sdk.exc import GlobusAPIError
from globus_sdk.experimental import TransferClientV2, TunnelCreateDocument
from globus_sdk.services.transfer import CreateTunnelData
from globus_sdk.services.transfer.client import TransferClient
from globus_sdk.transport import RetryConfig

from ..recording import Answer, RecordingServer


@pytest.mark.parametrize(
    ("errors", "tries"),
    [
        ([{"code": "ExternalError.DirListingFailed"}], 1),
        ([{"code": "Other"}, {"code": "EndpointError"}], 1),
        ([{"code": "Other"}], 2),
        ([{"code": None}], 2),
        ([{}], 2),
        (["text"], 2),
        (None, 2),
    ],
)
def test_errors_of_the_storage_are_final(server: RecordingServer, errors: Any, tries: int) -> None:
    server.respond = lambda request: Answer({"errors": errors}, status=502)
    retries = RetryConfig(max_retries=1, backoff=lambda ctx: 0)
    with (
        TransferClientV2(base_url=server.url, retry_config=retries) as client,
        pytest.raises(GlobusAPIError),
    ):
        client.get_tunnel("t")
    assert len(server.requests) == tries


def test_a_document_keeps_the_submission_id_that_it_made_up() -> None:
    first, second = (TunnelCreateDocument("a", "b")["data"]["attributes"] for _ in range(2))
    assert isinstance(first["submission_id"], uuid.UUID)
    assert first["submission_id"] != second["submission_id"]


def test_creating_twice_with_the_same_data_is_creating_once(server: RecordingServer) -> None:
    data = CreateTunnelData("a", "b")
    with TransferClient(base_url=server.url) as client:
        client.create_tunnel(data)
        client.create_tunnel(data)
    first, second = (one.json()["data"]["attributes"] for one in server.requests)
    assert first == second
    assert uuid.UUID(first["submission_id"])
