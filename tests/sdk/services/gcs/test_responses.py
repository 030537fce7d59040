"""Documents in envelopes, and errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from globus_sdk import GCSAPIError, GCSClient, GlobusHTTPResponse, UnpackingGCSResponse
from globus_sdk.services.gcs import IterableGCSResponse

CLIENT = GCSClient("gcs.example")
ROLE = {"DATA_TYPE": "role#1.0.0", "id": "r"}
FIRST, SECOND = ({"DATA_TYPE": "collection#1.0.0", "id": n} for n in (1, 2))


def raw(document: Any, status: int = 200) -> requests.Response:
    made = requests.Response()
    made.status_code, made.reason = status, "Reason"
    made._content = document if isinstance(document, bytes) else json.dumps(document).encode()
    made.headers["Content-Type"] = "application/json"
    made.request = requests.Request("GET", "http://x/y").prepare()
    return made


def unpacked(document: Any, match: Any = "collection") -> UnpackingGCSResponse:
    return UnpackingGCSResponse(GlobusHTTPResponse(raw(document), CLIENT), match)


@pytest.mark.parametrize(
    "inside",
    [
        [FIRST],
        [ROLE, FIRST, SECOND],
        [{}, {"DATA_TYPE": 3}, {"DATA_TYPE": "collection"}, 1, None, FIRST],
        [{"DATA_TYPE": "collections#1.0.0"}, {"DATA_TYPE": "xcollection#1.0.0"}, FIRST],
    ],
)
def test_the_first_document_of_the_type_is_unpacked(inside: list[Any]) -> None:
    response = unpacked({"DATA_TYPE": "result#1.0.0", "data": inside})
    assert response.data == FIRST
    assert response["id"] == response.get("id") == 1
    assert response.full_data["data"] == inside


@pytest.mark.parametrize(
    "document",
    [
        FIRST,
        {"DATA_TYPE": "result#1.0.0", "data": [ROLE]},
        {"data": []},
        {"data": None},
        {"data": FIRST},
        {"data": "text"},
        [FIRST],
        b"text",
    ],
)
def test_without_such_a_document_the_answer_is_the_data(document: Any) -> None:
    response = unpacked(document)
    assert response.data is response.full_data
    assert response.data == (None if document == b"text" else document)


def test_a_function_may_know_the_document() -> None:
    response = unpacked({"data": [1, FIRST, SECOND]}, lambda document: document["id"] == 2)
    assert response.data == SECOND


@pytest.mark.parametrize("name", ["", "a b", "a-b", "co.*", "collection#1.0.0"])
def test_a_type_has_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="name of a type"):
        unpacked({}, name)


def test_listings_iterate_over_data() -> None:
    response = IterableGCSResponse(raw({"data": [FIRST, ROLE]}), CLIENT)
    assert list(response) == [FIRST, ROLE]


@pytest.mark.parametrize(
    ("detail", "data_type", "shown"),
    [
        ("more", None, [None, "more"]),
        (None, None, [None]),
        ({"DATA_TYPE": "not_from_allowed_domain#1.0.0"}, "not_from_allowed_domain#1.0.0", None),
        ({"x": 1}, None, [None]),
        (["a"], None, [None]),
    ],
)
def test_errors_have_details(detail: Any, data_type: str | None, shown: list[Any] | None) -> None:
    envelope = {"code": "permission_denied", "message": "no", "detail": detail}
    error = GCSAPIError(raw(envelope, 403))
    assert (error.code, error.message, error.detail) == ("permission_denied", "no", detail)
    assert error.detail_data_type == data_type
    assert list(error.args[6:]) == (shown or [data_type])


def test_errors_may_have_no_document() -> None:
    error = GCSAPIError(raw(b"gateway", 502))
    assert (error.detail, error.detail_data_type) == (None, None)
