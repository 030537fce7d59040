"""Deletions: the node removes, and says what it has removed."""

from __future__ import annotations

from armillary.transfer.nodes.client import NodeFault, reachable
from armillary.transfer.store import Place
from armillary.transfer.submission import DeleteSubmission
from armillary.transfer.work.job import Job


def remove(job: Job, submission: DeleteSubmission, place: Place) -> None:
    """Delete everything that the submission names; safe to repeat after an interruption."""
    body = {
        "ticket": job.nodes.ticket(place, "modify", task=job.task_id, attempt=job.attempt),
        "items": [{"path": place.inside(item.path)} for item in submission.items],
        "recursive": submission.recursive,
        # What an earlier attempt has removed is not missing.
        "ignore_missing": submission.ignore_missing or job.attempt > 1,
        "interpret_globs": submission.interpret_globs,
    }
    removed = 0
    with job.nodes.stream(reachable(place), "remove", body) as lines:
        for line in lines:
            job.check()
            if "fault" in line:
                raise NodeFault.from_document(line["fault"])
            removed += line.get("removed", 0)
            if line.get("end") == "done":
                break
        else:
            raise NodeFault("CONNECTION_BROKEN", "The deletion ended early.", transient=True)
    with job.change() as (_, task):
        task.files += removed
        task.files_transferred += removed
