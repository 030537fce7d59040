"""Documents of the Transfer service; times are ISO 8601 text, sizes bytes."""

from typing import Any, Literal, NotRequired, TypedDict


class ServerDocument(TypedDict):
    """A server of an endpoint."""

    DATA_TYPE: str
    id: int
    hostname: str | None
    port: int | None
    scheme: str | None
    subject: str | None
    uri: str | None
    is_connected: bool
    is_paused: bool
    incoming_data_port_start: int | None
    incoming_data_port_end: int | None
    outgoing_data_port_start: int | None
    outgoing_data_port_end: int | None


class FormerEndpointFields(TypedDict, total=False):
    """What endpoints have from times when they had to be activated; nobody acts on it now."""

    activated: bool
    expires_in: int
    expire_time: str | None
    myproxy_server: str | None
    myproxy_dn: str | None
    oauth_server: str | None
    s3_url: str | None
    s3_owner_activated: bool
    in_use: bool
    shareable: bool
    sharing_target_endpoint: str | None
    sharing_target_root_path: str | None
    host_endpoint: str | None
    authentication_assurance_timeout: int | None
    french_english_bilingual: bool


class TransferEndpointDocument(FormerEndpointFields):
    """An endpoint or collection, as Transfer describes it."""

    DATA_TYPE: str
    DATA: NotRequired[list[ServerDocument]]
    id: str
    display_name: str | None
    entity_type: Literal[
        "GCP_mapped_collection",
        "GCP_guest_collection",
        "GCSv5_endpoint",
        "GCSv5_mapped_collection",
        "GCSv5_guest_collection",
    ]
    owner_id: str
    owner_string: str
    name: NotRequired[str]
    canonical_name: NotRequired[str]
    username: NotRequired[str]
    organization: str | None
    department: str | None
    keywords: str | None
    description: str | None
    contact_email: str | None
    contact_info: str | None
    info_link: str | None
    user_message: str | None
    user_message_link: str | None
    public: bool
    my_effective_roles: NotRequired[list[str]]
    subscription_id: str | None
    subscription_admin_verified: NotRequired[bool]
    gcs_manager_url: str | None
    gcs_version: NotRequired[str | None]
    tlsftp_server: str | None
    https_server: str | None
    default_directory: str | None
    storage_type: NotRequired[str | None]
    mapped_collection_id: str | None
    mapped_collection_display_name: NotRequired[str | None]
    host_endpoint_id: str | None
    host_endpoint_display_name: NotRequired[str | None]
    host_path: str | None
    non_functional: bool
    non_functional_endpoint_id: NotRequired[str | None]
    non_functional_endpoint_display_name: NotRequired[str | None]
    is_globus_connect: bool
    globus_connect_setup_key: NotRequired[str | None]
    gcp_connected: bool | None
    gcp_paused: bool | None
    acl_available: NotRequired[bool]
    acl_editable: NotRequired[bool]
    acl_max_expiration_period_mins: NotRequired[int | None]
    disable_anonymous_writes: NotRequired[bool]
    disable_verify: bool
    force_verify: NotRequired[bool]
    force_encryption: bool
    high_assurance: NotRequired[bool]
    mfa_required: NotRequired[bool]
    authentication_policy_id: NotRequired[str | None]
    authentication_timeout_mins: NotRequired[int | None]
    restrict_transfers_to_high_assurance: NotRequired[str | None]
    auto_delete_timeout: NotRequired[int | None]
    skip_auto_delete: NotRequired[bool | None]
    last_accessed_time: NotRequired[str | None]
    network_use: NotRequired[str | None]
    location: NotRequired[str | None]
    max_concurrency: NotRequired[int | None]
    preferred_concurrency: NotRequired[int | None]
    max_parallelism: NotRequired[int | None]
    preferred_parallelism: NotRequired[int | None]
    requester_pays: NotRequired[bool]
    preserve_modtime: NotRequired[bool]
    associated_flow_policy: NotRequired[dict[str, Any] | None]
    guest_collection_activity_notification_policy: NotRequired[dict[str, Any] | None]
    local_user_info_available: NotRequired[bool | None]


class SharedEndpointDocument(TypedDict):
    """A guest collection, of which only the id is told."""

    id: str


class MonitoredEndpointDocument(TypedDict):
    """An endpoint whose activity the caller may watch."""

    DATA_TYPE: str
    id: str
    display_name: str | None
    entity_type: str
    my_effective_roles: list[str]


class FileDocument(TypedDict):
    """A file, directory or other thing on a collection; ``type`` is the target's for a link."""

    DATA_TYPE: str
    name: str
    type: Literal["file", "dir", "invalid_symlink", "chr", "blk", "pipe", "other"]
    size: int
    last_modified: str
    permissions: str
    user: str | None
    group: str | None
    link_target: str | None
    link_size: int | None
    link_user: str | None
    link_group: str | None
    link_last_modified: str | None


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


class PauseRuleDocument(TypedDict):
    """A rule that stops tasks and operations on a collection; of one identity, or of all."""

    DATA_TYPE: str
    id: str
    message: str
    start_time: str | None
    endpoint_id: str
    endpoint_display_name: str | None
    identity_id: str | None
    modified_by_id: NotRequired[str]
    created_by_host_manager: NotRequired[bool]
    editable: NotRequired[bool]
    pause_ls: bool
    pause_mkdir: bool
    pause_symlink: bool
    pause_rename: bool
    pause_task_delete: bool
    pause_task_transfer_write: bool
    pause_task_transfer_read: bool


class PauseInfoDocument(TypedDict):
    """Why a task is paused."""

    DATA_TYPE: str
    pause_rules: list[PauseRuleDocument]
    source_pause_message: str | None
    destination_pause_message: str | None
    source_pause_message_share: NotRequired[str | None]
    destination_pause_message_share: NotRequired[str | None]


class ResultDocument(TypedDict):
    """What a call that changed something tells."""

    DATA_TYPE: str
    code: str
    message: str
    request_id: str
    resource: str


class EndpointCreatedDocument(ResultDocument):
    """What creating an endpoint tells."""

    id: str
    globus_connect_setup_key: NotRequired[str | None]


class AccessRuleCreatedDocument(ResultDocument):
    """What creating an access rule tells."""

    access_id: str


class SubmissionIdDocument(TypedDict):
    """An id that makes a submission safe to repeat."""

    DATA_TYPE: str
    value: str


class SubmissionDocument(ResultDocument):
    """What a submission tells; ``code`` is ``Duplicate`` if it was made before."""

    submission_id: str
    task_id: str
    task_link: NotRequired[dict[str, str]]


class AccessRuleDocument(TypedDict):
    """Who may do what below a path; without id if it comes from a role."""

    DATA_TYPE: str
    id: str | None
    principal_type: Literal["identity", "group", "all_authenticated_users", "anonymous"]
    principal: str
    path: str
    permissions: Literal["r", "rw"]
    role_id: NotRequired[str | None]
    role_type: NotRequired[str | None]
    create_time: NotRequired[str | None]
    expiration_date: NotRequired[str | None]


class RoleDocument(TypedDict):
    """A role on a collection."""

    DATA_TYPE: str
    id: str
    principal_type: Literal["identity", "group"]
    principal: str
    role: str


class BookmarkDocument(TypedDict):
    """A name for a place on a collection."""

    DATA_TYPE: str
    id: str
    name: str
    endpoint_id: str
    path: str


class AdminCancelDocument(TypedDict):
    """How far the cancelling of tasks is."""

    DATA_TYPE: str
    id: int
    done: bool
