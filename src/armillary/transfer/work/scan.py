"""First phase of a transfer: the source node walks, the plan goes into the database."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert

from armillary.transfer.model import Phase, Unit
from armillary.transfer.nodes.client import NodeFault, reachable
from armillary.transfer.planner import Found, Planner, Work
from armillary.transfer.store import Place
from armillary.transfer.submission import TransferItem
from armillary.transfer.work.faults import SKIPPABLE
from armillary.transfer.work.job import Fatal, Job

# Items whose paths one ticket names.
ITEMS_PER_TICKET = 500


def scan(job: Job, source: Place, items: Sequence[TransferItem], *, skip_errors: bool) -> None:
    """Plan the whole task. Done again from the start when it is interrupted.

    :raises Fatal: an item can't be transferred
    """
    with job.change() as (session, _):
        session.execute(delete(Unit).where(Unit.task_id == job.task_id))
    planner = Planner()
    numbers = itertools.count()
    skipped = 0
    for first in range(0, len(items), ITEMS_PER_TICKET):
        group = items[first : first + ITEMS_PER_TICKET]
        for line in _walk(job, source, group):
            if "fault" in line:
                root = group[line["root"]].source_path
                skipped += _skip(NodeFault.from_document(line["fault"], root), skip_errors)
            elif "entries" in line:
                found = [Found(*entry) for entry in line["entries"]]
                _check_kind(group[line["root"]], found)
                _save(job, numbers, planner.add(first + line["root"], found))
    _save(job, numbers, planner.flush())
    with job.change() as (_, task):
        task.files = planner.counts.files
        task.directories = planner.counts.directories
        task.files_skipped = skipped
        task.phase = Phase.MOVE
        task.nice_status = "OK"


def _walk(job: Job, source: Place, group: Sequence[TransferItem]) -> Iterator[dict[str, Any]]:
    roots = [item.source_path for item in group]
    ticket = job.nodes.ticket(source, "read", roots=roots, task=job.task_id, attempt=job.attempt)
    wanted = [{"root": i, "recursive": item.recursive is not False} for i, item in enumerate(group)]
    body = {"ticket": ticket, "items": wanted}
    with job.nodes.stream(reachable(source), "walk", body) as lines:
        for line in lines:
            job.check()
            yield line
            if line.get("end") == "done":
                return
    raise NodeFault("CONNECTION_BROKEN", "The walk of the source ended early.", transient=True)


def _skip(fault: NodeFault, skip_errors: bool) -> int:
    if skip_errors and fault.code in SKIPPABLE:
        return 1
    raise fault


def _check_kind(item: TransferItem, found: Sequence[Found]) -> None:
    """Whether the source is what the submission takes it for; the walk tells the root first."""
    if not found or found[0].path != "":
        return
    kind = found[0].type
    if kind == "dir" and item.recursive is False:
        raise Fatal(
            "IS_A_DIRECTORY",
            f"'{item.source_path}' is a directory. Submit it with recursive set.",
        )
    if kind == "file" and item.recursive:
        raise Fatal(
            "NOT_A_DIRECTORY",
            f"'{item.source_path}' is a file. Submit it without recursive.",
        )


def _save(job: Job, numbers: Iterator[int], works: Iterable[Work]) -> None:
    rows = [
        {"task_id": job.task_id, "number": next(numbers), "work": work, "done": []}
        for work in works
    ]
    if rows:
        with job.change() as (session, _):
            session.execute(insert(Unit), rows)
