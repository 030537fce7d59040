"""Second phase of a transfer: the destination node pulls, its progress goes into the database."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from armillary.core import json_text
from armillary.datalink.destination import merged
from armillary.transfer import outcome
from armillary.transfer.items import skipped_row, success_row
from armillary.transfer.model import SkippedError, Success, Task, Unit
from armillary.transfer.nodes.client import NodeFault, below, reachable
from armillary.transfer.planner import files_of, regrouped, to_copy
from armillary.transfer.store import Place
from armillary.transfer.submission import TransferItem, TransferSubmission
from armillary.transfer.work.faults import FaultClass, classify, distinct, sentence, skippable
from armillary.transfer.work.job import Job
from armillary.transfer.work.results import differing, finished_files
from armillary.transfer.work.rights import check_rights
from armillary.transfer.work.units import add_units, pending, write_unit
from armillary.transfer.work.walks import ITEMS_PER_TICKET

_UNITS_PER_PULL = 64
_GRAVEST_FIRST = (FaultClass.PERMANENT, FaultClass.NEEDS_USER, FaultClass.TRANSIENT)
_BYTES_PER_PULL = 32 * 1024 * 1024  # of JSON; a node accepts twice that
_RENEW_TICKETS_AFTER = 120  # seconds; tickets live for 300


class Mover:
    """Moves what a plan says from one place to another."""

    def __init__(
        self, job: Job, submission: TransferSubmission, source: Place, destination: Place
    ) -> None:
        self._job = job
        self._submission = submission
        self._source = source
        self._destination = destination

    def run(self) -> None:
        """Do units until none is left to do.

        :raises Fatal: something can't be transferred
        """
        while units := self._pending():
            self._job.check()
            check_rights(self._job, (self._source, self._destination))
            if units[0].work["kind"] == "compare":
                self._compare(units[0])
            else:
                self._move(units)

    def _compare(self, unit: Unit) -> None:
        """Find out which files of a unit differ; it becomes one that copies those."""
        files = unit.work["files"]
        item = self._item(unit)
        different = differing(self._job, self._source, self._destination, item, files)
        work = to_copy(unit.work, different)
        unit.work, unit.finished = work or unit.work, work is None
        size = sum(file[1] for file in files)
        self._save(
            unit,
            files_skipped=len(files) - len(different),
            bytes_checksummed=size,
            bytes_total=sum(file[1] for file in files if file[0] in different) - size,
        )
        self._job.progressed()

    def _move(self, units: Sequence[Unit]) -> None:
        before = self._remaining(units)
        faults = self._pull(units)
        if self._remaining(self._pending_of(units)) < before:
            self._job.progressed()
        # What ends the task, or has it wait for its owner, comes first.
        fatal = self._job.fatal_codes
        faults = distinct(faults)
        faults.sort(key=lambda fault: _GRAVEST_FIRST.index(classify(fault, fatal)))
        for fault in faults[1:]:
            self._job.record(fault)
        if faults:
            self._job.fault(faults[0])

    def discard(self) -> None:
        """Have the destination remove what came of files that will not be finished.

        :raises NodeFault: it could not
        """
        # Units are done in their order: only the next ones can have begun.
        if units := self._pending():
            first = _group(units[0])[0] * ITEMS_PER_TICKET
            body = {
                "ticket": self._tickets(first)["ticket"],
                "units": [_sent(unit, first) for unit in units],
            }
            self._job.nodes.call(reachable(self._destination), "discard", body)

    def _pending(self) -> list[Unit]:
        """The next units to do, all of items that one ticket can name."""
        with self._job.database.read() as session:
            units = pending(session, self._job.task_id, _UNITS_PER_PULL)
        return list(_fitting(u for u in units if _group(u) == _group(units[0])))

    def _pending_of(self, units: Sequence[Unit]) -> list[Unit]:
        numbers = [unit.number for unit in units]
        with self._job.database.read() as session:
            return pending(session, self._job.task_id, len(units), numbers)

    @staticmethod
    def _remaining(units: Sequence[Unit]) -> tuple[int, int]:
        return len(units), -sum(length for unit in units for _, length in unit.done)

    def _pull(self, units: Sequence[Unit]) -> list[NodeFault]:
        """One call to the destination; the transient faults that it had."""
        node = reachable(self._destination)
        first = _group(units[0])[0] * ITEMS_PER_TICKET
        body = {
            **self._tickets(first),
            "source": self._source_address(),
            "options": {
                "verify": "algorithm" in units[0].work,
                "algorithm": units[0].work.get("algorithm"),
                "preserve_timestamp": self._submission.preserve_timestamp,
            },
            "units": [_sent(unit, first) for unit in units],
        }
        by_number = {unit.number: unit for unit in units}
        faults: list[NodeFault] = []
        with self._job.nodes.stream(node, "pull", body) as lines:
            for line in self._renewing(lines, first):
                if "lost" in line:
                    self._lose(by_number[line["lost"]])
                elif "unit" in line:
                    faults += self._take(by_number[line["unit"]], line)
        return faults

    def _renewing(self, lines: Iterator[dict[str, Any]], first: int) -> Iterator[dict[str, Any]]:
        """The lines of a pull to its end, renewing its tickets meanwhile."""
        renewed = time.monotonic()
        for line in lines:
            if line.get("end"):
                self._job.check()
                return
            yield line
            if self._job.interrupted.is_set():
                self._stop()
            elif time.monotonic() - renewed > _RENEW_TICKETS_AFTER:
                renewed = time.monotonic()
                ticket = {"task": self._job.task_id, **self._tickets(first)}
                self._job.nodes.call(reachable(self._destination), "ticket", ticket)
        raise NodeFault("CONNECTION_BROKEN", "The pull ended early.", transient=True)

    def _stop(self) -> None:
        """Have the destination stop, and leave when it has."""
        node = reachable(self._destination)
        ticket = self._job.ticket(self._destination, "write")
        self._job.nodes.call(node, "stop", {"task": self._job.task_id, "ticket": ticket})
        self._job.check()

    def _tickets(self, first: int) -> dict[str, str]:
        items = self._submission.items[first : first + ITEMS_PER_TICKET]
        job = self._job
        return {
            "ticket": job.ticket(
                self._destination, "write", roots=[item.destination_path for item in items]
            ),
            "read_ticket": job.ticket(
                self._source,
                "read",
                peer=reachable(self._destination).fingerprint,
                roots=[item.source_path for item in items],
            ),
        }

    def _source_address(self) -> dict[str, Any]:
        node = reachable(self._source)
        return {
            "host": node.data_host,
            "port": node.data_port,
            "node": node.id,
            "fingerprint": node.fingerprint,
        }

    def _take(self, unit: Unit, line: Mapping[str, Any]) -> list[NodeFault]:
        """Write down what a line says; the faults in it that are not skipped."""
        root = self._root_path(unit)
        if "fault" in line:
            return self._unit_fault(unit, NodeFault.from_document(line["fault"], root))
        if "range" in line:
            offset, length = line["range"]
            # A file has as many ranges as it likes, but few gaps between those that are done.
            done = [(begin, size) for begin, size in unit.done]
            unit.done = [list(each) for each in merged([*done, (offset, length)])]
            self._save(unit, bytes_transferred=length)
            return []
        return self._finish(unit, line)

    def _lose(self, unit: Unit) -> None:
        """What had come of a big file is gone from the destination: it does not count any more."""
        lost, unit.done = _bytes_of(unit.done), []
        self._save(unit, bytes_transferred=-lost)

    def _item(self, unit: Unit) -> TransferItem:
        item: TransferItem = self._submission.items[unit.work["root"]]
        return item

    def _root_path(self, unit: Unit) -> str:
        """The path of the unit's item: where files are read, and where all else is done."""
        item = self._item(unit)
        is_read = unit.work["kind"] in ("batch", "file")
        return item.source_path if is_read else item.destination_path

    def _unit_fault(self, unit: Unit, fault: NodeFault) -> list[NodeFault]:
        if unit.work["kind"] == "file" and self._skips(unit, fault):
            unit.finished = True
            self._save(unit, skipped=[self._skipped_row(unit, unit.work["path"], fault)])
            return []
        if fault.code == "FILE_SIZE_CHANGED":
            self._look_again(unit)
        return [fault]

    def _finish(self, unit: Unit, line: Mapping[str, Any]) -> list[NodeFault]:
        """A unit is done, but for the files that had faults: those stay to be done."""
        root = self._root_path(unit)
        again: dict[str, NodeFault] = {}
        skipped: dict[str, NodeFault] = {}
        for document in line.get("faults", ()):
            fault = NodeFault.from_document(document, root)
            (skipped if self._skips(unit, fault) else again)[document.get("path") or ""] = fault
        done = finished_files(unit.work, line, {*again, *skipped})
        unit.finished = not again
        if again and unit.work["kind"] == "batch":
            files = [f for f in unit.work["files"] if f[0] in again]
            unit.work = {**unit.work, "files": files}
        # A big file's bytes were counted range by range.
        moved = 0 if unit.work["kind"] == "file" else line.get("bytes", 0)
        self._save(
            unit,
            done=success_row(self._item(unit), done.files, **done.checksums(unit.work)),
            skipped=[self._skipped_row(unit, path, fault) for path, fault in skipped.items()],
            bytes_transferred=moved,
            bytes_checksummed=done.bytes if "algorithm" in unit.work else 0,
        )
        if any(fault.code == "FILE_SIZE_CHANGED" for fault in again.values()):
            self._look_again(unit)
        return [*again.values()]

    def _skips(self, unit: Unit, fault: NodeFault) -> bool:
        """Whether what a fault is about is left out, as the submission wants it."""
        is_extra = unit.work["kind"] == "remove" and not unit.work["first"]
        if not self._submission.skip_source_errors or not skippable(fault):
            return False
        return is_extra or fault.at_source

    def _skipped_row(self, unit: Unit, path: str, fault: NodeFault) -> dict[str, Any]:
        is_extra = unit.work["kind"] == "remove"
        return skipped_row(self._item(unit), path, fault.code, sentence(fault), is_extra=is_extra)

    def _look_again(self, unit: Unit) -> None:
        """The source changed: take its files as they are now, from their first byte."""
        old = files_of(unit.work)
        files = [[path, *self._as_it_is(unit, path, row)] for path, *row in old]
        unit.work, *more = regrouped(unit.work, files)
        lost, unit.done = _bytes_of(unit.done), []
        with self._job.change() as (session, task):
            task.bytes_transferred -= lost
            task.bytes_total += sum(row[1] for row in files) - sum(row[1] for row in old)
            write_unit(session, unit)
            add_units(session, unit.task_id, more)

    def _as_it_is(self, unit: Unit, path: str, row: list[Any]) -> list[Any]:
        try:
            return [*self._stat(unit, path)]
        except NodeFault as fault:
            if not skippable(fault):
                raise
            return row  # asked for once more, it tells the same where that is accounted for

    def _stat(self, unit: Unit, path: str) -> tuple[int, int, int]:
        body = {
            "ticket": self._job.nodes.ticket(self._source, "list"),
            "path": self._source.inside(below(self._root_path(unit), path)),
        }
        entry = self._job.nodes.call(reachable(self._source), "stat", body)
        return entry["size"], entry["mtime_ns"], entry["mode"]

    def _save(
        self,
        unit: Unit,
        *,
        done: dict[str, Any] | None = None,
        skipped: Sequence[dict[str, Any]] = (),
        **increments: int,
    ) -> None:
        """Write a unit, what became of its files and the task's counters, in one transaction."""
        with self._job.change() as (session, task):
            write_unit(session, unit)
            self._job.reports.tell(session, task)
            if done and done["files"]:
                _append(session, Success, task, [done], task.files_transferred)
                task.files_transferred += len(done["files"])
            if skipped:
                _append(session, SkippedError, task, skipped, task.skipped_errors)
                task.skipped_errors += len(skipped)
            for name, amount in increments.items():
                setattr(task, name, getattr(task, name) + amount)
            task.nice_status = "OK"
            task.nice_status_details = None
            self._job.deadline = outcome.got_on(task)


def _bytes_of(ranges: Sequence[Sequence[int]]) -> int:
    return sum(length for _, length in ranges)


def _append(
    session: Session,
    table: type[Success | SkippedError],
    task: Task,
    rows: Sequence[dict[str, Any]],
    position: int,
) -> None:
    for number, row in enumerate(rows, position):
        row |= {"task_id": task.id, "position": number}
    session.execute(insert(table), rows)


def _fitting(units: Iterable[Unit]) -> Iterator[Unit]:
    """As many as one call can name, at least one."""
    room = _BYTES_PER_PULL
    for number, unit in enumerate(units):
        room -= len(json_text.dump(unit.work))
        if number and room < 0:
            return
        yield unit


def _group(unit: Unit) -> tuple[int, str | None, bool, bool]:
    """What the units of one call have in common; a comparison is a call of its own."""
    work = unit.work
    is_extra = work["kind"] == "remove" and not work["first"]
    items = int(work["root"]) // ITEMS_PER_TICKET
    return items, work.get("algorithm"), work["kind"] == "compare", is_extra


def _sent(unit: Unit, first: int) -> dict[str, Any]:
    """A unit as the node gets it: its root counted within the ticket."""
    document = {**unit.work, "unit": unit.number, "root": unit.work["root"] - first}
    return document | {"done": unit.done} if unit.work["kind"] == "file" else document
