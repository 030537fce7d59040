"""What goes wrong is told in the service's own document, readable through the client."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from armillary.cli.demo import load_demo
from armillary.cli.deployment import Deployment
from globus_sdk import (
    AuthAPIError,
    NativeAppAuthClient,
    TransferAPIError,
    TransferClient,
    TransferData,
)
from tests.e2e.services import Services, start

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def transfer(services: Services) -> Iterator[TransferClient]:
    with services.transfer_client() as client:
        yield client


def test_unknown_endpoint(transfer: TransferClient) -> None:
    with pytest.raises(TransferAPIError, match="No such endpoint") as caught:
        transfer.get_endpoint(UNKNOWN)
    assert (caught.value.http_status, caught.value.code) == (404, "EndpointNotFound")
    assert caught.value.request_id


@pytest.mark.parametrize(
    ("call", "status", "code"),
    [
        (lambda tc, cid: tc.operation_ls(cid, path="/nope"), 404, "ClientError.NotFound"),
        (lambda tc, cid: tc.operation_stat(cid, "/nope"), 404, "NotFound"),
        (lambda tc, cid: tc.operation_rename(cid, "/nope", "/x"), 404, "NotFound"),
        (
            lambda tc, cid: tc.operation_ls(cid, path="/share/godata/file1.txt"),
            502,
            "ExternalError.DirListingFailed.NotDirectory",
        ),
        (
            lambda tc, cid: tc.operation_mkdir(cid, "/share"),
            502,
            "ExternalError.MkdirFailed.Exists",
        ),
        (lambda tc, cid: tc.operation_ls(cid, path="/../../etc"), 400, "BadRequest"),
    ],
)
def test_storage_refusals(
    transfer: TransferClient,
    services: Services,
    call: Callable[[TransferClient, str], Any],
    status: int,
    code: str,
) -> None:
    begin = time.monotonic()
    with pytest.raises(TransferAPIError) as caught:
        call(transfer, services.collections[0]["id"])
    assert (caught.value.http_status, caught.value.code) == (status, code)
    assert services.collections[0]["id"] in str(caught.value.message)
    assert time.monotonic() - begin < 10, "the client must not repeat the call"


def test_missing_consent(transfer: TransferClient, services: Services) -> None:
    mapped = load_demo(Deployment(services.data_dir)).nodes[0].mapped_id
    with pytest.raises(TransferAPIError, match="Missing required data_access consent") as caught:
        transfer.operation_ls(mapped)
    assert caught.value.code == "ConsentRequired"
    assert caught.value.info.consent_required
    assert mapped in str(caught.value.info.consent_required.required_scopes)


def test_revoked_token(services: Services) -> None:
    token = services.access_token()
    with services.auth_client() as auth:
        auth.oauth2_revoke_token(token)
    refused(services, token)


def test_expired_token(tmp_path: Path) -> None:
    brief = start(tmp_path / "data", ARMILLARY_ACCESS_TOKEN_LIFETIME="1")
    try:
        token = brief.access_token()
        expired = time.monotonic() + 1
        while time.monotonic() < expired:
            time.sleep(0.05)
        refused(brief, token)
    finally:
        assert brief.stop() == 0


def refused(services: Services, token: str) -> None:
    with services.transfer_client(token) as client, pytest.raises(TransferAPIError) as caught:
        client.task_list()
    assert (caught.value.http_status, caught.value.code) == (
        401,
        "ClientError.AuthenticationFailed",
    )


def test_wrong_json(services: Services, transfer: TransferClient) -> None:
    with pytest.raises(TransferAPIError) as caught:
        transfer.post("/v0.10/transfer", data="{not json", headers={"Content-Type": JSON})
    assert (caught.value.http_status, caught.value.code) == (400, "ClientError.BadRequest")
    with pytest.raises(TransferAPIError, match="source_endpoint"):
        transfer.post("/v0.10/transfer", data={"DATA_TYPE": "transfer", "DATA": [{}]})


JSON = "application/json"


def test_auth_refuses_in_its_own_document(services: Services) -> None:
    with services.auth_client() as auth:
        auth.oauth2_start_flow()
        with pytest.raises(AuthAPIError) as caught:
            auth.oauth2_exchange_code_for_tokens("no such code")
        assert caught.value.http_status == 401
        assert caught.value.raw_json is not None
        assert caught.value.raw_json["error"] == "invalid_grant"
        with pytest.raises(AuthAPIError) as unknown:
            NativeAppAuthClient(UNKNOWN, base_url=auth.base_url).oauth2_refresh_token("x")
        assert unknown.value.http_status in (400, 401)


@pytest.mark.parametrize("service", ["groups", "search", "flows", "timers", "compute"])
def test_unbuilt_services_say_so(services: Services, service: str) -> None:
    answer = requests.get(f"{services.base_url}/{service}/v2/anything", timeout=10)
    assert answer.status_code == 501
    assert service in answer.text
    assert answer.headers["content-type"] == JSON


def test_a_missing_file_fails_within_seconds_and_is_named(
    services: Services, transfer: TransferClient
) -> None:
    source, destination = (c["id"] for c in services.collections)
    data = TransferData(source, destination)
    data.add_item("/share/no-such-file", "/x")
    begin = time.monotonic()
    task_id = transfer.submit_transfer(data)["task_id"]
    while (task := transfer.get_task(task_id))["status"] == "ACTIVE":
        assert time.monotonic() - begin < 30
    assert task["status"] == "FAILED"
    assert task["fatal_error"]["code"] == "FILE_NOT_FOUND"
    assert "/share/no-such-file" in task["fatal_error"]["description"]
    codes = [event["code"] for event in transfer.task_event_list(task_id)]
    assert codes == ["FILE_NOT_FOUND", "STARTED"]
