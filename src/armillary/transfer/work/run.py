"""A task from its lease to its end, whichever end that is."""

from __future__ import annotations

import json
from typing import Any

import structlog

from armillary.transfer import outcome, store
from armillary.transfer.events import add_event
from armillary.transfer.model import Phase
from armillary.transfer.nodes.client import NodeFault
from armillary.transfer.store import Place
from armillary.transfer.submission import DeleteSubmission, TransferSubmission
from armillary.transfer.work.consent import check_consents
from armillary.transfer.work.faults import QUOTA, sentence
from armillary.transfer.work.job import Canceled, Expired, Fatal, Job, NeedsUser, ShuttingDown
from armillary.transfer.work.lease import Fenced
from armillary.transfer.work.move import Mover
from armillary.transfer.work.remove import remove, stop
from armillary.transfer.work.scan import scan

_log = structlog.get_logger()
# A task that brings its worker down again and again must not do so for ever.
_MAX_BUGS = 5


def run(job: Job) -> None:
    """Do the task, as far as this worker can; its end is in the database when this returns."""
    log = _log.bind(task_id=job.task_id, attempt=job.attempt)
    try:
        _attempt(job)
    except (Canceled, Expired, Fatal) as end:
        _tidy(job)
        _fail(job, end)
    except NeedsUser as needs:
        _wait_for_owner(job, needs.fault)
    except Fenced:
        log.info("another worker has the task now")
    except ShuttingDown:
        log.info("task handed back")
    except Exception:
        log.exception("task failed unexpectedly")
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
        if task.attempt == 1:
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

    :raises NodeFault: ``CONSENT_REQUIRED``
    """
    with job.database.read() as session:
        found = store.places_of_task(session, job.task_id, collection_ids)
    if any(place is None for place in found):
        raise Fatal("ENDPOINT_DELETED", "A collection of this task does not exist any more.")
    places = [place for place in found if place is not None]
    check_consents(job, places)
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
    try:
        with job.change() as (session, task):
            outcome.wait_for_owner(
                session, task, fault.code, sentence(fault), fault.authorization_parameters
            )
    except Fenced:
        _log.info("another worker has the task now", task_id=job.task_id)


def _fail(job: Job, end: Exception) -> None:
    code, description = (end.code, end.description) if isinstance(end, Fatal) else _ENDS[type(end)]
    try:
        with job.change() as (session, task):
            outcome.fail(session, task, code, description)
    except Fenced:
        _log.info("another worker has the task now", task_id=job.task_id)


def _bug(job: Job) -> None:
    sentence = "The service failed on this task; its log says why."
    try:
        if job.attempt >= _MAX_BUGS:
            _fail(job, Fatal("INTERNAL_ERROR", sentence))
        else:
            job.record(NodeFault("INTERNAL_ERROR", sentence, transient=True))
    except Fenced:
        _log.info("another worker has the task now", task_id=job.task_id)
