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
    types: NotRequired[list[str]]


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
    completion_time: str | None
    run_owner: str
    run_managers: NotRequired[list[str]]
    run_monitors: NotRequired[list[str]]
    created_by: NotRequired[str]
    manage_by: NotRequired[list[str]]
    monitor_by: NotRequired[list[str]]
    user_role: NotRequired[str]
    action_id: NotRequired[str]
    release_after: NotRequired[str | None]


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
