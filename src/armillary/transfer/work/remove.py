"""Deletions: the node removes, and says what it has removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from armillary.transfer import outcome
from armillary.transfer.nodes.client import NodeFault, reachable
from armillary.transfer.store import Place
from armillary.transfer.submission import DeleteSubmission
from armillary.transfer.work.job import Job


def remove(job: Job, submission: DeleteSubmission, place: Place) -> None:
    """Delete everything that the submission names; safe to repeat after an interruption."""
    body = {
        "ticket": job.ticket(place, "modify"),
        "items": [{"path": place.inside(item.path)} for item in submission.items],
        "recursive": submission.recursive,
        # What was removed before the interruption is not missing.
        "ignore_missing": submission.ignore_missing or job.repeated,
        "interpret_globs": submission.interpret_globs,
    }
    with job.nodes.stream(reachable(place), "remove", body) as lines:
        for line in _counted(job, lines):
            if "fault" in line:
                raise NodeFault.from_document(line["fault"])
            if line.get("end") == "done":
                return
    raise NodeFault("CONNECTION_BROKEN", "The deletion ended early.", transient=True)


def stop(job: Job, place: Place) -> None:
    """Have the node obey no former attempt at the deletion any more."""
    body = {"task": job.task_id, "ticket": job.ticket(place, "write")}
    job.nodes.call(reachable(place), "stop", body)


def _counted(job: Job, lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The lines of a removal; what it has removed is counted before an interruption can come."""
    counted = 0
    for line in lines:
        job.check()
        if (removed := line.get("removed", counted)) > counted:
            with job.change() as (_, task):
                task.files += removed - counted
                task.files_transferred += removed - counted
                job.deadline = outcome.got_on(task)
            counted = removed
            job.progressed()
        yield line
