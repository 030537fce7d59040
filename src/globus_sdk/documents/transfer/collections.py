"""Documents of endpoints and collections, and of the files on them."""

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


class BookmarkDocument(TypedDict):
    """A name for a place on a collection."""

    DATA_TYPE: str
    id: str
    name: str
    endpoint_id: str
    path: str
