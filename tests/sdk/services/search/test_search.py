from __future__ import annotations

import asyncio
from typing import Any

import pytest

from globus_sdk import AsyncSearchClient, SearchAPIError, SearchClient, SearchQueryV1
from tests.sdk.recording import Answer, RecordingServer, Request


def results(total: int) -> Any:
    """Answer searches in an index with so many things."""

    def respond(request: Request) -> dict[str, Any]:
        asked = request.json() if request.body else dict(request.query)
        offset, limit = int(asked.get("offset", 0)), int(asked["limit"])
        found = [{"subject": str(n)} for n in range(offset, min(offset + limit, total))]
        more = offset + len(found) < total
        return {"gmeta": found, "count": len(found), "offset": offset, "has_next_page": more}

    return respond


def subjects(results: Any) -> list[int]:
    return [int(result["subject"]) for result in results]


def test_pages_start_where_the_caller_says(server: RecordingServer) -> None:
    server.respond = results(250)
    client = SearchClient(base_url=server.url)
    query = SearchQueryV1(q="*", offset=30)
    assert subjects(client.paginated.search("i", "*", offset=30).items()) == [*range(30, 250)]
    assert subjects(client.paginated.post_search("i", query).items()) == [*range(30, 250)]


def test_as_far_as_the_service_pages(server: RecordingServer) -> None:
    server.respond = results(20_000)
    client = SearchClient(base_url=server.url)
    found = subjects(client.paginated.search("i", "*", offset=9_850).items())
    assert found == [*range(9_850, 10_000)]
    assert [dict(request.query)["limit"] for request in server.requests] == ["100", "50"]


def test_items_come_one_after_the_other_from_the_async_client(server: RecordingServer) -> None:
    server.respond = results(250)

    async def collected() -> list[Any]:
        async with AsyncSearchClient(base_url=server.url) as client:
            return [item async for item in client.paginated.search("i", "*").items()]

    assert subjects(asyncio.run(collected())) == [*range(250)]


def test_a_query_is_left_as_it_is(server: RecordingServer) -> None:
    server.respond = results(150)
    query = SearchQueryV1(q="*")
    before = dict(query)
    list(SearchClient(base_url=server.url).paginated.post_search("i", query))
    assert query == before


@pytest.mark.parametrize(
    ("document", "error_data"),
    [
        ({"code": "BadRequest.Generic", "message": "m", "error_data": {"a": 1}}, {"a": 1}),
        ({"code": "BadRequest.Generic", "message": "m"}, None),
        ([], None),
    ],
)
def test_error_data(server: RecordingServer, document: Any, error_data: Any) -> None:
    server.respond = lambda request: Answer(document, status=400)
    with pytest.raises(SearchAPIError) as caught:
        SearchClient(base_url=server.url).get_index("i")
    assert caught.value.error_data == error_data
