"""Reading error documents, and the errors of the network."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
import requests

from globus_sdk import (
    AuthAPIError,
    GlobusAPIError,
    GlobusConnectionError,
    GlobusConnectionTimeoutError,
    GlobusTimeoutError,
    NetworkError,
)
from globus_sdk.exc import ErrorInfoContainer, convert_request_exception


def response(
    body: Any, kind: str | None = "application/json", authorization: str = "Bearer secret"
) -> requests.Response:
    made = requests.Response()
    made.status_code, made.reason = 400, "Bad Request"
    made._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    made.headers.update({"Content-Type": kind} if kind else {})
    headers = {"Authorization": authorization}
    made.request = requests.Request("GET", "http://x/y", headers=headers).prepare()
    return made


ONE = {"code": "X", "title": "T", "detail": "one", "id": "the-id"}
TWO = {"code": "X", "detail": "two"}
OTHER = {"code": "Y", "message": "other"}


@pytest.mark.parametrize(
    ("body", "code", "messages", "sub_errors", "request_id"),
    [
        ({"code": "A", "message": "m", "request_id": "q"}, "A", ["m"], 1, "q"),
        ({"code": "A", "message": "m", "request_id": 5}, "A", ["m"], 1, None),
        ({"code": "A", "message": "m", "errors": [ONE, TWO]}, "A", ["m"], 2, None),
        ({"code": 5, "message": "m"}, None, ["m"], 1, None),
        ({"code": "A", "detail": "d"}, "A", ["d"], 1, None),
        ({"errors": [ONE, TWO]}, "X", ["one", "two"], 2, None),
        ({"errors": [ONE, OTHER]}, None, ["one", "other"], 2, None),
        ({"errors": []}, None, [], 0, None),
        ({"errors": "text"}, None, [], 1, None),
        ({"errors": ["text", ONE]}, None, [], 1, None),
        ({"error": "invalid_grant"}, None, [], 1, None),
        ({"detail": [{"loc": ["a"]}]}, None, [], 1, None),
        ([1, 2], None, [], 0, None),
        (b"not json", None, [], 0, None),
        (b"", None, [], 0, None),
    ],
)
def test_the_shapes_of_error_documents(
    body: Any, code: str | None, messages: list[str], sub_errors: int, request_id: str | None
) -> None:
    error = GlobusAPIError(response(body))
    assert (error.code, error.messages, len(error.errors)) == (code, messages, sub_errors)
    assert error.message == ("; ".join(messages) or None)
    assert error.request_id == request_id


def test_jsonapi_is_told_by_its_content_type() -> None:
    error = GlobusAPIError(response({"errors": [ONE, TWO]}, "application/vnd.api+json"))
    assert (error.code, error.message) == ("X", "one; two")
    assert error.errors[0].get("title") == "T"


def test_what_an_error_shows_never_has_the_secret() -> None:
    error = GlobusAPIError(response({"code": "A", "message": "m", "request_id": "q"}))
    assert error.args == ("GET", "http://x/y", "Bearer", 400, "A", "m", "q")
    odd = GlobusAPIError(response({}, authorization="secret"))
    assert odd.args == ("GET", "http://x/y", None, 400, None, "Bad Request")


def test_a_body_that_is_no_error_document_is_noted() -> None:
    error = GlobusAPIError(response(b"<html>gateway</html>", "text/html"))
    assert error.raw_json is None
    assert error.text == "<html>gateway</html>"
    assert error.__notes__ == ["<html>gateway</html>"]
    assert error.binary_content == error.text.encode()
    assert (error.content_type, error.http_reason) == ("text/html", "Bad Request")


def test_json_needs_a_json_content_type() -> None:
    assert GlobusAPIError(response({"code": "A", "message": "m"}, None)).code is None
    charset = GlobusAPIError(response({"code": "A", "message": "m"}, "application/json; charset=x"))
    assert charset.code == "A"


def test_auth_takes_the_id_that_its_sub_errors_have_in_common() -> None:
    assert AuthAPIError(response({"errors": [ONE]})).request_id == "the-id"
    assert AuthAPIError(response({"errors": [ONE, TWO, ONE]})).request_id == "the-id"
    assert AuthAPIError(response({"errors": [ONE, {**TWO, "id": "other"}]})).request_id is None
    assert AuthAPIError(response({"errors": [{**TWO, "id": ["odd"]}]})).request_id is None


def test_errors_survive_pickling() -> None:
    error = AuthAPIError(response({"errors": [ONE]}))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.args, again.code) == (AuthAPIError, error.args, "X")


@pytest.mark.parametrize(
    ("document", "scopes"),
    [
        ({"code": "ConsentRequired", "required_scopes": ["a", "b"]}, ["a", "b"]),
        ({"code": "ConsentRequired", "required_scope": "a"}, ["a"]),
        ({"code": "ConsentRequired", "required_scopes": "a"}, []),
        ({"code": "Other", "required_scopes": ["a"]}, []),
        ({}, []),
    ],
)
def test_required_consent(document: dict[str, Any], scopes: list[str]) -> None:
    info = ErrorInfoContainer(document).consent_required
    assert info.required_scopes == scopes
    assert bool(info) is bool(scopes)


def test_required_sessions() -> None:
    wanted = {
        "session_message": "hello",
        "session_required_identities": ["i"],
        "session_required_policies": "p,q",
        "session_required_mfa": "yes",
    }
    container = ErrorInfoContainer({"authorization_parameters": wanted})
    info = container.authorization_parameters
    assert info.session_message == "hello"
    assert info.session_required_identities == ["i"]
    assert info.session_required_policies == ["p", "q"]
    assert info.session_required_single_domain is None
    assert info.session_required_mfa is None
    assert info
    assert str(container).startswith("AuthorizationParameterInfo(session_message=hello, ")
    assert not ErrorInfoContainer(None).authorization_parameters
    assert ErrorInfoContainer({"authorization_parameters": {}}).authorization_parameters


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (requests.ConnectionError(), GlobusConnectionError),
        (requests.exceptions.SSLError(), GlobusConnectionError),
        (requests.ConnectTimeout(), GlobusConnectionTimeoutError),
        (requests.ReadTimeout(), GlobusTimeoutError),
        (requests.exceptions.ChunkedEncodingError(), NetworkError),
    ],
)
def test_network_errors(theirs: requests.RequestException, ours: type[Exception]) -> None:
    error = convert_request_exception(theirs)
    assert type(error) is ours
    assert isinstance(error, NetworkError)
    assert error.underlying_exception is theirs
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
