"""Whether a task may still be at the files: its owner's consents may be taken back at any time, and
sign-ins grow too old for high assurance collections.
"""

from __future__ import annotations

from collections.abc import Iterable

from armillary.core.clock import utcnow
from armillary.transfer import store
from armillary.transfer.errors import TransferError, data_access_required, data_access_scope
from armillary.transfer.model import Task
from armillary.transfer.nodes.client import NodeFault
from armillary.transfer.rules import is_fresh, needs_consent, session_required
from armillary.transfer.store import Place
from armillary.transfer.work.job import Job


def check_rights(job: Job, places: Iterable[Place]) -> None:
    """Look before each piece of work.

    :raises NodeFault: ``CONSENT_REQUIRED`` or ``SESSION_REQUIRED``, with what to log in with
    """
    for place in places:
        _check_consent(job, place)
        _check_session(job, place)


def look_again(job: Job) -> None:
    """Look while a piece of work is under way; the job is interrupted if it may not go on.

    What the node's owner decides about the collection counts as it is now.
    """
    with job.database.read() as session:
        task = session.get(Task, job.task_id)
        places = store.all_places_of_task(session, task) if task is not None else []
    try:
        check_rights(job, places)
    except NodeFault as fault:
        job.needs_user(fault)


def _check_consent(job: Job, place: Place) -> None:
    cid, name = place.collection.id, place.collection.display_name
    if needs_consent(place) and not job.consents(job.owner_id, data_access_scope(cid)):
        message = f"The consent to use '{name}' is not there any more."
        raise _fault("CONSENT_REQUIRED", message, data_access_required(cid))


def _check_session(job: Job, place: Place) -> None:
    timeout = place.authentication_timeout
    if timeout is None:
        return
    signed_in = job.session_id and job.sessions(job.owner_id, job.session_id)
    if not is_fresh(signed_in or None, timeout, utcnow()):
        needed = session_required(job.owner_id, place)
        raise _fault("SESSION_REQUIRED", needed.message, needed)


def _fault(code: str, message: str, error: TransferError) -> NodeFault:
    parameters = error.extra_fields()["authorization_parameters"]
    return NodeFault(code, message, authorization_parameters=parameters)
