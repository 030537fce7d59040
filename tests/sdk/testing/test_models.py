from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import responses

from globus_sdk import AuthClient, GroupsAPIError, GroupsClient, TransferAPIError, testing
from globus_sdk.testing import RegisteredResponse, ResponseList, ResponseSet


@pytest.fixture(autouse=True)
def mocked() -> Any:
    with responses.mock:
        yield
    responses.mock.reset()


def registered(**options: Any) -> RegisteredResponse:
    return RegisteredResponse(**{"service": "auth", "path": "/x", **options})


def test_an_answer_is_given_and_the_request_remembered() -> None:
    assert testing.get_last_request() is None
    metadata = testing.load_response(GroupsClient.get_group).metadata
    assert GroupsClient().get_group(metadata["group_id"])["id"] == metadata["group_id"]
    request = testing.get_last_request()
    assert request is not None
    assert request.url == f"https://groups.api.globus.org/v2/groups/{metadata['group_id']}"


@pytest.mark.parametrize(
    "set_id", ["groups.get_group", GroupsClient.get_group, GroupsClient().get_group]
)
def test_a_set_is_found_by_name_and_by_method(set_id: Any) -> None:
    assert testing.get_response_set(set_id) is testing.get_response_set("groups.get_group")


@pytest.mark.parametrize("set_id", ["groups.nope", "nope", len, AuthClient.request])
def test_an_unknown_set_is_an_error(set_id: Any) -> None:
    with pytest.raises(ValueError, match="No answers"):
        testing.get_response_set(set_id)


def test_what_is_no_name_is_an_error() -> None:
    with pytest.raises(TypeError, match="not to int"):
        testing.get_response_set(3)
    with pytest.raises(LookupError, match="there are \\['default', 'subscription'\\]"):
        testing.load_response("groups.get_group", case="nope")


def test_paths_are_below_their_service() -> None:
    assert registered(path="y").full_url == "https://auth.globus.org/y"
    assert registered(path="/y", service="gcs").full_url == "https://abc.xyz.data.globus.org/api/y"
    assert registered(path="https://a.org/y", service=None).full_url == "https://a.org/y"
    with pytest.raises(KeyError):
        registered(service="nope")


def test_metadata_is_the_nearest() -> None:
    own, lone = registered(metadata={"own": 1}), registered()
    listed = ResponseList(own, lone)
    answers = ResponseSet({"set": 2}, default=listed, other=registered(metadata={}))
    assert (own.metadata, lone.metadata, listed.metadata) == ({"own": 1}, {"set": 2}, {"set": 2})
    assert answers.lookup("other").metadata == {}
    assert registered().metadata == {}


def test_a_set_of_plain_data() -> None:
    one: dict[str, Any] = {"service": "auth", "path": "/x", "json": {"a": 1}}
    answers = testing.register_response_set(
        "mine", {"default": one, "two": [one, {**one, "path": "/y"}]}, metadata={"q": 1}
    )
    assert [*answers.cases()] == ["default", "two"]
    assert len([*answers]) == 2
    assert testing.load_response("mine", case="two").metadata == {"q": 1}
    assert AuthClient().get("/y")["a"] == 1
    assert testing.load_response_set("mine") is answers


def test_an_answer_replaces_another() -> None:
    testing.load_response(registered(json={"v": 1}))
    registered(json={"v": 2}).replace()
    assert AuthClient().get("/x")["v"] == 2


def test_answers_go_to_the_mock_that_is_named() -> None:
    mock = responses.RequestsMock(assert_all_requests_are_fired=False)
    registered().add(requests_mock=mock)
    assert len(mock.registered()) == 1
    assert not responses.mock.registered()
    assert testing.get_last_request(requests_mock=mock) is None


def test_an_error_to_order() -> None:
    error = testing.construct_error(
        http_status=404,
        body={"code": "NotFound", "message": "no"},
        error_class=TransferAPIError,
        request_headers={"Authorization": "Bearer secret"},
    )
    assert isinstance(error, TransferAPIError)
    assert (error.code, error.message, error.http_status) == ("NotFound", "no", 404)
    assert error.args[:3] == ("GET", "https://bogus-url/", "Bearer")
    text = testing.construct_error(http_status=500, body="oh\u00e9", response_encoding="latin-1")
    assert (text.text, text.http_reason) == ("oh\u00e9", "Internal Server Error")
    raw = testing.construct_error(
        http_status=400, body=b"x", error_class=GroupsAPIError, response_headers={"X-A": "b"}
    )
    assert (raw.binary_content, raw.headers["X-A"]) == (b"x", "b")


def test_without_responses_the_error_says_what_to_install() -> None:
    code = "import sys; sys.modules['responses'] = None; import globus_sdk.testing"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install responses" in done.stderr.splitlines()[-1]
