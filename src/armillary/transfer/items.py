"""What became of each file of a task: the rows that the worker writes, and pages of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer.compare import SECOND
from armillary.transfer.model import SkippedError, Success
from armillary.transfer.nodes.client import below
from armillary.transfer.paths import shown
from armillary.transfer.submission import TransferItem

PAGE = 1000
"""Rows of a page, at most."""


def success_rows(
    item: TransferItem,
    files: Sequence[Sequence[Any]],
    *,
    algorithm: str | None = None,
    checksums: Sequence[str | None] | None = None,
) -> Iterator[dict[str, Any]]:
    """Rows of files that are in place, without task and position.

    :param files: ``[path below the item, size, mtime in ns, ...]`` of each
    :param checksums: by ``algorithm``, in the order of the files
    """
    for place, (path, size, mtime_ns, *_) in enumerate(files):
        yield {
            "source_path": below(item.source_path, path),
            "destination_path": below(item.destination_path, path),
            "size": size,
            "mtime": mtime_ns // SECOND,
            "algorithm": algorithm if checksums else None,
            "checksum": checksums[place] if checksums else None,
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


def success_page(session: Session, task_id: str, marker: int, limit: int) -> list[Success]:
    """Files put in place from a position on."""
    query = select(Success).where(Success.task_id == task_id, Success.position >= marker)
    return list(session.scalars(query.order_by(Success.position).limit(limit)))


def skipped_page(session: Session, task_id: str, marker: int, limit: int) -> list[SkippedError]:
    """What was left out, from a position on."""
    query = select(SkippedError).where(
        SkippedError.task_id == task_id, SkippedError.position >= marker
    )
    return list(session.scalars(query.order_by(SkippedError.position).limit(limit)))
