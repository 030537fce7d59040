"""Bookmarks."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import COLLECTION_ID, OTHER_COLLECTION_ID, made_id
from .shapes import Document, answer, changed, listed, refused

BOOKMARK_ID = made_id("bookmark")
OTHER_BOOKMARK_ID = made_id("other bookmark")


def bookmark(
    bookmark_id: str = BOOKMARK_ID,
    *,
    name: str = "raw images",
    endpoint_id: str = COLLECTION_ID,
    path: str = "/raw/",
) -> Document:
    """A name for a place."""
    return {
        "DATA_TYPE": "bookmark",
        "id": bookmark_id,
        "name": name,
        "endpoint_id": endpoint_id,
        "path": path,
    }


BOOKMARKS = [
    bookmark(),
    bookmark(
        OTHER_BOOKMARK_ID, name="published", endpoint_id=OTHER_COLLECTION_ID, path="/results/"
    ),
]

_PATH = f"/v0.10/bookmark/{BOOKMARK_ID}"
_KNOWN = {"bookmark_id": BOOKMARK_ID}

ANSWERS: dict[str, ResponseSet] = {
    "bookmark_list": ResponseSet(
        metadata={"bookmark_ids": [one["id"] for one in BOOKMARKS]},
        default=answer(path="/v0.10/bookmark_list", json=listed("bookmark_list", *BOOKMARKS)),
    ),
    "get_bookmark": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, json=bookmark()),
        not_found=refused(_PATH, 404, "BookmarkNotFound", f"There is no bookmark {BOOKMARK_ID}."),
    ),
    "create_bookmark": ResponseSet(
        metadata=_KNOWN,
        default=answer(path="/v0.10/bookmark", method="POST", status=201, json=bookmark()),
    ),
    "update_bookmark": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, method="PUT", json=bookmark(name="images")),
    ),
    "delete_bookmark": ResponseSet(
        metadata=_KNOWN,
        default=changed("DELETE", _PATH, "Deleted", "The bookmark has been deleted."),
    ),
}
