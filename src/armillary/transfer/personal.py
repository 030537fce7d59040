"""Personal collections: a person makes one, and their own node joins with its setup key.

Endpoint and mapped collection in one, as with Globus Connect Personal.
Source: https://docs.globus.org/api/transfer/gcp_management/
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import delete as sql_delete
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from armillary.core.ids import new_id, new_secret
from armillary.transfer import guests
from armillary.transfer.errors import BadRequest, NoSubscription, TooManyUnconnected
from armillary.transfer.guests import EndpointChange
from armillary.transfer.model import Collection, EnrollmentToken, EntityType, Node
from armillary.transfer.nodes.enroll import allow_node
from armillary.web.caller import Caller

MAX_UNCONNECTED = 10
"""How many collections that no node has ever joined for somebody may have."""


class NewPersonal(EndpointChange):
    """Body of ``POST /v0.10/endpoint``; nobody else finds the collection unless it is public."""

    is_globus_connect: Literal[True]
    display_name: Annotated[str, Field(min_length=1, max_length=256)]
    public: bool = False
    subscription_id: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_a_personal_one(cls, body: Any) -> Any:
        if isinstance(body, dict) and body.get("is_globus_connect") is not True:
            raise BadRequest(
                "This call makes personal collections only: send is_globus_connect as true. Guest "
                "collections are made with POST /v0.10/shared_endpoint; other collections come "
                "with the storage node that serves them (`armillary node setup`)."
            )
        return body

    @model_validator(mode="after")
    def _has_no_subscription(self) -> Self:
        if self.subscription_id is not None:
            raise NoSubscription(
                f"There is no subscription '{self.subscription_id}'. This deployment has none, "
                "and nothing in it needs one."
            )
        return self


def create(session: Session, caller: Caller, body: NewPersonal) -> tuple[Collection, str]:
    """A new collection of the caller's, and the setup key with which its node joins.

    :raises TooManyUnconnected: the caller has too many that wait for their nodes
    """
    _check_unconnected(session, caller)
    collection = Collection(
        id=new_id(),
        entity_type=EntityType.PERSONAL,
        display_name=body.display_name,
        owner_identity_id=caller.identity_id,
        owner_string=caller.username,
        base_path="/",
        public=body.public,
        details={},
    )
    guests.change(collection, body)
    session.add(collection)
    setup_key = new_secret()
    token = allow_node(session, setup_key, owner_id=caller.identity_id)
    token.collection_id = collection.id
    session.flush()
    return collection, setup_key


def _check_unconnected(session: Session, caller: Caller) -> None:
    waiting = select(func.count()).where(
        Collection.owner_identity_id.in_(caller.identity_set),
        Collection.entity_type == EntityType.PERSONAL,
        Collection.node_id.is_(None),
    )
    if (session.scalar(waiting) or 0) >= MAX_UNCONNECTED:
        raise TooManyUnconnected(
            f"You have {MAX_UNCONNECTED} personal collections that were never connected. Connect "
            "some or delete some: endpoint_search with filter_scope=my-gcp-endpoints shows them."
        )


def delete(session: Session, collection: Collection) -> None:
    """Delete a collection with its guests and its setup key; its node is known no more.

    No ticket is made for that node from now on; those that it holds end within minutes.
    """
    of_key = EnrollmentToken.collection_id == collection.id
    session.execute(sql_delete(EnrollmentToken).where(of_key))
    session.refresh(collection)  # whose node may have joined at this very moment
    on_it = select(Collection).where(Collection.mapped_collection_id == collection.id)
    for guest in session.scalars(on_it).all():
        guests.delete(session, guest)
    node = session.get(Node, collection.node_id) if collection.node_id else None
    # A revoked one has to stay on the list that other nodes get.
    if node is not None and node.revoked_at is None:
        session.delete(node)
    guests.delete(session, collection)
