"""Answers of Transfer, version 2."""

from __future__ import annotations

from typing import Any

from ..models import ResponseSet
from ._people import COLLECTION_ID, OTHER_COLLECTION_ID
from .transfer import tunnels
from .transfer.bookmarks import BOOKMARK_ID, OTHER_BOOKMARK_ID
from .transfer.endpoints import NAME, OTHER_NAME
from .transfer.shapes import Document, answer
from .transfer.tunnels import INITIATOR_ID, LISTENER_ID, META, access_point, related

BOOKMARK_NAME = "raw images"
BOOKMARK_PATH = "/raw/"

_PATH = f"/v2/bookmarks/{BOOKMARK_ID}"
_BOOKMARK = {
    "bookmark_id": BOOKMARK_ID,
    "collection": COLLECTION_ID,
    "name": BOOKMARK_NAME,
    "path": BOOKMARK_PATH,
}
_OTHER_BOOKMARK = {
    "bookmark_id": OTHER_BOOKMARK_ID,
    "collection": OTHER_COLLECTION_ID,
    "name": "published",
    "path": "/results/",
}


def bookmark(known: dict[str, str], **attributes: str) -> Document:
    """A name for a place."""
    return {
        "type": "Bookmark",
        "id": known["bookmark_id"],
        "attributes": {"name": known["name"], "path": known["path"], **attributes},
        "relationships": {"collection": related("Collection", known["collection"])},
    }


def collection(collection_id: str, display_name: str) -> Document:
    """What is told of a collection with bookmarks."""
    return {
        "type": "Collection",
        "id": collection_id,
        "attributes": {"display_name": display_name, "high_assurance": False},
    }


def named(known: dict[str, str]) -> dict[str, str]:
    """The metadata of a bookmark in a list."""
    return {"collection_id" if key == "collection" else key: known[key] for key in known}


def one(document: Document, **further: Any) -> Document:
    """A document in its envelope."""
    return {"data": document, "meta": META, **further}


ANSWERS: dict[str, ResponseSet] = {
    **tunnels.ANSWERS,
    "list_stream_access_points": ResponseSet(
        default=answer(
            path="/v2/stream_access_points",
            json={
                "data": [access_point(), access_point(INITIATOR_ID, "Detector")],
                "meta": META,
            },
            metadata={"access_point_ids": [LISTENER_ID, INITIATOR_ID]},
        ),
    ),
    "list_bookmarks": ResponseSet(
        metadata={"bookmarks": [named(_BOOKMARK), named(_OTHER_BOOKMARK)]},
        default=answer(
            path="/v2/bookmarks",
            json={
                "data": [bookmark(_BOOKMARK), bookmark(_OTHER_BOOKMARK)],
                "included": [
                    collection(COLLECTION_ID, NAME),
                    collection(OTHER_COLLECTION_ID, OTHER_NAME),
                ],
                "meta": META,
            },
        ),
    ),
    "get_bookmark": ResponseSet(
        default=answer(
            path=_PATH,
            json=one(bookmark(_BOOKMARK), included=[collection(COLLECTION_ID, NAME)]),
            metadata=_BOOKMARK,
        ),
    ),
    "create_bookmark": ResponseSet(
        default=answer(
            path="/v2/bookmarks",
            method="POST",
            status=201,
            json=one(bookmark(_BOOKMARK)),
            metadata=_BOOKMARK,
        ),
    ),
    "update_bookmark": ResponseSet(
        default=answer(
            path=_PATH,
            method="PATCH",
            json=one(bookmark(_BOOKMARK, name="images")),
            metadata={**_BOOKMARK, "name": "images"},
        ),
    ),
    "delete_bookmark": ResponseSet(
        default=answer(
            path=_PATH, method="DELETE", json={"meta": META}, metadata={"bookmark_id": BOOKMARK_ID}
        ),
    ),
}
