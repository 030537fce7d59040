"""What became of each file of a task: the rows that the worker writes, and pages of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer.compare import SECOND
from armillary.transfer.model import SkippedError, Success
from armillary.transfer.nodes.client import below
from armillary.transfer.paths import shown
from armillary.transfer.submission import TransferItem


class DoneFile(NamedTuple):
    """A file that is in place.

    :param position: which of the task's files it is, from 0
    :param mtime: seconds since the epoch, at the source
    :param checksum: hex, by ``algorithm``, the same on both sides
    """

    position: int
    source_path: str
    destination_path: str
    size: int
    mtime: int
    algorithm: str | None
    checksum: str | None


def success_row(
    item: TransferItem,
    files: Sequence[Sequence[Any]],
    *,
    algorithm: str | None,
    checksums: Sequence[str | None] | None,
) -> dict[str, Any]:
    """The row of files that are in place, without task and position.

    :param files: ``[path below the item, size, mtime in ns, ...]`` of each
    :param checksums: by ``algorithm``, in the order of the files
    """
    digests = checksums or [None] * len(files)
    return {
        "source_path": item.source_path,
        "destination_path": item.destination_path,
        "algorithm": algorithm if checksums else None,
        "files": [
            [path, size, mtime_ns // SECOND, digest]
            for (path, size, mtime_ns, *_), digest in zip(files, digests, strict=True)
        ],
    }


def skipped_row(
    item: TransferItem,
    path: str,
    code: str,
    details: str,
    *,
    is_directory: bool = False,
    is_symlink: bool = False,
    is_extra: bool = False,
) -> dict[str, Any]:
    """The row of something left out, without task and position.

    :param path: below the item
    """
    return {
        "source_path": below(item.source_path, path),
        "destination_path": below(item.destination_path, path),
        "error_code": code,
        "error_details": shown(details),
        "error_time": utcnow(),
        "is_directory": is_directory,
        "is_symlink": is_symlink or item.is_symlink,
        "is_delete_destination_extra": is_extra,
        "external_checksum": item.external_checksum,
        "checksum_algorithm": item.checksum_algorithm,
    }


def done_files(session: Session, task_id: str, marker: int = 0) -> Iterator[DoneFile]:
    """Files put in place, from a position on; read as they are taken."""
    mine = Success.task_id == task_id
    first = select(func.max(Success.position)).where(mine, Success.position <= marker)
    query = select(Success).where(mine, Success.position >= (session.scalar(first) or 0))
    rows = session.scalars(query.order_by(Success.position).execution_options(yield_per=8))
    for row in rows:
        for position, (path, size, mtime, checksum) in enumerate(row.files, row.position):
            if position >= marker:
                source, destination = (
                    below(row.source_path, path),
                    below(row.destination_path, path),
                )
                yield DoneFile(position, source, destination, size, mtime, row.algorithm, checksum)


def algorithms(session: Session, task_id: str) -> set[str | None]:
    """By what a task's files were verified; None: some were not, as whole files."""
    query = select(Success.algorithm).where(Success.task_id == task_id).distinct()
    return set(session.scalars(query))


def skipped_errors(session: Session, task_id: str, marker: int = 0) -> Iterator[SkippedError]:
    """What was left out, from a position on; read as it is taken."""
    query = select(SkippedError).where(
        SkippedError.task_id == task_id, SkippedError.position >= marker
    )
    in_order = query.order_by(SkippedError.position)
    yield from session.scalars(in_order.execution_options(yield_per=500))
