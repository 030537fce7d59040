"""Second phase of a transfer: the destination node pulls, its progress goes into the database."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from armillary.transfer.model import Task, Unit
from armillary.transfer.nodes.client import NodeFault, below, reachable
from armillary.transfer.store import Place
from armillary.transfer.submission import TransferItem, TransferSubmission
from armillary.transfer.work.faults import SKIPPABLE, FaultClass, classify
from armillary.transfer.work.job import Job
from armillary.transfer.work.scan import ITEMS_PER_TICKET

_UNITS_PER_PULL = 64
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
        """Pull until no unit is left to do.

        :raises Fatal: something can't be transferred
        """
        while units := self._pending():
            self._job.check()
            before = self._remaining(units)
            faults = self._pull(units)
            if self._remaining(self._pending_of(units)) < before:
                self._job.progressed()
            # A permanent fault among them ends the task, so it comes first.
            faults.sort(key=lambda fault: classify(fault) is not FaultClass.PERMANENT)
            for fault in faults[1:]:
                self._job.record(fault)
            if faults:
                self._job.fault(faults[0])

    def _pending(self) -> list[Unit]:
        """The next units to do, all of items that one ticket can name."""
        query = (
            select(Unit)
            .where(Unit.task_id == self._job.task_id, Unit.finished.is_(False))
            .order_by(Unit.number)
            .limit(_UNITS_PER_PULL)
        )
        with self._job.database.read() as session:
            units = list(session.scalars(query))
        return [u for u in units if _group(u) == _group(units[0])]

    def _pending_of(self, units: Sequence[Unit]) -> list[Unit]:
        numbers = [unit.number for unit in units]
        query = select(Unit).where(
            Unit.task_id == self._job.task_id,
            Unit.number.in_(numbers),
            Unit.finished.is_(False),
        )
        with self._job.database.read() as session:
            return list(session.scalars(query))

    @staticmethod
    def _remaining(units: Sequence[Unit]) -> tuple[int, int]:
        return len(units), -sum(len(unit.done) for unit in units)

    def _pull(self, units: Sequence[Unit]) -> list[NodeFault]:
        """One call to the destination; the transient faults that it had."""
        node = reachable(self._destination)
        first = _group(units[0]) * ITEMS_PER_TICKET
        body = {
            **self._tickets(first),
            "source": self._source_address(),
            "options": {
                "verify": self._submission.verify_checksum,
                "algorithm": self._submission.checksum_algorithm,
                "preserve_timestamp": self._submission.preserve_timestamp,
            },
            "units": [_sent(unit, first) for unit in units],
        }
        by_number = {unit.number: unit for unit in units}
        faults: list[NodeFault] = []
        with self._job.nodes.stream(node, "pull", body) as lines:
            for line in self._renewing(lines, first):
                if "unit" in line:
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
        ticket = self._job.nodes.ticket(
            self._destination, "write", task=self._job.task_id, attempt=self._job.attempt
        )
        self._job.nodes.call(node, "stop", {"task": self._job.task_id, "ticket": ticket})
        self._job.check()

    def _tickets(self, first: int) -> dict[str, str]:
        items = self._submission.items[first : first + ITEMS_PER_TICKET]
        job = self._job
        return {
            "ticket": job.nodes.ticket(
                self._destination,
                "write",
                roots=[item.destination_path for item in items],
                task=job.task_id,
                attempt=job.attempt,
            ),
            "read_ticket": job.nodes.ticket(
                self._source,
                "read",
                peer=reachable(self._destination).fingerprint,
                roots=[item.source_path for item in items],
                task=job.task_id,
                attempt=job.attempt,
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
        """Write down what a line says; the transient faults in it."""
        root = self._root_path(unit)
        if "fault" in line:
            return self._unit_fault(unit, NodeFault.from_document(line["fault"], root))
        if "range" in line:
            offset, length = line["range"]
            unit.done = [*unit.done, [offset, length]]
            self._save(unit, bytes_transferred=length)
            return []
        faults = [NodeFault.from_document(fault, root) for fault in line.get("faults", ())]
        return self._finish(unit, line, faults)

    def _root_path(self, unit: Unit) -> str:
        """The source path of the item that a unit is of."""
        item: TransferItem = self._submission.items[unit.work["root"]]
        return item.source_path

    def _unit_fault(self, unit: Unit, fault: NodeFault) -> list[NodeFault]:
        if self._skips(fault):
            unit.finished = True
            self._save(unit, files_skipped=1)
            return []
        if fault.code == "FILE_SIZE_CHANGED":
            self._look_again(unit)
        return [fault]

    def _finish(
        self, unit: Unit, line: Mapping[str, Any], faults: Sequence[NodeFault]
    ) -> list[NodeFault]:
        """A unit is done, but for the files that had faults: those stay to be done."""
        skipped = [fault for fault in faults if self._skips(fault)]
        again = [fault for fault in faults if not self._skips(fault)]
        if again and unit.work["kind"] == "batch":
            paths = {fault.path for fault in again}
            root = self._root_path(unit)
            files = [f for f in unit.work["files"] if below(root, f[0]) in paths]
            unit.work = {**unit.work, "files": files}
            if any(fault.code == "FILE_SIZE_CHANGED" for fault in again):
                self._look_again(unit)
        unit.finished = not again
        # A big file's bytes were counted range by range.
        moved = 0 if unit.work["kind"] == "file" else line.get("bytes", 0)
        self._save(
            unit,
            bytes_transferred=moved,
            files_transferred=line.get("files", 0),
            files_skipped=len(skipped),
        )
        return again

    def _skips(self, fault: NodeFault) -> bool:
        wanted = self._submission.skip_source_errors
        permanent = classify(fault) is FaultClass.PERMANENT
        return wanted and permanent and fault.code in SKIPPABLE

    def _look_again(self, unit: Unit) -> None:
        """The source changed: take its files as they are now, from their first byte."""
        if unit.work["kind"] == "file":
            size, mtime_ns, mode = self._stat(unit, unit.work["path"])
            unit.work = {**unit.work, "size": size, "mtime_ns": mtime_ns, "mode": mode}
            unit.done = []
        else:
            files = [[f[0], *self._stat(unit, f[0])] for f in unit.work["files"]]
            unit.work = {**unit.work, "files": files}
        self._save(unit)

    def _stat(self, unit: Unit, path: str) -> tuple[int, int, int]:
        body = {
            "ticket": self._job.nodes.ticket(self._source, "list"),
            "path": self._source.inside(below(self._root_path(unit), path)),
        }
        entry = self._job.nodes.call(reachable(self._source), "stat", body)
        return entry["size"], entry["mtime_ns"], entry["mode"]

    def _save(self, unit: Unit, **increments: int) -> None:
        """Write a unit and the task's counters, in one transaction."""
        with self._job.change() as (session, task):
            session.execute(
                update(Unit)
                .where(Unit.task_id == unit.task_id, Unit.number == unit.number)
                .values(work=unit.work, done=unit.done, finished=unit.finished)
            )
            for name, amount in increments.items():
                setattr(task, name, getattr(task, name) + amount)
            _show_ok(task)


def _show_ok(task: Task) -> None:
    task.nice_status = "OK"
    task.nice_status_details = None


def _group(unit: Unit) -> int:
    return int(unit.work["root"]) // ITEMS_PER_TICKET


def _sent(unit: Unit, first: int) -> dict[str, Any]:
    """A unit as the node gets it: its root counted within the ticket."""
    document = {**unit.work, "unit": unit.number, "root": unit.work["root"] - first}
    return document | {"done": unit.done} if unit.work["kind"] == "file" else document
