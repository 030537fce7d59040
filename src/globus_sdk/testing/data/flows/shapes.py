"""The shapes that Flows' answers have, and who they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from responses import matchers

from ...models import RegisteredResponse, ResponseList
from .._people import IDENTITY_ID, OTHER_IDENTITY_ID, made_id

Document = dict[str, Any]

answer = partial(RegisteredResponse, service="flows")

FLOW_ID = made_id("flow")
RUN_ID = made_id("run")
OWNER = f"urn:globus:auth:identity:{IDENTITY_ID}"
OTHER = f"urn:globus:auth:identity:{OTHER_IDENTITY_ID}"
GROUP = f"urn:globus:groups:id:{made_id('group')}"
DEBUG_ID = made_id("request of flows")
PAGES = 3
PAGE_LENGTH = 2


def refused(
    path: str,
    status: int,
    code: str,
    detail: str | list[Document],
    *,
    method: Any = "GET",
    message: str | None = None,
    **options: Any,
) -> RegisteredResponse:
    """An error."""
    error: Document = {"code": code, "detail": detail}
    if message is not None:
        error["message"] = message
    document = {"error": error, "debug_id": DEBUG_ID}
    return answer(path=path, method=method, status=status, json=document, **options)


def page(name: str, documents: Sequence[Document], marker: str | None = None) -> Document:
    """A page of a list; the marker asks for the next one."""
    return {
        name: list(documents),
        "limit": max(len(documents), PAGE_LENGTH),
        "has_next_page": marker is not None,
        "marker": marker,
    }


def paginated(
    path: str,
    name: str,
    documents: Sequence[Document],
    *,
    shape: Callable[[str, Sequence[Document], str | None], Document] = page,
    **known: Any,
) -> ResponseList:
    """Pages of a list, each for the marker of the one before it.

    :param shape: what makes a page of its name, documents and marker.
    :param known: further metadata.
    """
    following = [f"page-{number}" for number in range(2, PAGES + 1)]
    made = [
        shape(name, documents[number * PAGE_LENGTH :][:PAGE_LENGTH], marker)
        for number, marker in enumerate([*following, None])
    ]
    metadata = {
        "num_pages": PAGES,
        "expect_markers": [*following, None],
        "total_items": len(documents),
        **known,
    }
    return ResponseList(
        answer(path=path, json=made[0]),
        *(
            answer(path=path, json=one, match=[marked(marker)])
            for one, marker in zip(made[1:], following, strict=True)
        ),
        metadata=metadata,
    )


def marked(marker: str) -> Any:
    """Matches requests for the page of a marker."""
    return matchers.query_param_matcher({"marker": marker}, strict_match=False)


def several(name: str) -> list[str]:
    """Ids for the items of all pages."""
    return [made_id(f"{name} {number}") for number in range(PAGES * PAGE_LENGTH)]
