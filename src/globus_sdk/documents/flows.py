"""Documents of the Flows service; times are ISO 8601 text, people are URNs."""

from typing import Any, NotRequired, TypedDict


class FlowDocument(TypedDict):
    """A flow; listings leave its definition out."""

    id: str
    title: str
    subtitle: NotRequired[str | None]
    description: NotRequired[str | None]
    keywords: NotRequired[list[str]]
    definition: NotRequired[dict[str, Any]]
    input_schema: NotRequired[dict[str, Any]]
    globus_auth_scope: NotRequired[str]
    globus_auth_username: NotRequired[str]
    principal_urn: NotRequired[str]
    action_url: NotRequired[str]
    api_version: NotRequired[str]
    flow_url: NotRequired[str]
    flow_owner: str
    flow_viewers: NotRequired[list[str]]
    flow_starters: NotRequired[list[str]]
    flow_administrators: NotRequired[list[str]]
    run_managers: NotRequired[list[str]]
    run_monitors: NotRequired[list[str]]
    subscription_id: NotRequired[str | None]
    authentication_policy_id: NotRequired[str | None]
    created_at: str
    updated_at: str
    created_by: NotRequired[str]
    administered_by: NotRequired[list[str]]
    runnable_by: NotRequired[list[str]]
    visible_to: NotRequired[list[str]]
    user_role: NotRequired[str]
    synchronous: NotRequired[bool]
    log_supported: NotRequired[bool]
    types: NotRequired[list[str]]


class DeletedFlowDocument(FlowDocument):
    """A flow that was deleted."""

    DELETED: bool
    deleted_at: str


class RunDocument(TypedDict):
    """A run of a flow."""

    run_id: str
    flow_id: str
    flow_title: NotRequired[str]
    flow_last_updated: NotRequired[str]
    flow_description: NotRequired[dict[str, Any]]
    label: NotRequired[str | None]
    tags: NotRequired[list[str]]
    status: str
    display_status: NotRequired[str]
    details: NotRequired[dict[str, Any]]
    start_time: str
    completion_time: NotRequired[str | None]
    run_owner: str
    run_managers: NotRequired[list[str]]
    run_monitors: NotRequired[list[str]]
    created_by: NotRequired[str]
    manage_by: NotRequired[list[str]]
    monitor_by: NotRequired[list[str]]
    user_role: NotRequired[str]
    action_id: NotRequired[str]
    release_after: NotRequired[str | None]
    search: NotRequired[dict[str, Any]]


class RunLogDocument(TypedDict):
    """What happened in a run."""

    time: str
    code: str
    description: str
    details: NotRequired[dict[str, Any]]


class RunDefinitionDocument(TypedDict):
    """The flow, as it was for a run."""

    flow_id: str
    definition: dict[str, Any]
    input_schema: dict[str, Any]


class RegisteredAPIDocument(TypedDict):
    """An API that flows may call; listings tell its name and times only."""

    id: str
    name: str
    description: str | None
    created_timestamp: str
    updated_timestamp: str
    edited_timestamp: NotRequired[str | None]
    scheduled_deletion_timestamp: NotRequired[str | None]
    roles: NotRequired[dict[str, list[str]]]
    target: NotRequired[dict[str, Any]]
    data_templates: NotRequired[dict[str, Any]]
    state_input_schema: NotRequired[dict[str, Any]]
    status: NotRequired[str]
    subscription_id: NotRequired[str | None]


class WebInputFlow(TypedDict):
    """The flow whose run asks."""

    id: str
    title: str


class WebInputRun(TypedDict):
    """The run that asks."""

    id: str
    label: str | None


class WebInputDocument(TypedDict):
    """A question of a run; listings tell its title instead of its details."""

    id: str
    title: NotRequired[str]
    status: str
    user_roles: list[str]
    input_type: str
    input_schema: NotRequired[dict[str, Any]]
    context: NotRequired[dict[str, Any]]
    options: NotRequired[list[dict[str, Any]]]
    roles: NotRequired[dict[str, list[str]]]
    creator_urn: NotRequired[str]
    flow: WebInputFlow
    run: WebInputRun
    created_timestamp: str
    edited_timestamp: str | None
    closed_timestamp: str | None
