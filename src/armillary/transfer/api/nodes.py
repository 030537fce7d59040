"""What nodes ask of the service: to be taken in, and to be known as alive."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from armillary.core.signing import public_pem
from armillary.transfer.api.context import ServicesDep
from armillary.transfer.nodes.enroll import Enrolment, enroll
from armillary.transfer.nodes.heartbeat import heartbeat

router = APIRouter(prefix="/nodes")


@router.post("/enroll")
def enroll_node(body: Enrolment, services: ServicesDep) -> dict[str, Any]:
    """Take a node in that holds a one-time token: ``POST /nodes/enroll``."""
    credentials = services.credentials
    with services.database.write() as session:
        answer = enroll(session, body, credentials.authority)
        for collection in answer["collections"]:
            # A personal one is its own endpoint, and asks for no consent.
            if collection["id"] != answer["endpoint_id"]:
                services.register(session, collection["id"], collection["display_name"])
    return answer | {"ticket_key": public_pem(credentials.ticket_key)}


class Heartbeat(BaseModel):
    """Body of a heartbeat: a statement signed by the node."""

    statement: str


@router.post("/{node_id}/heartbeat")
def node_heartbeat(node_id: UUID, body: Heartbeat, services: ServicesDep) -> dict[str, Any]:
    """Hear that a node lives: ``POST /nodes/<id>/heartbeat``."""
    credentials = services.credentials
    with services.database.write() as session:
        answer = heartbeat(
            session,
            str(node_id),
            body.statement,
            audience=services.settings.transfer_url,
            authority=credentials.authority,
        )
    return answer | {"ticket_key": public_pem(credentials.ticket_key)}
