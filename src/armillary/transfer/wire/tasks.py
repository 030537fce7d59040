"""Documents of tasks, of their events, and of what became of their files."""

from __future__ import annotations

from collections.abc import Mapping

from armillary.core.clock import iso, utcnow
from armillary.transfer.items import DoneFile
from armillary.transfer.model import PLACES_TOLD, QUEUED, Event, SkippedError, Task, TaskStatus
from armillary.transfer.paths import shown
from armillary.transfer.wire.results import Document

_FINAL = (TaskStatus.SUCCEEDED, TaskStatus.FAILED)
_WELL = (None, "OK", QUEUED)


def task(row: Task, names: Mapping[str, str], *, place: int | None = None) -> Document:
    """A task document.

    :param names: display names of collections by id; an absent one is shown as null
    :param place: which of its owner's the task is that wait, from 1
    """
    return {
        **_identity(row, names),
        **_options(row),
        **_counts(row),
        **_state(row, place),
        **_what_is_needed(row),
    }


def _identity(row: Task, names: Mapping[str, str]) -> Document:
    return {
        "DATA_TYPE": "task",
        "task_id": row.id,
        "type": row.type,
        "status": row.status,
        "label": row.label,
        "owner_id": row.owner_id,
        "username": row.owner_username,
        "request_time": iso(row.request_time),
        "deadline": iso(row.deadline),
        "completion_time": iso(row.completion_time) if row.completion_time else None,
        "source_endpoint": row.source_id,
        "source_endpoint_id": row.source_id,
        "source_endpoint_display_name": names.get(row.source_id),
        "destination_endpoint": row.destination_id,
        "destination_endpoint_id": row.destination_id,
        "destination_endpoint_display_name": names.get(row.destination_id or ""),
        "source_base_path": _shown(row.source_base_path),
        "destination_base_path": _shown(row.destination_base_path),
        "command": "API 0.10",
    }


def _options(row: Task) -> Document:
    request = row.options
    return {
        "sync_level": request.get("sync_level"),
        "encrypt_data": request.get("encrypt_data", False),
        "verify_checksum": request.get("verify_checksum", False),
        "preserve_timestamp": request.get("preserve_timestamp", False),
        "delete_destination_extra": request.get("delete_destination_extra", False),
        "skip_source_errors": request.get("skip_source_errors", False),
        "fail_on_quota_errors": request.get("fail_on_quota_errors", False),
        "recursive_symlinks": request.get("recursive_symlinks"),
        "filter_rules": request.get("filter_rules") or None,
        "source_local_user": request.get("source_local_user") or request.get("local_user"),
        "destination_local_user": request.get("destination_local_user"),
    }


def _counts(row: Task) -> Document:
    subtasks = row.files + row.directories + row.symlinks
    left_out = min(row.skipped_errors, subtasks)
    succeeded = row.files_transferred + row.files_skipped
    if row.status == TaskStatus.SUCCEEDED:
        succeeded = subtasks - left_out
    unfinished = subtasks - left_out - succeeded
    return {
        "faults": row.faults,
        "files": row.files,
        "directories": row.directories,
        "symlinks": row.symlinks,
        "files_skipped": row.files_skipped,
        "files_transferred": row.files_transferred,
        "subtasks_total": subtasks,
        "subtasks_pending": 0 if row.status in _FINAL else unfinished,
        "subtasks_retrying": 0,
        "subtasks_succeeded": succeeded,
        "subtasks_expired": unfinished if row.fatal_error_code == "EXPIRED" else 0,
        "subtasks_canceled": unfinished if row.fatal_error_code == "CANCELED" else 0,
        "subtasks_failed": _failed(row, unfinished),
        "subtasks_skipped_errors": row.skipped_errors,
        "bytes_transferred": row.bytes_transferred,
        "bytes_checksummed": row.bytes_checksummed,
        "bytes_total": row.bytes_total,  # ours, for a progress bar
        "effective_bytes_per_second": _rate(row),
    }


def _state(row: Task, place: int | None) -> Document:
    final = row.status in _FINAL
    return {
        "nice_status": _nice_status(row),
        "nice_status_details": None if final else _details(row, place),
        "nice_status_short_description": _phrase(_nice_status(row)),
        "nice_status_expires_in": None if final else _expires_in(row),
        "is_ok": None if final else _nice_status(row) in _WELL,
        "is_paused": row.paused_since is not None,
        "canceled_by_admin": row.canceled_by_admin,
        "canceled_by_admin_message": row.canceled_by_admin_message,
        "fatal_error": _fatal_error(row),
        "history_deleted": row.history_deleted,
    }


def _phrase(status: str | None) -> str | None:
    if status is None or status in _WELL:
        return status
    return status.replace("_", " ").capitalize()


def _details(row: Task, place: int | None) -> str | None:
    if place is None or row.nice_status_details:
        return row.nice_status_details
    kind = row.type.lower()
    if place > PLACES_TOLD:
        return f"More than {PLACES_TOLD} of your {kind} tasks come first; a few run at once."
    return f"Number {place} in your queue; a few of your {kind} tasks run at once, in order."


def _what_is_needed(row: Task) -> Document:
    """What the owner of an INACTIVE task has to log in with; ours, Globus keeps it to itself."""
    if row.status != TaskStatus.INACTIVE:
        return {}
    return {"authorization_parameters": row.authorization_parameters or {}}


def _shown(path: str | None) -> str | None:
    return None if path is None else shown(path)


def _nice_status(row: Task) -> str | None:
    if row.status in _FINAL:
        return None
    return "PAUSED" if row.paused_since is not None else row.nice_status


def _failed(row: Task, unfinished: int) -> int:
    ended_otherwise = row.fatal_error_code in (None, "EXPIRED", "CANCELED")
    return 0 if ended_otherwise or row.status != TaskStatus.FAILED else unfinished


def _fatal_error(row: Task) -> Document | None:
    if row.fatal_error_code is None:
        return None
    return {"code": row.fatal_error_code, "description": row.fatal_error_description}


def _rate(row: Task) -> int:
    seconds = ((row.completion_time or utcnow()) - row.request_time).total_seconds()
    return int(row.bytes_transferred / seconds) if seconds > 0 else 0


def _expires_in(row: Task) -> int:
    if row.nice_status in _WELL:
        return -1
    return max(0, int((row.deadline - utcnow()).total_seconds()))


def event(row: Event) -> Document:
    """An event of a task; ``details`` is always a string."""
    return {
        "DATA_TYPE": "event",
        "code": row.code,
        "is_error": row.is_error,
        "description": row.description,
        "details": row.details,
        "time": iso(row.time),
    }


def successful_transfer(row: DoneFile) -> Document:
    """A file that was put in place; the checksum is that of both sides."""
    return {
        "DATA_TYPE": "successful_transfer",
        "source_path": shown(row.source_path),
        "destination_path": shown(row.destination_path),
        "size": row.size,
        "checksum": row.checksum,
        "checksum_algorithm": row.algorithm,
    }


def skipped_error(row: SkippedError) -> Document:
    """Something that was left out."""
    return {
        "DATA_TYPE": "skipped_error",
        "error_code": row.error_code,
        "error_details": row.error_details,
        "error_time": iso(row.error_time),
        "source_path": shown(row.source_path),
        "destination_path": shown(row.destination_path),
        "is_directory": row.is_directory,
        "is_symlink": row.is_symlink,
        "is_delete_destination_extra": row.is_delete_destination_extra,
        "external_checksum": row.external_checksum,
        "checksum_algorithm": row.checksum_algorithm,
    }
