"""Each method sends what the official library sends, from sync and from async clients."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from .official import run_official
from .recording import Answer, Request, recording_server
from .wire import perform
from .wire.rows import ANSWERS, ROWS, SERVICES, THREE_X

TOKEN = {
    "access_token": "at",
    "scope": "a b",
    "expires_in": 60,
    "token_type": "Bearer",
    "resource_server": "rs",
}
ANSWER = {
    "value": "submission",
    "task_id": "task",
    "status": "SUCCEEDED",
    "DATA": [],
    "next_marker": "m1",
    "shared_endpoints": [],
    "last_key": None,
    "has_next_page": False,
    "data": [],
    "client_id": "endpoint",
    "entity_type": "GCSv5_mapped_collection",
    "high_assurance": False,
    "keys": [],
    "jwks_uri": "/jwks",
    "other_tokens": [],
    **TOKEN,
}
# what must be equal; the rest (Connection, Accept-Encoding, Content-Length) is the HTTP library's
HEADERS = ("Accept", "Authorization", "Content-Type", "User-Agent", "X-Globus-Client-Info", "X-A")
GCS_LISTINGS = ("/collections", "/storage_gateways", "/roles", "/user_credentials")
# what a client makes up for a tunnel
NEW_ID = re.compile(rb'(?<="submission_id":)\s*"[0-9a-f]{8}-[0-9a-f]{4}-[14][0-9a-f-]{21}"')
NOT_IN_ROWS = {
    "BaseClient.request.stream",  # changes no request; async clients do not have it
    # an abstract class: the rows use the classes of flows
    "GlobusOAuthFlowManager.exchange_code_for_tokens.auth_code",
    "GlobusOAuthFlowManager.get_authorize_url.query_params",
}
Exchange = tuple[list[Any], list[str]]


class Official(NamedTuple):
    """What the official library sent, and which parameters there are and were used."""

    exchanges: dict[str, Exchange]
    known: set[str]
    used: set[str]


def respond(request: Request) -> Answer:
    if b"dependent_token" in request.body:
        return Answer([TOKEN])
    if request.method == "HEAD":
        return Answer(b"")
    number = request.path.split("/")[1]
    if "/files.example/" in request.path and "Authorization" not in request.headers:
        return Answer(b"", 302, {"Location": "https://auth.globus.org/?client_id=collection"})
    if (own := answer_of_service(request)) is not None:
        return Answer({**ANSWER, **own})
    if request.path.endswith(("endpoint_manager/task_list", "shared_endpoint_list")):
        return Answer({**ANSWER, **keyed_page(dict(request.query))})
    if request.path.endswith("/stream_access_points"):
        return Answer({**ANSWER, **linked_page(dict(request.query))})
    if request.path.endswith(GCS_LISTINGS) and request.method == "GET":
        return Answer({**ANSWER, **marked_page(dict(request.query))})
    if request.body == b"" and dict(request.query).keys() & {"limit", "marker"}:
        return Answer({**ANSWER, **page(dict(request.query))})
    return Answer({**ANSWER, "jwks_uri": f"http://{request.headers['Host']}/{number}/jwks"})


def answer_of_service(request: Request) -> dict[str, Any] | None:
    document = _body(request)
    asked = {**dict(request.query), **(document if isinstance(document, dict) else {})}
    answers = (answer(request.path, asked) for answer in ANSWERS)
    return next((one for one in answers if one is not None), None)


def page(query: dict[str, str]) -> dict[str, Any]:
    """A page of a listing with 2500 items, or of one with three markers."""
    offset, limit = int(query.get("offset", 0)), int(query.get("limit", 0))
    found = min(limit, 2500 - offset)
    markers = {"m1": "m2", "m2": "m3"}
    return {
        "DATA": [{"id": n} for n in range(found)],
        "total": 2500,
        "has_next_page": offset + limit < 2500,
        "next_marker": markers.get(query.get("marker", "")),
    }


def keyed_page(query: dict[str, str]) -> dict[str, Any]:
    """A page of a listing in three pages, the next of which has a name."""
    following = {"": "k1", "k1": "k2", "k2": None}
    key = following.get(query.get("last_key", query.get("next_token", "")))
    return {"last_key": key, "next_token": key, "has_next_page": key is not None}


def marked_page(query: dict[str, str]) -> dict[str, Any]:
    """A page of a listing in three pages, the last of which has an empty marker."""
    marker = {"": "m1", "m1": "m2"}.get(query.get("marker", ""), "")
    return {"data": [{"id": marker}], "marker": marker, "has_next_page": bool(marker)}


def linked_page(query: dict[str, str]) -> dict[str, Any]:
    """A page of a listing in three pages, the next of which has a link."""
    link = {"": "/x?page=1&page=a%20b", "a b": "?page=2"}.get(query.get("page", ""))
    return {"data": [{"id": link}], "links": {"next": link}}


def normalized(request: Request) -> dict[str, Any]:
    headers = {name: request.headers[name] for name in HEADERS if name in request.headers}
    return {
        "method": request.method,
        "path": request.path.partition("/")[2].partition("/")[2],
        "query": sorted(request.query),
        "headers": {k: re.sub(r"\d+\.\d+\.\d+", "VERSION", v) for k, v in headers.items()},
        "body": _body(request),
    }


def _body(request: Request) -> Any:
    kind = request.headers.get("Content-Type", "")
    if "json" in kind:
        return json.loads(NEW_ID.sub(rb'"NEW"', request.body))
    return sorted(request.form().items()) if "form" in kind else request.body.decode()


def by_row(
    rows: dict[str, str], requests: list[Request], outcomes: dict[str, list[str]]
) -> dict[str, Exchange]:
    sent = defaultdict(list)
    for request in requests:
        sent[int(request.path.split("/")[1])].append(normalized(request))
    return {name: (sent[number], outcomes[name]) for number, name in enumerate(rows)}


def of_official(version: int, rows: dict[str, str]) -> Official:
    with recording_server() as server:
        server.respond = respond
        script = Path(perform.__file__)
        done = run_official(version, script, {"url": server.url, "rows": rows})
        exchanges = by_row(rows, server.requests, done["outcomes"])
        return Official(exchanges, {*done["known"]}, {*done["used"]})


def of_ours(rows: dict[str, str]) -> dict[str, Exchange]:
    with recording_server() as server:
        server.respond = respond
        outcomes = {}
        for number, (name, expression) in enumerate(rows.items()):
            outcomes[name] = _evaluate(expression, f"{server.url}{number}/")
        return by_row(rows, server.requests, outcomes)


@pytest.fixture(scope="module")
def official_4() -> Official:
    return of_official(4, ROWS)


@pytest.fixture(scope="module")
def official(official_4: Official) -> dict[str, Exchange]:
    return official_4.exchanges


@pytest.fixture(scope="module")
def ours() -> dict[str, Exchange]:
    return of_ours(ROWS)


@pytest.fixture(scope="module")
def official_3() -> dict[str, Exchange]:
    return of_official(3, THREE_X).exchanges


@pytest.fixture(scope="module")
def ours_3() -> dict[str, Exchange]:
    return of_ours(THREE_X)


def _evaluate(expression: str, url: str) -> list[str]:
    names = perform.namespace(url)
    error = None
    try:
        eval(expression, names)
    except Exception as raised:
        error = raised
    for one in names["opened"]:
        one.close()
    return perform.outcome(error)


@pytest.fixture(scope="module")
def ours_async() -> Iterator[dict[str, Exchange]]:
    with recording_server() as server:
        server.respond = respond
        yield by_row(ROWS, server.requests, asyncio.run(_evaluate_all(server.url)))


async def _evaluate_all(url: str) -> dict[str, list[str]]:
    return {
        name: await _evaluate_async(expression, f"{url}{number}/")
        for number, (name, expression) in enumerate(ROWS.items())
    }


async def _evaluate_async(expression: str, url: str) -> list[str]:
    names = perform.namespace(url, "Async")
    error = None
    try:
        answer = eval(expression, names)
        if inspect.isawaitable(answer):
            await answer
    except Exception as raised:
        error = raised
    for one in names["opened"]:
        await one.close()
    return perform.outcome(error)


def test_no_row_hides_another() -> None:
    assert len(ROWS) == sum(len(service.ROWS) for service in SERVICES)


@pytest.mark.parametrize("row", ROWS)
def test_the_same_requests(
    row: str, official: dict[str, Exchange], ours: dict[str, Exchange]
) -> None:
    assert ours[row] == official[row]


@pytest.mark.parametrize("row", ROWS)
def test_the_same_requests_from_async_clients(
    row: str, official: dict[str, Exchange], ours_async: dict[str, Exchange]
) -> None:
    assert ours_async[row] == official[row]


@pytest.mark.parametrize("row", THREE_X)
def test_the_same_requests_as_version_3(
    row: str, official_3: dict[str, Exchange], ours_3: dict[str, Exchange]
) -> None:
    assert ours_3[row] == official_3[row]


def test_the_rows_use_every_parameter(official_4: Official) -> None:
    assert len(official_4.known) > 1100
    assert official_4.used <= official_4.known
    assert official_4.known - official_4.used == NOT_IN_ROWS
