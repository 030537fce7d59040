"""Transfer's documents, v0.10: rows become what clients parse. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from armillary.core.clock import iso, utcnow
from armillary.transfer.items import DoneFile
from armillary.transfer.model import (
    PLACES_TOLD,
    QUEUED,
    Collection,
    EntityType,
    Event,
    Node,
    SkippedError,
    Task,
    TaskStatus,
)
from armillary.transfer.paths import DEFAULT_DIRECTORY, shown

Document = dict[str, Any]

# Fields of an endpoint document that have one value here, whatever the collection.
_ENDPOINT_CONSTANTS: Document = {
    "DATA": [],
    "contact_email": None,
    "contact_info": None,
    "info_link": None,
    "user_message": None,
    "user_message_link": None,
    "subscription_id": None,
    "subscription_admin_verified": False,
    "host_endpoint": None,
    "host_endpoint_id": None,
    "host_endpoint_display_name": None,
    "host_path": None,
    "non_functional_endpoint_id": None,
    "non_functional_endpoint_display_name": None,
    "is_globus_connect": False,
    "gcp_connected": None,
    "gcp_paused": None,
    "gcs_version": None,
    "tlsftp_server": None,
    "https_server": None,
    "authentication_policy_id": None,
    "authentication_assurance_timeout": None,
    "mfa_required": False,
    "shareable": False,
    "sharing_target_endpoint": None,
    "sharing_target_root_path": None,
    "disable_verify": False,
    "force_verify": False,
    "force_encryption": True,
    "disable_anonymous_writes": True,
    "restrict_transfers_to_high_assurance": None,
    "acl_max_expiration_period_mins": None,
    "auto_delete_timeout": None,
    "skip_auto_delete": None,
    "last_accessed_time": None,
    "network_use": None,
    "location": None,
    "max_concurrency": None,
    "preferred_concurrency": None,
    "max_parallelism": None,
    "preferred_parallelism": None,
    "requester_pays": False,
    "preserve_modtime": False,
    "storage_type": "POSIX",
    "associated_flow_policy": None,
    "guest_collection_activity_notification_policy": None,
    "french_english_bilingual": False,
    "local_user_info_available": None,
    "in_use": False,
    "globus_connect_setup_key": None,
    "activated": True,
    "expires_in": -1,
    "expire_time": None,
    "myproxy_server": None,
    "myproxy_dn": None,
    "oauth_server": None,
    "s3_url": None,
    "s3_owner_activated": False,
}


def endpoint(
    collection: Collection,
    *,
    roles: Sequence[str],
    node: Node | None,
    mapped: Collection | None,
) -> Document:
    """The document of an endpoint or collection, as ``GET /v0.10/endpoint/<id>`` gives it.

    :param roles: the caller's roles on it
    :param node: the node that serves it
    :param mapped: the mapped collection below a guest
    """
    is_endpoint = collection.entity_type == EntityType.ENDPOINT
    is_guest = collection.entity_type == EntityType.GUEST
    name = f"{collection.owner_string}#{collection.id}"
    timeout = (mapped or collection).authentication_timeout_mins
    own = {
        "DATA_TYPE": "endpoint",
        "id": collection.id,
        "display_name": collection.display_name,
        "organization": collection.organization,
        "department": collection.department,
        "keywords": collection.keywords,
        "description": collection.description,
        "name": name,
        "canonical_name": name,
        "username": collection.owner_string,
        # Clients take this as the resource server of `manage_collections`.
        "owner_id": (mapped or collection).endpoint_id,
        "owner_string": collection.owner_string,
        "public": collection.public,
        "entity_type": collection.entity_type,
        "mapped_collection_id": collection.mapped_collection_id,
        "mapped_collection_display_name": mapped.display_name if mapped else None,
        "non_functional": is_endpoint,
        "gcs_manager_url": _manager_url(node),
        "default_directory": None if is_endpoint else DEFAULT_DIRECTORY,
        "acl_available": is_guest,
        "acl_editable": is_guest and "administrator" in roles,
        "my_effective_roles": list(roles),
        "high_assurance": timeout is not None,
        "authentication_timeout_mins": timeout,
    }
    return _ENDPOINT_CONSTANTS | own | collection.details


def _manager_url(node: Node | None) -> str | None:
    return f"https://{node.manager_host}:{node.manager_port}" if node else None


# A node says that it lives every two seconds.
_NODE_LIVES = timedelta(seconds=10)


def server(node: Node) -> Document:
    """The server document of a node, which serves all of its endpoint."""
    return {
        "DATA_TYPE": "server",
        "id": 1,
        "hostname": node.data_host,
        "port": node.data_port,
        "scheme": "datalink",
        "subject": None,
        "uri": f"datalink://{node.data_host}:{node.data_port}",
        "is_connected": utcnow() - node.last_seen < _NODE_LIVES,
        "is_paused": False,
        "incoming_data_port_start": None,
        "incoming_data_port_end": None,
        "outgoing_data_port_start": None,
        "outgoing_data_port_end": None,
    }


def result(code: str, message: str, *, data_type: str = "result", **fields: Any) -> Document:
    """The answer to a call that changed something; request id and resource are added later."""
    return {"DATA_TYPE": data_type, "code": code, "message": message, **fields}


def file_entry(entry: Mapping[str, Any]) -> Document:
    """A file document, from an entry of a node's listing."""
    target = entry.get("link_target")
    is_link = target is not None
    name = shown(entry["name"])
    # Ours: such a name can't be told from one that has the percent signs.
    escaped = {"name_is_escaped": True} if name != entry["name"] else {}
    return escaped | {
        "DATA_TYPE": "file",
        "name": name,
        "type": entry["type"],
        "size": entry["size"],
        "last_modified": _file_time(entry["mtime_ns"]),
        "permissions": f"{entry['mode'] & 0o7777:04o}",
        "user": entry["user"],
        "group": entry["group"],
        "link_target": shown(target) if target is not None else None,
        "link_size": entry.get("link_size"),
        "link_user": entry["user"] if is_link else None,
        "link_group": entry["group"] if is_link else None,
        "link_last_modified": _file_time(entry["link_mtime_ns"]) if is_link else None,
    }


def _file_time(mtime_ns: int) -> str:
    # File documents have a space between date and time, unlike every other document.
    moment = datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC)
    return moment.isoformat(sep=" ")


def file_list(
    collection_id: str,
    *,
    path: str,
    absolute_path: str | None,
    entries: Sequence[Document],
    total: int,
) -> Document:
    """The listing of a directory; ``path`` ends with ``/`` because clients join names to it."""
    return {
        "DATA_TYPE": "file_list",
        "endpoint": collection_id,
        "path": path,
        "absolute_path": absolute_path,
        "rename_supported": True,
        "symlink_supported": True,
        "length": len(entries),
        "total": total,
        "DATA": list(entries),
    }


def task(row: Task, names: Mapping[str, str], *, place: int | None = None) -> Document:
    """A task document.

    :param names: display names of collections by id; an absent one is shown as null
    :param place: which of its owner's the task is that wait, from 1
    """
    request = row.options
    final = row.status in (TaskStatus.SUCCEEDED, TaskStatus.FAILED)
    subtasks = row.files + row.directories + row.symlinks
    left_out = min(row.skipped_errors, subtasks)
    succeeded = row.files_transferred + row.files_skipped
    if row.status == TaskStatus.SUCCEEDED:
        succeeded = subtasks - left_out
    unfinished = subtasks - left_out - succeeded
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
        "sync_level": request.get("sync_level"),
        "encrypt_data": request.get("encrypt_data", False),
        "verify_checksum": request.get("verify_checksum", False),
        "preserve_timestamp": request.get("preserve_timestamp", False),
        "delete_destination_extra": request.get("delete_destination_extra", False),
        "skip_source_errors": request.get("skip_source_errors", False),
        "fail_on_quota_errors": request.get("fail_on_quota_errors", False),
        "recursive_symlinks": request.get("recursive_symlinks"),
        "filter_rules": request.get("filter_rules") or None,
        "command": "API 0.10",
        "history_deleted": False,
        "faults": row.faults,
        "files": row.files,
        "directories": row.directories,
        "symlinks": row.symlinks,
        "files_skipped": row.files_skipped,
        "files_transferred": row.files_transferred,
        "subtasks_total": subtasks,
        "subtasks_pending": 0 if final else unfinished,
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
        "nice_status": _nice_status(row),
        "nice_status_details": None if final else _details(row, place),
        "nice_status_short_description": _phrase(_nice_status(row)),
        "nice_status_expires_in": None if final else _expires_in(row),
        "is_ok": None if final else _nice_status(row) in _WELL,
        "is_paused": row.paused_since is not None,
        "canceled_by_admin": row.canceled_by_admin,
        "canceled_by_admin_message": row.canceled_by_admin_message,
        "fatal_error": _fatal_error(row),
        "source_local_user": None,
        "destination_local_user": None,
        "source_base_path": _shown(row.source_base_path),
        "destination_base_path": _shown(row.destination_base_path),
        **_what_is_needed(row),
    }


_WELL = (None, "OK", QUEUED)


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
    if row.status in (TaskStatus.SUCCEEDED, TaskStatus.FAILED):
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


def marked(
    data_type: str, documents: Sequence[Document], *, marker: int, next_marker: int | None
) -> Document:
    """A page of a listing that goes by markers; the last one's next marker is null."""
    return {
        "DATA_TYPE": data_type,
        "marker": marker,
        "next_marker": next_marker,
        "DATA": list(documents),
    }


def page(
    data_type: str, documents: Sequence[Document], *, limit: int, offset: int, total: int
) -> Document:
    """A page of a listing with both of the paging styles that go by offset."""
    return {
        "DATA_TYPE": data_type,
        "length": len(documents),
        "limit": limit,
        "offset": offset,
        "total": total,
        "has_next_page": offset + len(documents) < total,
        "DATA": list(documents),
    }
