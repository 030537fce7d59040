"""Documents of tasks and of what happens to them."""

from typing import Any, Literal, NotRequired, TypedDict


class TaskError(TypedDict):
    """Why a task failed."""

    code: str
    description: str


class TaskDocument(TypedDict):
    """A transfer or deletion; those of a deletion have no destination."""

    DATA_TYPE: str
    task_id: str
    type: Literal["TRANSFER", "DELETE"]
    status: Literal["ACTIVE", "INACTIVE", "SUCCEEDED", "FAILED"]
    label: str | None
    owner_id: str
    username: NotRequired[str]
    request_time: str
    deadline: str | None
    completion_time: str | None
    source_endpoint: NotRequired[str | None]
    source_endpoint_id: str | None
    source_endpoint_display_name: str | None
    destination_endpoint: NotRequired[str | None]
    destination_endpoint_id: str | None
    destination_endpoint_display_name: str | None
    source_local_user: NotRequired[str | None]
    destination_local_user: NotRequired[str | None]
    source_base_path: NotRequired[str | None]
    destination_base_path: NotRequired[str | None]
    sync_level: int | None
    encrypt_data: bool
    verify_checksum: bool
    preserve_timestamp: bool
    delete_destination_extra: bool
    skip_source_errors: bool
    fail_on_quota_errors: bool
    recursive_symlinks: str | None
    filter_rules: list[dict[str, Any]] | None
    command: str
    history_deleted: bool
    faults: int
    files: int
    directories: int
    symlinks: int
    files_skipped: int | None
    files_transferred: int | None
    subtasks_total: int
    subtasks_pending: int
    subtasks_retrying: int
    subtasks_succeeded: int
    subtasks_expired: int
    subtasks_canceled: int
    subtasks_failed: int
    subtasks_skipped_errors: int
    bytes_transferred: int
    bytes_checksummed: int
    effective_bytes_per_second: int
    nice_status: str | None
    nice_status_details: str | None
    nice_status_short_description: str | None
    nice_status_expires_in: int | None
    is_ok: bool | None
    is_paused: bool
    canceled_by_admin: Literal["SOURCE", "DESTINATION", "BOTH"] | None
    canceled_by_admin_message: str | None
    fatal_error: TaskError | None


class ManagedTaskDocument(TaskDocument):
    """A task, as managers of its endpoints see it."""

    owner_string: str
    source_host_endpoint: str | None
    source_host_endpoint_id: str | None
    source_host_endpoint_display_name: str | None
    source_host_path: str | None
    source_mapped_collection_id: str | None
    source_mapped_collection_display_name: str | None
    source_local_user_status: str | None
    destination_host_endpoint: str | None
    destination_host_endpoint_id: str | None
    destination_host_endpoint_display_name: str | None
    destination_host_path: str | None
    destination_mapped_collection_id: str | None
    destination_mapped_collection_display_name: str | None
    destination_local_user_status: str | None


class EventDocument(TypedDict):
    """What happened to a task; ``details`` is text, which is JSON for some codes."""

    DATA_TYPE: str
    code: str
    is_error: bool
    description: str
    details: str
    time: str


class StreamedEventDocument(EventDocument):
    """An event as streams tell it."""

    task_id: str


class SuccessfulTransferDocument(TypedDict):
    """A file that was transferred."""

    DATA_TYPE: str
    source_path: str
    destination_path: str
    size: NotRequired[int]
    checksum: NotRequired[str | None]
    checksum_algorithm: NotRequired[str | None]
    dynamic: NotRequired[bool]


class SkippedErrorDocument(TypedDict):
    """A file that was skipped because of an error at the source."""

    DATA_TYPE: str
    error_code: str
    error_details: str
    error_time: str
    source_path: str
    destination_path: str
    is_directory: bool
    is_symlink: bool
    is_delete_destination_extra: bool
    external_checksum: str | None
    checksum_algorithm: str | None


class AdminCancelDocument(TypedDict):
    """How far the cancelling of tasks is."""

    DATA_TYPE: str
    id: int
    done: bool
