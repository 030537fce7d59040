"""Guest collections: making them, changing them, deleting them.

Source: https://docs.globus.org/api/transfer/endpoints_and_collections/
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from armillary.core.ids import new_id
from armillary.transfer.errors import BadRequest, InvalidPath, NotSupported
from armillary.transfer.manager.store import running_tasks
from armillary.transfer.model import HOSTS, Collection, DeletedCollection, EntityType
from armillary.transfer.paths import collection_path
from armillary.transfer.submission import Id
from armillary.transfer.supervision import stop
from armillary.web.caller import Caller

Line = Annotated[str, Field(max_length=256)]
Text = Annotated[str, Field(max_length=4096)]

_COLUMNS = frozenset(
    {"display_name", "description", "organization", "department", "keywords", "public"}
)


class EndpointChange(BaseModel):
    """What of an endpoint document its administrators may set; an absent field stays as it is."""

    display_name: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    description: Text | None = None
    organization: Line | None = None
    department: Line | None = None
    keywords: Text | None = None
    public: bool | None = None
    contact_email: Line | None = None
    contact_info: Text | None = None
    info_link: Text | None = None
    user_message: Text | None = None
    user_message_link: Text | None = None
    default_directory: Text | None = None
    disable_verify: bool | None = None
    disable_anonymous_writes: bool | None = None


class NewGuest(EndpointChange):
    """Body of ``POST /v0.10/shared_endpoint``; the host is named in one of two ways."""

    host_endpoint: Id | None = None
    host_endpoint_id: Id | None = None
    host_path: Text
    display_name: Annotated[str, Field(min_length=1, max_length=256)]

    @property
    def host(self) -> str:
        """The mapped collection on which it is to lie.

        :raises BadRequest: the body names none
        """
        host = self.host_endpoint_id or self.host_endpoint
        if host is None:
            raise BadRequest("The body has to name the mapped collection as host_endpoint_id.")
        return host


def path_on_host(text: str) -> str:
    """The path that a guest collection's root is to have on its host.

    :raises InvalidPath: it leads out of the host's root, or might
    """
    path = collection_path(text)
    if ".." in path.split("/") or "\0" in path:
        raise InvalidPath(f"'{text}' can't be the root of a collection. Name it without '..'.")
    return path


def create(session: Session, caller: Caller, host: Collection, body: NewGuest) -> Collection:
    """A new guest collection of the caller's, who has access to its directory.

    :raises NotSupported: the host is no mapped collection
    """
    if host.entity_type not in HOSTS:
        raise NotSupported(
            f"'{host.display_name}' is no mapped collection: guest collections lie on those only."
        )
    personal = host.entity_type == EntityType.PERSONAL
    guest = Collection(
        id=new_id(),
        entity_type=EntityType.PERSONAL_GUEST if personal else EntityType.GUEST,
        display_name=body.display_name,
        owner_identity_id=caller.identity_id,
        owner_string=caller.username,
        mapped_collection_id=host.id,
        base_path=collection_path(f"{host.base_path}/{path_on_host(body.host_path)}"),
        public=True,
        details={},
    )
    change(guest, body)
    session.add(guest)
    session.flush()
    return guest


def change(collection: Collection, body: EndpointChange) -> None:
    """Set what the body has.

    :raises BadRequest: something that every collection has is to be null
    """
    sent = body.model_dump(exclude_unset=True)
    wanted = {name: sent[name] for name in EndpointChange.model_fields if name in sent}
    for name in ("display_name", "public", "disable_verify", "disable_anonymous_writes"):
        if name in wanted and wanted[name] is None:
            raise BadRequest(f"{name} can't be null.")
    for name in _COLUMNS.intersection(wanted):
        setattr(collection, name, wanted[name])
    details: dict[str, Any] = {n: v for n, v in wanted.items() if n not in _COLUMNS}
    collection.details = collection.details | details


def delete(session: Session, collection: Collection) -> None:
    """Delete a collection with its rules and roles; its tasks end."""
    for task in running_tasks(session, [collection.id]):
        stop(
            session,
            task,
            "ENDPOINT_DELETED",
            f"The collection '{collection.display_name}' of this task has been deleted.",
        )
    session.add(DeletedCollection(id=collection.id))
    session.delete(collection)
