"""A task from its lease to its end, whichever end that is."""

from __future__ import annotations

import json
import time
from typing import Any

import structlog

from armillary.db.trouble import UNAVAILABLE
from armillary.transfer import outcome, store
from armillary.transfer.events import add_event
from armillary.transfer.model import Phase
from armillary.transfer.nodes.client import NodeFault
from armillary.transfer.store import Place
from armillary.transfer.submission import DeleteSubmission, TransferSubmission
from armillary.transfer.work.faults import QUOTA, sentence
from armillary.transfer.work.job import Canceled, Expired, Fatal, Job, NeedsUser, ShuttingDown
from armillary.transfer.work.lease import Fenced
from armillary.transfer.work.move import Mover
from armillary.transfer.work.remove import remove, stop
from armillary.transfer.work.rights import check_rights
from armillary.transfer.work.scan import scan

_log = structlog.get_logger()
# A task on which the service fails again and again must not do so for ever.
_MAX_BUGS = 5
_BUG = NodeFault(
    "INTERNAL_ERROR", "The service failed on this task; its log says why.", transient=True
)
_DATABASE_PAUSE_SECONDS = 1.0
_DATABASE_WAS_GONE = NodeFault(
    "SERVICE_UNAVAILABLE", "The service could not use its database for a while.", transient=True
)


def run(job: Job) -> None:
    """Do the task, as far as this worker can; its end is in the database when this returns.

    While the database is gone or full it is waited for, and its return is told in the task.
    """
    log = _log.bind(task_id=job.task_id, attempt=job.attempt)
    waited = False
    while not job.shutdown:
        try:
            if waited:
                job.record(_DATABASE_WAS_GONE)
                waited = False
            return _to_an_end(job)
        except UNAVAILABLE as error:
            log.error("the database is not available", error=str(error))
            waited = job.repeated = True
            time.sleep(_DATABASE_PAUSE_SECONDS)
        except Fenced:
            log.info("another worker has the task now")
            return
    log.info("task handed back")


def _to_an_end(job: Job) -> None:
    """:raises Fenced: the task is not this worker's any more"""
    try:
        _attempt(job)
    except (Canceled, Expired, Fatal) as end:
        _tidy(job)
        _fail(job, end)
    except NeedsUser as needs:
        _wait_for_owner(job, needs.fault)
    except ShuttingDown:
        _log.info("task handed back", task_id=job.task_id)
    except (Fenced, *UNAVAILABLE):
        raise
    except Exception:
        _log.exception("task failed unexpectedly", task_id=job.task_id)
        _bug(job)


def _attempt(job: Job) -> None:
    kind = _start(job)
    work = _transfer if kind == "TRANSFER" else _delete
    while True:
        try:
            job.check()
            work(job)
            return _succeed(job)
        except NodeFault as fault:
            job.fault(fault)


def _start(job: Job) -> str:
    with job.change() as (session, task):
        # A worker that leased the task may have been killed before it came this far.
        if not store.count_events(session, task.id, "STARTED"):
            details = {"type": task.type, "label": task.label}
            add_event(
                session, task.id, "STARTED", description="started", details=json.dumps(details)
            )
        task.nice_status = "OK"
        return task.type


def _transfer(job: Job) -> None:
    submission = TransferSubmission.model_validate(_request(job), by_name=True)
    source, destination = _places(job, submission.source_endpoint, submission.destination_endpoint)
    job.fatal_codes = QUOTA if submission.fail_on_quota_errors else frozenset()
    if _phase(job) == Phase.SCAN:
        scan(job, submission, source, destination)
    Mover(job, submission, source, destination).run()


def _tidy(job: Job) -> None:
    """Leave nothing unfinished at the destination, if it can be asked.

    It also hears of this attempt, and obeys no former one any more.
    """
    try:
        with job.change() as (_, task):
            kind, phase = task.type, task.phase
        if kind == "DELETE" and job.attempt > 1:
            deletion = DeleteSubmission.model_validate(_request(job), by_name=True)
            stop(job, *_places(job, deletion.endpoint))
        elif kind == "TRANSFER" and phase == Phase.MOVE:
            submission = TransferSubmission.model_validate(_request(job), by_name=True)
            ends = (submission.source_endpoint, submission.destination_endpoint)
            source, destination = _places(job, *ends)
            Mover(job, submission, source, destination).discard()
    except (NodeFault, Fatal, Fenced) as error:
        _log.info("partial files are left", task_id=job.task_id, reason=str(error))


def _delete(job: Job) -> None:
    submission = DeleteSubmission.model_validate(_request(job), by_name=True)
    (place,) = _places(job, submission.endpoint)
    remove(job, submission, place)


def _request(job: Job) -> dict[str, Any]:
    with job.change() as (_, task):
        return {**task.options, "items": task.items}


def _places(job: Job, *collection_ids: str) -> list[Place]:
    """The places as they are now: a node may have moved since the last try.

    :raises NodeFault: ``CONSENT_REQUIRED`` or ``SESSION_REQUIRED``
    """
    with job.database.read() as session:
        found = store.places_of_task(session, job.task_id, collection_ids)
    if any(place is None for place in found):
        raise Fatal("ENDPOINT_DELETED", "A collection of this task does not exist any more.")
    places = [place for place in found if place is not None]
    check_rights(job, places)
    return places


def _phase(job: Job) -> str:
    with job.change() as (_, task):
        return task.phase


def _succeed(job: Job) -> None:
    with job.change() as (session, task):
        outcome.succeed(session, task)


_ENDS: dict[type[Exception], tuple[str, str]] = {
    Canceled: ("CANCELED", "The task was cancelled by its owner."),
    Expired: ("EXPIRED", outcome.EXPIRED),
}


def _wait_for_owner(job: Job, fault: NodeFault) -> None:
    with job.change() as (session, task):
        outcome.wait_for_owner(
            session, task, fault.code, sentence(fault), fault.authorization_parameters
        )


def _fail(job: Job, end: Exception) -> None:
    code, description = (end.code, end.description) if isinstance(end, Fatal) else _ENDS[type(end)]
    with job.change() as (session, task):
        outcome.fail(session, task, code, description)


def _bug(job: Job) -> None:
    with job.change() as (session, _):
        before = store.count_events(session, job.task_id, _BUG.code, details=sentence(_BUG))
    if before + 1 >= _MAX_BUGS:
        _fail(job, Fatal(_BUG.code, _BUG.message))
    else:
        job.record(_BUG)
