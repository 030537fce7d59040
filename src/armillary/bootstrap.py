"""What the API sees to before it serves: schema, well-known rows, the demonstration."""

from __future__ import annotations

from sqlalchemy.orm import Session

from armillary.auth import seed
from armillary.auth.clients.model import Client
from armillary.auth.identities.store import create_identity, find_by_username
from armillary.auth.scopes.store import register_resource_server
from armillary.cli.demo import GUEST_BASE, Demo, DemoNode, load_demo
from armillary.cli.deployment import Deployment
from armillary.core.clock import utcnow
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.db.migrate import upgrade
from armillary.transfer.errors import BadRequest
from armillary.transfer.model import Collection, EntityType
from armillary.transfer.nodes.enroll import allow_node

_SCOPES = "https://auth.globus.org/scopes/"


def bootstrap(settings: Settings, database: Database) -> None:
    """Bring database and rows to what this version expects; safe to repeat."""
    upgrade(database)
    deployment = Deployment(settings.data_dir)
    with database.write() as session:
        seed.well_known(session, settings)
        if deployment.config and deployment.config.demo:
            _seed_demo(session, load_demo(deployment))


def _seed_demo(session: Session, demo: Demo) -> None:
    user = find_by_username(session, demo.username) or create_identity(
        session,
        username=demo.username,
        password=demo.password,
        name="Demo User",
        email=demo.username,
        organization="Armillary",
    )
    # Nobody reads mail at that address, and none is needed: the operator has the password.
    user.email_verified_at = user.email_verified_at or utcnow()
    for node in demo.nodes:
        allow_node(session, node.token, owner_id=seed.TRANSFER_CLIENT_ID)
        register_collection(session, node.mapped_id, node.display_name)
        if session.get(Collection, node.guest_id) is None:
            session.add(_guest(node, owner_id=user.id, owner=demo.username))


def register_collection(session: Session, collection_id: str, name: str) -> None:
    """Make a mapped collection known to Auth, so that people can consent to its use.

    :raises BadRequest: the id is that of an app or a service
    """
    client = session.get(Client, collection_id)
    if client is not None and client.resource_server_name != collection_id:
        raise BadRequest(f"A collection can't have the id {collection_id}.")
    register_resource_server(
        session,
        client_id=collection_id,
        name=name,
        resource_server=collection_id,
        scopes={
            f"{_SCOPES}{collection_id}/data_access": "Reach your files on this collection",
            f"{_SCOPES}{collection_id}/https": "Read and write your files over HTTPS",
        },
    )


def _guest(node: DemoNode, *, owner_id: str, owner: str) -> Collection:
    guest = Collection(
        id=node.guest_id,
        entity_type=EntityType.GUEST,
        display_name=node.display_name,
        owner_identity_id=owner_id,
        owner_string=owner,
        mapped_collection_id=node.mapped_id,
        base_path=GUEST_BASE,
        description="A place to try transfers; its files lie in the data directory.",
        public=True,
    )
    return guest
