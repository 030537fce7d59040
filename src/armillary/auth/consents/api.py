"""Listing consents."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from armillary.auth.callers import MANAGE_PROJECTS, CallerOf
from armillary.auth.consents.store import nodes_of
from armillary.auth.consents.wire import consent_documents
from armillary.auth.errors import Forbidden
from armillary.auth.identities.store import are_linked
from armillary.auth.parts import PartsOf

router = APIRouter(prefix="/v2/api")

VIEW_CONSENTS = "urn:globus:auth:scope:auth.globus.org:view_consents"


@router.get("/identities/{identity_id}/consents")
def get_consents(
    identity_id: str,
    caller: CallerOf,
    parts: PartsOf,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> dict[str, Any]:
    """The consents that an identity gave to the calling app; with ``all=true`` to every app.

    Any token of Auth is enough for an app's own, ``view_consents`` is needed for all.
    """
    if everything:
        caller.require(VIEW_CONSENTS, MANAGE_PROJECTS)
    with parts.database.read() as session:
        if not are_linked(session, identity_id, caller.identity_id):
            raise Forbidden("Only one's own consents can be listed.")
        app_id = None if everything else caller.client_id
        return {"consents": consent_documents(nodes_of(session, identity_id.lower(), app_id))}
