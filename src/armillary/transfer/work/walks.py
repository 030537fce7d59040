"""Walks of a task's items on source and destination, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from armillary.transfer.compare import Found
from armillary.transfer.nodes.client import NodeFault, reachable
from armillary.transfer.store import Place
from armillary.transfer.submission import TransferItem, TransferSubmission
from armillary.transfer.work.job import Job

# Items whose paths one ticket names.
ITEMS_PER_TICKET = 500

# What the destination lacks is copied, so that is not wrong.
_NOTHING_THERE = ("FILE_NOT_FOUND", "NOT_A_DIRECTORY")


@dataclass(frozen=True)
class Line:
    """A part of a walk.

    :param root: the item, counted within its group
    :param fault: why something could not be looked at, as the node reports it
    """

    root: int
    found: Sequence[Found]
    fault: dict[str, Any] | None


class Walk:
    """A walk of a group of items, taken item by item."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._next = next(lines, None)

    def of(self, root: int) -> Iterator[Line]:
        """What was found of an item; items are to be asked for in their order."""
        while self._next is not None and self._next.root == root:
            yield self._next
            self._next = next(self._lines, None)


def source_walk(
    job: Job, submission: TransferSubmission, source: Place, group: Sequence[TransferItem]
) -> Walk:
    """The walk of the source's side.

    :raises NodeFault: the node refused, is not there, or went away
    """
    return Walk(
        _lines(
            job,
            submission,
            source,
            [item.source_path for item in group],
            [
                {
                    "root": index,
                    "recursive": item.recursive is not False and not item.is_symlink,
                    "follow_links": submission.recursive_symlinks == "copy",
                }
                for index, item in enumerate(group)
            ],
        )
    )


def destination_walk(
    job: Job, submission: TransferSubmission, destination: Place, group: Sequence[TransferItem]
) -> Walk:
    """The walk of the destination's side, under the same rules; links are never followed there."""
    items = [
        {"root": index, "recursive": item.recursive is not False and not item.is_symlink}
        for index, item in enumerate(group)
    ]
    roots = [item.destination_path for item in group]
    return Walk(_existing(_lines(job, submission, destination, roots, items)))


def _existing(lines: Iterator[Line]) -> Iterator[Line]:
    for line in lines:
        if line.fault is None:
            yield line
        elif line.fault.get("code") not in _NOTHING_THERE:
            raise NodeFault.from_document(line.fault)


def _lines(
    job: Job,
    submission: TransferSubmission,
    place: Place,
    roots: Sequence[str],
    items: Sequence[dict[str, Any]],
) -> Iterator[Line]:
    body = {
        "ticket": job.ticket(place, "read", roots=roots),
        "items": items,
        "filter_rules": [rule.model_dump(mode="json") for rule in submission.filter_rules or ()],
        "in_order": submission.sync_level is not None or submission.delete_destination_extra,
    }
    with job.nodes.stream(reachable(place), "walk", body) as lines:
        for line in lines:
            job.check()
            if line.get("end") == "done":
                return
            found = [Found(*entry) for entry in line.get("entries", ())]
            yield Line(line["root"], found, line.get("fault"))
    raise NodeFault("CONNECTION_BROKEN", "A walk of the files ended early.", transient=True)
