"""The ways in which people replace HTTP, or the library, in their tests."""

from __future__ import annotations

import inspect
import pickle
from typing import Any
from unittest import mock

import pytest
import requests
import requests_mock
import responses

import globus_sdk
from globus_sdk import AccessTokenAuthorizer, GlobusHTTPResponse, TransferAPIError, TransferClient
from globus_sdk.transport import RequestsTransport

TASK = "https://transfer.api.globus.org/v0.10/task/t"
DOCUMENT = {"task_id": "t", "status": "ACTIVE"}


@pytest.fixture
def client() -> TransferClient:
    return TransferClient(authorizer=AccessTokenAuthorizer("secret"))


def answer(status: int = 200, content: bytes = b'{"task_id": "t"}') -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = content
    response.headers["Content-Type"] = "application/json"
    response.request = requests.Request("GET", TASK).prepare()
    return response


def test_responses(client: TransferClient) -> None:
    with responses.RequestsMock() as mocked:
        mocked.get(TASK, json=DOCUMENT)
        assert client.get_task("t")["status"] == "ACTIVE"
        assert mocked.calls[0].request.headers["Authorization"] == "Bearer secret"


def test_responses_of_errors_and_lost_connections(client: TransferClient) -> None:
    client.retry_config.max_retries = 0
    with responses.RequestsMock() as mocked:
        mocked.get(TASK, json={"code": "NotFound", "message": "no"}, status=404)
        with pytest.raises(TransferAPIError, match="NotFound"):
            client.get_task("t")
    with responses.RequestsMock() as mocked:
        mocked.get(TASK, body=requests.ConnectionError("gone"))
        with pytest.raises(globus_sdk.GlobusConnectionError):
            client.get_task("t")


def test_requests_mock_everywhere(client: TransferClient) -> None:
    with requests_mock.Mocker() as mocked:
        mocked.get(TASK, json=DOCUMENT)
        assert client.get_task("t")["status"] == "ACTIVE"
        assert mocked.last_request.headers["Authorization"] == "Bearer secret"


def test_requests_mock_as_an_adapter(client: TransferClient) -> None:
    adapter = requests_mock.Adapter()
    adapter.register_uri("GET", TASK, json=DOCUMENT)
    client.transport.session.mount("https://", adapter)
    assert client.get_task("t")["task_id"] == "t"


@pytest.mark.parametrize("method", ["send", "request"])
def test_patching_the_session(client: TransferClient, method: str) -> None:
    """``Session.send`` is what every request goes through; ``Session.request`` is not."""
    with mock.patch.object(requests.Session, method, return_value=answer()) as patched:
        if method == "send":
            assert client.get_task("t")["task_id"] == "t"
            (request,), _ = patched.call_args
            assert (request.method, request.url) == ("GET", TASK)
        else:
            assert not patched.called


def test_patching_the_adapter(client: TransferClient) -> None:
    with mock.patch("requests.adapters.HTTPAdapter.send", return_value=answer()) as patched:
        client.get_task("t")
    assert patched.call_count == 1


def test_patching_the_transport(client: TransferClient) -> None:
    with mock.patch.object(client.transport, "request", return_value=answer()) as patched:
        assert client.get_task("t")["task_id"] == "t"
    assert patched.call_args.args[:2] == ("GET", TASK)
    with mock.patch.object(RequestsTransport, "request", return_value=answer()) as patched:
        TransferClient().get_task("t")
    assert patched.call_count == 1


@pytest.mark.parametrize("where", ["get", "request"])
def test_patching_what_methods_go_through(client: TransferClient, where: str) -> None:
    with mock.patch.object(TransferClient, where, autospec=True) as patched:
        patched.return_value = GlobusHTTPResponse(answer(), client)
        assert client.get_task("t")["task_id"] == "t"
    assert patched.call_args.args[0] is client


def test_patching_a_method_that_others_use(client: TransferClient) -> None:
    tasks = [{"status": "ACTIVE"}, {"status": "SUCCEEDED"}]
    with (
        mock.patch.object(TransferClient, "get_task", side_effect=tasks) as patched,
        mock.patch("time.sleep"),
    ):
        assert client.task_wait("t", timeout=2, polling_interval=1)
    assert patched.call_count == 2


def test_patching_a_whole_client() -> None:
    with mock.patch("globus_sdk.TransferClient") as patched:
        patched.return_value.get_task.return_value = DOCUMENT
        assert globus_sdk.TransferClient().get_task("t")["status"] == "ACTIVE"


def clients() -> list[type]:
    things = [getattr(globus_sdk, name) for name in globus_sdk.__all__]
    return [one for one in things if inspect.isclass(one) and one.__name__.endswith("Client")]


@pytest.mark.parametrize("kind", clients())
def test_a_specified_mock_takes_what_the_client_takes(kind: type) -> None:
    made: Any = mock.create_autospec(kind, instance=True)
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        if not name.startswith("_"):
            offered = [*inspect.signature(getattr(made, name)).parameters]
            assert offered == [n for n in inspect.signature(method).parameters if n != "self"]
            with pytest.raises(TypeError):
                getattr(made, name)(no_such_parameter=1)


def test_responses_and_errors_survive_pickling(client: TransferClient) -> None:
    response = GlobusHTTPResponse(answer(), client)
    assert pickle.loads(pickle.dumps(response))["task_id"] == "t"
    error = TransferAPIError(answer(404, b'{"code": "NotFound", "message": "no"}'))
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.http_status) == ("NotFound", 404)
