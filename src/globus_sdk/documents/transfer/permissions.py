"""Documents of who may do what, and of what is paused."""

from typing import Literal, NotRequired, TypedDict


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
