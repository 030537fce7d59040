"""What nodes say of files: which of them are done, and which differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from armillary.transfer.nodes.client import NodeFault, reachable
from armillary.transfer.store import Place
from armillary.transfer.submission import TransferItem
from armillary.transfer.work.job import Job

# Only compared, never shown: the quickest will do.
_DEFAULT_ALGORITHM = "xxh3_128"


@dataclass(frozen=True)
class FinishedFiles:
    """Files that are in place.

    :param files: ``[path, size, mtime_ns, ...]`` of each
    :param digests: hex, in the same order; None where the task names no algorithm
    """

    files: Sequence[Sequence[Any]]
    digests: Sequence[str | None] | None

    @property
    def bytes(self) -> int:
        """Their size altogether."""
        return sum(file[1] for file in self.files)

    def checksums(self, work: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of ``success_rows`` that tell their checksums."""
        return {"algorithm": work.get("algorithm"), "checksums": self.digests}


def finished_files(
    work: Mapping[str, Any], line: Mapping[str, Any], without: Collection[str]
) -> FinishedFiles:
    """The files of a unit that a node has finished.

    :param line: the node's last line on the unit
    :param without: paths of files that had faults
    """
    if work["kind"] == "file":
        checksum = line.get("checksum")
        row = [work["path"], work["size"], work["mtime_ns"]]
        return FinishedFiles([row], [checksum] if checksum else None)
    if work["kind"] != "batch":
        return FinishedFiles([], None)
    kept = [place for place, file in enumerate(work["files"]) if file[0] not in without]
    digests = line.get("checksums")
    return FinishedFiles(
        [work["files"][place] for place in kept],
        [digests[place] for place in kept] if digests else None,
    )


def differing(
    job: Job,
    source: Place,
    destination: Place,
    item: TransferItem,
    files: Sequence[Sequence[Any]],
) -> list[str]:
    """Paths of the files whose checksums are not the same on both sides.

    What can't be read on one side differs: copying it tells why.

    :param files: of a ``compare`` unit: path, size, mtime, mode, and mtime at the destination
    :raises NodeFault: a node does not answer
    """
    algorithm = item.checksum_algorithm or _DEFAULT_ALGORITHM
    ours = [[0, path, size, mtime] for path, size, mtime, *_ in files]
    theirs = [[0, path, size, mtime] for path, size, *_, mtime in files]
    with ThreadPoolExecutor(2) as pool:
        left = pool.submit(_checksums, job, source, item.source_path, ours, algorithm)
        right = pool.submit(_checksums, job, destination, item.destination_path, theirs, algorithm)
        found = left.result(), right.result()
    places = map(str, range(len(files)))
    same = [place in found[0] and found[0].get(place) == found[1].get(place) for place in places]
    return [file[0] for file, equal in zip(files, same, strict=True) if not equal]


def _checksums(
    job: Job, place: Place, root: str, files: Sequence[Sequence[Any]], algorithm: str
) -> dict[str, str]:
    ticket = job.ticket(place, "read", roots=[root])
    body = {"ticket": ticket, "files": files, "algorithm": algorithm}
    digests: dict[str, str] = {}
    with job.nodes.stream(reachable(place), "checksum", body) as lines:
        for line in lines:
            job.check()
            digests |= line.get("digests", {})
            if line.get("end") == "done":
                return digests
    raise NodeFault("CONNECTION_BROKEN", "A comparison of files ended early.", transient=True)
