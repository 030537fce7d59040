"""Bookmarks: the caller's names for places on collections.

Source: https://docs.globus.org/api/transfer/endpoint_bookmarks/
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.transfer.api.context import CallerDep, ServicesDep, completed
from armillary.transfer.api.standing import standing_on
from armillary.transfer.bookmarks.model import Bookmark
from armillary.transfer.errors import BadRequest, BookmarkNotFound, Exists
from armillary.transfer.permissions.wire import rule_path
from armillary.transfer.submission import Id
from armillary.transfer.wire import result
from armillary.web.caller import Caller

router = APIRouter(prefix="/v0.10")

Name = Annotated[str, Field(min_length=1, max_length=128)]


class NewBookmark(BaseModel):
    """Body of ``POST /v0.10/bookmark``."""

    name: Name
    endpoint_id: Id
    path: Annotated[str, Field(max_length=4096)]


class BookmarkChange(BaseModel):
    """Body of ``PUT /v0.10/bookmark/<id>``: of a bookmark only the name changes."""

    name: Name


@router.get("/bookmark_list")
def bookmark_list(caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Every bookmark of the caller: ``GET /v0.10/bookmark_list``."""
    with services.database.read() as session:
        mine = select(Bookmark).where(Bookmark.owner_id.in_(caller.identity_set))
        documents = [_document(row) for row in session.scalars(mine.order_by(Bookmark.name))]
    return {"DATA_TYPE": "bookmark_list", "length": len(documents), "DATA": documents}


@router.post("/bookmark", status_code=201)
def create_bookmark(body: NewBookmark, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Make a bookmark: ``POST /v0.10/bookmark``."""
    with services.database.write() as session:
        standing_on(session, services, caller, body.endpoint_id)
        _check_name(session, caller, body.name)
        bookmark = Bookmark(
            owner_id=caller.identity_id,
            name=body.name,
            collection_id=body.endpoint_id,
            path=_path(body.path),
        )
        session.add(bookmark)
        session.flush()
        return _document(bookmark)


def _path(text: str) -> str:
    """A home directory is a place, too."""
    if text in ("/~/", "~/"):
        return "/~/"
    if text.startswith("/~/"):
        return "/~" + rule_path(text.removeprefix("/~"))
    return rule_path(text)


@router.get("/bookmark/{bookmark_id}")
def get_bookmark(bookmark_id: str, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """One bookmark: ``GET /v0.10/bookmark/<id>``."""
    with services.database.read() as session:
        return _document(_own(session, caller, bookmark_id))


@router.put("/bookmark/{bookmark_id}")
def update_bookmark(
    bookmark_id: str, body: BookmarkChange, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Rename a bookmark: ``PUT /v0.10/bookmark/<id>``."""
    with services.database.write() as session:
        bookmark = _own(session, caller, bookmark_id)
        if body.name != bookmark.name:
            _check_name(session, caller, body.name)
        bookmark.name = body.name
        return _document(bookmark)


@router.delete("/bookmark/{bookmark_id}")
def delete_bookmark(
    bookmark_id: str, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Delete a bookmark: ``DELETE /v0.10/bookmark/<id>``."""
    with services.database.write() as session:
        session.delete(_own(session, caller, bookmark_id))
    return completed(request, result("Deleted", f"Bookmark '{bookmark_id}' deleted successfully"))


def _own(session: Session, caller: Caller, bookmark_id: str) -> Bookmark:
    # Clients also ask by name, and look into the list when told that there is no such id.
    found = session.get(Bookmark, bookmark_id)
    if found is None or found.owner_id not in caller.identity_set:
        raise BookmarkNotFound(
            f"There is no bookmark '{bookmark_id}'. bookmark_list shows the ids of yours."
        )
    return found


def _check_name(session: Session, caller: Caller, name: str) -> None:
    if not name.strip():
        raise BadRequest("A bookmark has to have a name.")
    same = select(Bookmark.id).where(
        Bookmark.owner_id.in_(caller.identity_set), Bookmark.name == name
    )
    if session.scalar(same) is not None:
        raise Exists(f"You have a bookmark with the name '{name}' already.")


def _document(row: Bookmark) -> dict[str, Any]:
    return {
        "DATA_TYPE": "bookmark",
        "id": row.id,
        "name": row.name,
        "endpoint_id": row.collection_id,
        "path": row.path,
    }
