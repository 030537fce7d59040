"""Whether a task's owner still lets it at the files; they may take it back at any time."""

from __future__ import annotations

from collections.abc import Iterable

from armillary.transfer.errors import data_access_required, data_access_scope
from armillary.transfer.model import EntityType
from armillary.transfer.nodes.client import NodeFault
from armillary.transfer.store import Place
from armillary.transfer.work.job import Job


def check_consents(job: Job, places: Iterable[Place]) -> None:
    """Look before each piece of work; guest collections need no consent.

    :raises NodeFault: ``CONSENT_REQUIRED``, with what to log in with
    """
    for place in places:
        collection = place.collection
        if collection.entity_type != EntityType.MAPPED:
            continue
        if not job.consents(job.owner_id, data_access_scope(collection.id)):
            needed = data_access_required(collection.id).extra_fields()
            raise NodeFault(
                "CONSENT_REQUIRED",
                f"The consent to use '{collection.display_name}' is not there any more.",
                authorization_parameters=needed["authorization_parameters"],
            )
