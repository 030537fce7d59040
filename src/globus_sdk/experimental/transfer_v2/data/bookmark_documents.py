"""Bookmarks: names for places on collections."""

from __future__ import annotations

import uuid
from typing import Any

from ...._core.jsonapi import resource
from ...._payload import GlobusPayload


class BookmarkCreateDocument(GlobusPayload):
    """A bookmark, for :meth:`TransferClientV2.create_bookmark`.

    :param collection: the collection.
    :param name: a name for people to see.
    :param path: the place on the collection.
    :param additional_fields: further attributes.
    """

    def __init__(
        self,
        collection: uuid.UUID | str,
        name: str,
        path: str,
        *,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        attributes = {"name": name, "path": path, **(additional_fields or {})}
        place = {"collection": ("Collection", collection)}
        super().__init__(resource("Bookmark", attributes, place))


class BookmarkUpdateDocument(GlobusPayload):
    """What a bookmark is to be, for :meth:`TransferClientV2.update_bookmark`.

    :param name: a name for people to see.
    :param path: the place on the collection.
    :param additional_fields: further attributes.
    """

    def __init__(
        self, name: str, path: str, *, additional_fields: dict[str, Any] | None = None
    ) -> None:
        attributes = {"name": name, "path": path, **(additional_fields or {})}
        super().__init__(resource("Bookmark", attributes))
