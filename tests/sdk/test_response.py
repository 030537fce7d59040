from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from globus_sdk import ArrayResponse, GlobusHTTPResponse, IterableResponse, TransferClient

CLIENT = TransferClient()


def raw(body: Any) -> requests.Response:
    made = requests.Response()
    made.status_code, made.reason = 200, "OK"
    made._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    made.headers["Content-Type"] = "application/json"
    return made


def test_a_document_is_looked_into() -> None:
    response = GlobusHTTPResponse(raw({"a": 1, "b": None}), CLIENT)
    assert response["a"] == 1
    assert (response.get("a"), response.get("c", 5)) == (1, 5)
    assert "b" in response
    assert response
    assert json.loads(str(response)) == response.data
    assert repr(response) == 'GlobusHTTPResponse({"a": 1, "b": null})'
    with pytest.raises(KeyError):
        response["c"]


@pytest.mark.parametrize("body", [b"text", None, 5])
def test_other_bodies_are_not(body: Any) -> None:
    response = GlobusHTTPResponse(raw(body), CLIENT)
    with pytest.raises(ValueError, match="cannot be indexed"):
        response["a"]
    assert response.text


def test_empty_and_unparsable_documents_are_false_and_hold_nothing() -> None:
    bodies: list[Any] = [b"", b"text", {}, [], None]
    for body in bodies:
        response = GlobusHTTPResponse(raw(body), CLIENT)
        assert not response
        assert "a" not in response
        assert response.get("a", "default") == "default"
    assert str(GlobusHTTPResponse(raw(b"text"), CLIENT)) == "text"


def test_what_was_answered_is_at_hand() -> None:
    response = GlobusHTTPResponse(raw({"a": 1}), CLIENT)
    assert (response.http_status, response.http_reason) == (200, "OK")
    assert response.headers["content-type"] == response.content_type == "application/json"
    assert response.binary_content == b'{"a": 1}'
    assert response.client is CLIENT


def test_lists_in_documents_are_iterated_over() -> None:
    response = IterableResponse(raw({"x": [{"a": 1}]}), CLIENT, iter_key="x")
    assert list(response) == [{"a": 1}]
    with pytest.raises(TypeError, match="iter_key"):
        IterableResponse(raw({}), CLIENT)
    with pytest.raises(ValueError, match="no object"):
        iter(IterableResponse(raw([1]), CLIENT, iter_key="x"))


def test_lists_as_documents() -> None:
    response = ArrayResponse(raw([1, 2]), CLIENT)
    assert (list(response), len(response), response[0], response[0:1]) == ([1, 2], 2, 1, [1])
    with pytest.raises(ValueError, match="no list"):
        len(ArrayResponse(raw({}), CLIENT))


def test_one_response_in_another_shape_is_not_parsed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = GlobusHTTPResponse(raw({"x": [1]}), CLIENT)
    document = first.data
    second = IterableResponse(first, iter_key="x")
    assert second.data is document
    assert second.client is CLIENT
    with pytest.raises(ValueError, match="client"):
        GlobusHTTPResponse(raw({}))
