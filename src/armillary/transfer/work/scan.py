"""First phase of a transfer: the nodes walk, the plan goes into the database."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, insert

from armillary.transfer.compare import Found, Rules, kind_of, side_by_side
from armillary.transfer.events import add_event
from armillary.transfer.items import skipped_row
from armillary.transfer.model import Phase, SkippedError, Unit
from armillary.transfer.nodes.client import NodeFault, below
from armillary.transfer.planner import Planner, Root, Work
from armillary.transfer.store import Place
from armillary.transfer.submission import TransferItem, TransferSubmission
from armillary.transfer.work.faults import sentence, skippable
from armillary.transfer.work.job import Fatal, Job
from armillary.transfer.work.units import EXTRAS_FROM
from armillary.transfer.work.walks import (
    ITEMS_PER_TICKET,
    Line,
    Walk,
    destination_walk,
    source_walk,
)

_PAIRS_A_SAVE = 500


def scan(job: Job, submission: TransferSubmission, source: Place, destination: Place) -> None:
    """Plan the whole task. Done again from the start when it is interrupted.

    :raises Fatal: an item can't be transferred
    """
    with job.change() as (session, task):
        session.execute(delete(Unit).where(Unit.task_id == job.task_id))
        session.execute(delete(SkippedError).where(SkippedError.task_id == job.task_id))
        task.skipped_errors = 0
    planning = _Scan(job, submission)
    items = submission.items
    for first in range(0, len(items), ITEMS_PER_TICKET):
        group = items[first : first + ITEMS_PER_TICKET]
        ours = source_walk(job, submission, source, group)
        theirs: Walk | None = None
        if rules_of(submission).compares:
            theirs = destination_walk(job, submission, destination, group)
        for index, item in enumerate(group):
            there = None if theirs is None else theirs.of(index)
            planning.item(first + index, item, ours.of(index), there)
    planning.end()


class _Scan:
    """A plan as it is made."""

    def __init__(self, job: Job, submission: TransferSubmission) -> None:
        self._job = job
        self._submission = submission
        self._rules = rules_of(submission)
        self._planner = Planner(self._rules)
        self._numbers = itertools.count()
        self._extra_numbers = itertools.count(EXTRAS_FROM)
        self._skipped: list[dict[str, Any]] = []
        self._skips = 0

    def item(
        self, number: int, item: TransferItem, ours: Iterator[Line], theirs: Iterator[Line] | None
    ) -> None:
        """Plan one item.

        :param theirs: None: it does not matter what the destination has
        """
        root = Root(
            number,
            algorithm=self._submission.algorithm_of(item),
            expected=item.external_checksum,
            itself=item.is_symlink,
        )
        self._save(self._planner.begin(root))
        if theirs is None:
            for line in ours:
                self._save(self._planner.add(self._readable(item, line)))
                self._take_dangling(item)
            return
        source = (entry for line in ours for entry in self._readable(item, line))
        destination = (entry for line in theirs for entry in line.found)
        pairs = side_by_side(source, destination)
        while chunk := list(itertools.islice(pairs, _PAIRS_A_SAVE)):
            self._save(self._planner.compare(chunk))
            self._take_dangling(item)

    def _readable(self, item: TransferItem, line: Line) -> Iterable[Found]:
        """What a line of the source's walk holds; faults are skipped or raised."""
        if line.fault is not None:
            path = str(line.fault.get("path") or "")
            self._skip(item, path, NodeFault.from_document(line.fault, item.source_path))
        if line.found and line.found[0].path == "":
            _check_kind(item, line.found[0], self._rules)
        return line.found

    def _take_dangling(self, item: TransferItem) -> None:
        for entry in self._planner.dangling:
            path = below(item.source_path, entry.path)
            fault = NodeFault("INVALID_SYMLINK", "The link leads nowhere.", path=path)
            self._skip(item, entry.path, fault, is_symlink=True)
        self._planner.dangling.clear()

    def _skip(
        self, item: TransferItem, path: str, fault: NodeFault, *, is_symlink: bool = False
    ) -> None:
        if not (self._submission.skip_source_errors and skippable(fault)):
            raise fault
        self._planner.unread(path)
        row = skipped_row(item, path, fault.code, sentence(fault), is_symlink=is_symlink)
        self._skipped.append(row | {"task_id": self._job.task_id, "position": self._skips})
        self._skips += 1

    def _save(self, works: Iterable[Work]) -> None:
        rows = [self._unit(work) for work in works]
        skipped, self._skipped = self._skipped, []
        if not rows and not skipped:
            return
        with self._job.change() as (session, task):
            if rows:
                session.execute(insert(Unit), rows)
            if skipped:
                session.execute(insert(SkippedError), skipped)
                task.skipped_errors += len(skipped)

    def _unit(self, work: Work) -> dict[str, Any]:
        is_extra = work["kind"] == "remove" and not work["first"]
        number = next(self._extra_numbers if is_extra else self._numbers)
        return {"task_id": self._job.task_id, "number": number, "work": work, "done": []}

    def end(self) -> None:
        """Write down the last of the plan and go on to the next phase."""
        self._save(self._planner.flush())
        counts = self._planner.counts
        with self._job.change() as (session, task):
            task.files = counts.files
            task.bytes_total = counts.bytes
            task.directories = counts.directories
            task.symlinks = counts.symlinks
            task.files_skipped = counts.files_skipped
            task.phase = Phase.MOVE
            task.nice_status = "OK"
            if self._skips and self._submission.delete_destination_extra:
                add_event(
                    session,
                    task.id,
                    "DELETE_DESTINATION_EXTRA_SKIPPED",
                    description="extra files kept",
                    details="What could not be read at the source was not removed at the "
                    "destination. The skipped errors of the task name the paths.",
                )


def rules_of(submission: TransferSubmission) -> Rules:
    """What of a submission decides about each name."""
    return Rules(
        submission.sync_level, submission.delete_destination_extra, submission.recursive_symlinks
    )


def _check_kind(item: TransferItem, top: Found, rules: Rules) -> None:
    """Whether the source is what the submission takes it for."""
    kind = kind_of(top, rules, itself=item.is_symlink)
    if item.is_symlink and kind != "link":
        raise Fatal("NOT_A_SYMLINK", f"'{item.source_path}' is no link. Submit a transfer_item.")
    if kind == "other":
        raise Fatal("NOT_A_FILE", f"'{item.source_path}' is neither file nor directory.")
    if kind == "dir" and (item.recursive is False or item.external_checksum):
        raise Fatal(
            "IS_A_DIRECTORY",
            f"'{item.source_path}' is a directory. Submit it with recursive set, "
            "and without external_checksum.",
        )
    if kind == "file" and item.recursive:
        raise Fatal(
            "NOT_A_DIRECTORY",
            f"'{item.source_path}' is a file. Submit it without recursive.",
        )
