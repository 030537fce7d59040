from __future__ import annotations

from typing import Any

import pytest

from globus_sdk.paging import JSONAPIPaginator

NEXT = "https://x.org/v2/things?page[after]=a%20b&filter=x&filter=y"
QUERY = {"page[after]": ["a b"], "filter": ["x", "y"]}


@pytest.mark.parametrize(
    ("page", "arguments"),
    [
        ({"links": {"next": NEXT}}, {"query_params": QUERY}),
        ({"links": {"next": {"href": NEXT, "meta": {}}}}, {"query_params": QUERY}),
        ({"links": {"next": None}}, None),
        ({"links": {"next": ""}}, None),
        ({"links": {"next": {}}}, None),
        ({"links": None}, None),
        ({}, None),
    ],
)
def test_the_link_says_how_to_ask_for_the_next_page(page: Any, arguments: Any) -> None:
    paginator: Any = JSONAPIPaginator(print, client_args=(), client_kwargs={})
    assert paginator.following(page, {}) == arguments
