"""Looking at requests, and making errors."""

from __future__ import annotations

import http
import json
from typing import Any, TypeVar

import requests
import responses

from ..exc import GlobusAPIError

E = TypeVar("E", bound=GlobusAPIError)


def get_last_request(
    *, requests_mock: responses.RequestsMock | None = None
) -> requests.PreparedRequest | None:
    """The request that was answered last, or None.

    :param requests_mock: by whom; by default by the one that ``responses.activate`` uses.
    """
    mock: Any = requests_mock if requests_mock is not None else responses.mock
    request: requests.PreparedRequest | None = mock.calls[-1].request if mock.calls else None
    return request


def construct_error(
    *,
    http_status: int,
    body: bytes | str | dict[str, Any],
    error_class: type[E] | type[GlobusAPIError] = GlobusAPIError,
    method: str = "GET",
    response_headers: dict[str, str] | None = None,
    request_headers: dict[str, str] | None = None,
    response_encoding: str = "utf-8",
    url: str = "https://bogus-url/",
) -> E | GlobusAPIError:
    """An error, as a client raises it.

    :param http_status: the status code.
    :param body: the body; a document is sent as JSON.
    :param error_class: the error's class.
    :param method: the method of the request.
    :param response_headers: the response's headers.
    :param request_headers: the request's headers.
    :param response_encoding: how text becomes bytes.
    :param url: the address of the request.
    """
    response = requests.Response()
    response.status_code = http_status
    response.reason = http.HTTPStatus(http_status).phrase
    response.encoding = response_encoding
    response._content, content_type = _content(body, response_encoding)
    response.headers.update({**content_type, **(response_headers or {})})
    response.request = requests.Request(method, url, headers=request_headers).prepare()
    return error_class(response)


def _content(body: bytes | str | dict[str, Any], encoding: str) -> tuple[bytes, dict[str, str]]:
    if isinstance(body, bytes):
        return body, {}
    if isinstance(body, str):
        return body.encode(encoding), {}
    return json.dumps(body).encode(encoding), {"Content-Type": "application/json"}
