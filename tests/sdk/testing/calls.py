"""How to call each method so that its recorded answer is the one that is given.

Positional arguments are names in the answer's metadata; the others are given as they are.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from globus_sdk import (
    AuthClient,
    ComputeClientV2,
    ComputeClientV3,
    ConfidentialAppAuthClient,
    FlowsClient,
    GCSClient,
    GroupsClient,
    NativeAppAuthClient,
    SearchClient,
    SpecificFlowClient,
    TimersClient,
    TransferClient,
)
from globus_sdk.experimental import TransferClientV2
from globus_sdk.transport import RetryConfig

Call = Callable[[Any, dict[str, Any]], Any]  # of a method and the metadata

CLIENTS: dict[str, tuple[type[Any], ...]] = {
    "auth": (AuthClient, ConfidentialAppAuthClient, NativeAppAuthClient),
    "compute.v2": (ComputeClientV2,),
    "compute.v3": (ComputeClientV3,),
    "flows": (FlowsClient, SpecificFlowClient),
    "globus_connect_server": (GCSClient,),
    "groups": (GroupsClient,),
    "search": (SearchClient,),
    "timer": (TimersClient,),
    "transfer": (TransferClient,),
    "transfer.v2": (TransferClientV2,),
}


def client(kind: type[Any], metadata: dict[str, Any]) -> Any:
    """A client of a kind, which never tries again.

    That of one flow is of the flow that the metadata name.
    """
    flow = {SpecificFlowClient: [metadata.get("flow_id", "mine")]}
    return kind(*(_ARGUMENTS | flow).get(kind, []), retry_config=RetryConfig(max_retries=0))


_ARGUMENTS: dict[type[Any], list[str]] = {
    ConfidentialAppAuthClient: ["mine", "secret"],
    GCSClient: ["abc.xyz.data.globus.org"],
    NativeAppAuthClient: ["mine"],
}


def methods(client: Any, name: str) -> list[Any]:
    """The method of a client that is defined by a name; some have it by a former name, too."""
    members = inspect.getmembers(type(client), inspect.isfunction)
    return [getattr(client, own) for own, method in members if method.__name__ == name]


def of(*names: str, **options: Any) -> Call:
    """A call with arguments of the metadata, and further ones."""
    return lambda method, metadata: method(*(metadata[name] for name in names), **options)


def with_all(name: str) -> Call:
    """A call with all that the metadata tell under a name, as keyword arguments."""
    return lambda method, metadata: method(**metadata[name])


def pages(*names: str) -> Call:
    """A call for each page."""

    def walk(method: Any, metadata: dict[str, Any]) -> list[Any]:
        paginated = getattr(method.__self__.paginated, method.__name__)
        return [*paginated(*(metadata[name] for name in names))]

    return walk


def several(*calls: Call) -> Call:
    """One call after another."""
    return lambda method, metadata: [call(method, metadata) for call in calls]


def of_metadata(**names: str) -> Call:
    """A call with keyword arguments whose values have names in the metadata."""
    return lambda method, metadata: method(
        **{argument: metadata[name] for argument, name in names.items()}
    )


def exchange(method: Any, metadata: dict[str, Any]) -> Any:
    """A call that ends a login."""
    start = method.__self__.oauth2_start_flow
    confidential = isinstance(method.__self__, ConfidentialAppAuthClient)
    _ = start("https://example.org", "openid") if confidential else start("openid")
    return method("code")


DOCUMENT: dict[str, Any] = {"label": "new"}
SUBMISSION: dict[str, Any] = {"submission_id": "mine"}

_GUEST = {"host_endpoint": "mine", "host_path": "/", "display_name": "new"}
_TUNNELS = {
    "create_tunnel": of(data={"data": {"attributes": {"submission_id": "mine"}}}),
    "update_tunnel": of("tunnel_id", update_doc={"data": {}}),
    "get_tunnel": of("tunnel_id"),
    "delete_tunnel": of("tunnel_id"),
    "list_tunnels": of(),
    "get_tunnel_events": of("tunnel_id"),
    "get_stream_access_point": of("access_point_id"),
}

TRANSFER: dict[str, Call] = {
    "get_endpoint": of("endpoint_id"),
    "endpoint_search": of(filter_fulltext="data"),
    "update_endpoint": of("endpoint_id", data=DOCUMENT),
    "delete_endpoint": of("endpoint_id"),
    "set_subscription_id": of("endpoint_id", subscription_id="DEFAULT"),
    "set_subscription_admin_verified": of("endpoint_id", subscription_admin_verified=True),
    "create_shared_endpoint": of(data=_GUEST),
    "get_shared_endpoint_list": of("endpoint_id"),
    "my_shared_endpoint_list": of("endpoint_id"),
    "my_effective_pause_rule_list": of("endpoint_id"),
    "endpoint_server_list": of("endpoint_id"),
    "get_endpoint_server": of("endpoint_id", "server_id"),
    "endpoint_acl_list": of("endpoint_id"),
    "get_endpoint_acl_rule": of("endpoint_id", "rule_id"),
    "add_endpoint_acl_rule": of("endpoint_id", rule_data=DOCUMENT),
    "update_endpoint_acl_rule": of("endpoint_id", "rule_id", rule_data=DOCUMENT),
    "delete_endpoint_acl_rule": of("endpoint_id", "rule_id"),
    "endpoint_role_list": of("endpoint_id"),
    "get_endpoint_role": of("endpoint_id", "role_id"),
    "add_endpoint_role": of("endpoint_id", role_data=DOCUMENT),
    "delete_endpoint_role": of("endpoint_id", "role_id"),
    "bookmark_list": of(),
    "get_bookmark": of("bookmark_id"),
    "create_bookmark": of(bookmark_data=DOCUMENT),
    "update_bookmark": of("bookmark_id", bookmark_data=DOCUMENT),
    "delete_bookmark": of("bookmark_id"),
    "operation_ls": of("endpoint_id", path="/~/"),
    "operation_stat": of("endpoint_id", path="/notes.txt"),
    "operation_mkdir": of("endpoint_id", path="/new"),
    "operation_rename": of("endpoint_id", oldpath="/old", newpath="/new"),
    "get_submission_id": of(),
    "submit_transfer": of(data=SUBMISSION),
    "submit_delete": of(data=SUBMISSION),
    "task_list": of(),
    "get_task": of("task_id"),
    "update_task": of("task_id", data=DOCUMENT),
    "cancel_task": of("task_id"),
    "task_wait": of("task_id", timeout=1, polling_interval=1),
    "task_event_list": of("task_id"),
    "task_pause_info": of("task_id"),
    "task_successful_transfers": of("task_id"),
    "task_skipped_errors": of("task_id"),
    "endpoint_manager_monitored_endpoints": of(),
    "endpoint_manager_get_endpoint": of("endpoint_id"),
    "endpoint_manager_hosted_endpoint_list": of("endpoint_id"),
    "endpoint_manager_acl_list": of("endpoint_id"),
    "endpoint_manager_pause_rule_list": of(),
    "endpoint_manager_get_pause_rule": of("pause_rule_id"),
    "endpoint_manager_create_pause_rule": of(data=DOCUMENT),
    "endpoint_manager_update_pause_rule": of("pause_rule_id", data=DOCUMENT),
    "endpoint_manager_delete_pause_rule": of("pause_rule_id"),
    "endpoint_manager_task_list": of(),
    "endpoint_manager_get_task": of("task_id"),
    "endpoint_manager_task_event_list": of("task_id"),
    "endpoint_manager_task_pause_info": of("task_id"),
    "endpoint_manager_task_successful_transfers": of("task_id"),
    "endpoint_manager_task_skipped_errors": of("task_id"),
    "endpoint_manager_cancel_tasks": of("task_ids", message="The disks are being replaced"),
    "endpoint_manager_cancel_status": of("admin_cancel_id"),
    "endpoint_manager_pause_tasks": of("task_ids", message="The disks are being replaced"),
    "endpoint_manager_resume_tasks": of("task_ids"),
    "create_endpoint": of(data=DOCUMENT),
    "add_endpoint_server": of("endpoint_id", server_data=DOCUMENT),
    "update_endpoint_server": of("endpoint_id", "server_id", server_data=DOCUMENT),
    "delete_endpoint_server": of("endpoint_id", "server_id"),
    "endpoint_activate": of("endpoint_id", requirements_data=DOCUMENT),
    "endpoint_autoactivate": of("endpoint_id"),
    "endpoint_deactivate": of("endpoint_id"),
    "endpoint_get_activation_requirements": of("endpoint_id"),
    "operation_symlink": of("endpoint_id", symlink_target="/old", path="/new"),
    **_TUNNELS,
}

TRANSFER_V2: dict[str, Call] = {
    **_TUNNELS,
    "list_stream_access_points": of(),
    "list_bookmarks": of(),
    "get_bookmark": of("bookmark_id"),
    "create_bookmark": of(data=DOCUMENT),
    "update_bookmark": of("bookmark_id", update_document=DOCUMENT),
    "delete_bookmark": of("bookmark_id"),
}

GCS: dict[str, Call] = {
    "get_gcs_info": of(),
    "get_endpoint": of(),
    "update_endpoint": of(endpoint_data=DOCUMENT),
    "update_endpoint include_endpoint": of(endpoint_data=DOCUMENT, include="endpoint"),
    "get_collection_list": of(),
    "get_collection": of("collection_id"),
    "create_collection": of(collection_data=DOCUMENT),
    "update_collection": of("collection_id", collection_data=DOCUMENT),
    "delete_collection": of("collection_id"),
    "get_storage_gateway_list": of(),
    "get_storage_gateway": of("id"),
    "create_storage_gateway": of(data=DOCUMENT),
    "update_storage_gateway": of("id", data=DOCUMENT),
    "delete_storage_gateway": of("id"),
    "get_user_credential_list": of(),
    "get_user_credential": of("id"),
    "create_user_credential": of(data=DOCUMENT),
    "update_user_credential": of("id", data=DOCUMENT),
    "delete_user_credential": of("id"),
    "get_role_list": of("collection_id"),
    "get_role": of("role_id"),
    "create_role": of(data=DOCUMENT),
    "delete_role": of("role_id"),
}

GROUPS: dict[str, Call] = {
    "get_my_groups": of(),
    "get_group": of("group_id"),
    "get_group_by_subscription_id": of("subscription_id"),
    "create_group": of(data=DOCUMENT),
    "update_group": of("group_id", data=DOCUMENT),
    "delete_group": of("group_id"),
    "get_group_policies": of("group_id"),
    "set_group_policies": of("group_id", data=DOCUMENT),
    "get_identity_preferences": of(),
    "set_identity_preferences": of(data=DOCUMENT),
    "get_membership_fields": of("group_id"),
    "set_membership_fields": of("group_id", data=DOCUMENT),
    "batch_membership_action": of("group_id", actions=DOCUMENT),
    "set_subscription_admin_verified": of("group_id", "subscription_id"),
}

COMPUTE_V2: dict[str, Call] = {
    "get_version": of(),
    "get_version all": of(service="all"),
    "get_result_amqp_url": of(),
    "register_endpoint": of(data=DOCUMENT),
    "get_endpoint": of("endpoint_id"),
    "get_endpoint_status": of("endpoint_id"),
    "get_endpoints": of(),
    "get_endpoints any": of(role="any"),
    "delete_endpoint": of("endpoint_id"),
    "lock_endpoint": of("endpoint_id"),
    "register_function": of(data=DOCUMENT),
    "get_function": of("function_id"),
    "delete_function": of("function_id"),
    "get_task": of("task_id"),
    "get_task_batch": of("task_id"),
    "get_task_group": of("task_group_id"),
    "submit": of(data=DOCUMENT),
}

COMPUTE_V3: dict[str, Call] = {
    "register_endpoint": of(data=DOCUMENT),
    "update_endpoint": of("endpoint_id", data=DOCUMENT),
    "lock_endpoint": of("endpoint_id"),
    "get_endpoint_allowlist": of("endpoint_id"),
    "register_function": of(data=DOCUMENT),
    "submit": of("endpoint_id", data=DOCUMENT),
}

AUTH: dict[str, Call] = {
    "get_openid_configuration": of(),
    "get_jwk": of(),
    "userinfo": of(),
    "oauth2_client_credentials_tokens": of(),
    "oauth2_exchange_code_for_tokens": exchange,
    "oauth2_refresh_token": of("refresh_token"),
    "oauth2_token": of(form_data={"grant_type": "client_credentials"}),
    "oauth2_get_dependent_tokens": of(token="mine"),
    "oauth2_token_introspect": of(token="mine"),
    "oauth2_validate_token": of(token="mine"),
    "oauth2_revoke_token": of(token="mine"),
    "get_identities": of(usernames="ada@lab.example.org"),
    "get_identities default": of_metadata(ids="id"),
    "get_identities multiple": of_metadata(usernames="usernames"),
    "get_identity_providers": of_metadata(domains="domains"),
    "get_consents": of("identity_id"),
    "create_project": of(display_name="new", contact_email="ada@lab.example.org"),
    "get_project": of("project_id"),
    "get_projects": of(),
    "update_project": of("id", display_name="new"),
    "delete_project": of("id"),
    "create_client": with_all("args"),
    "create_child_client": with_all("args"),
    "create_native_app_instance": with_all("args"),
    "get_client": of_metadata(client_id="client_id"),
    "get_client fqdn": of_metadata(fqdn="fqdn"),
    "get_clients": of(),
    "update_client": with_all("args"),
    "delete_client": of("client_id"),
    "create_client_credential": of("client_id", "name"),
    "get_client_credentials": of("client_id"),
    "delete_client_credential": of("client_id", "credential_id"),
    "create_policy": with_all("args"),
    "get_policy": of("policy_id"),
    "get_policies": of(),
    "update_policy": with_all("args"),
    "delete_policy": of("policy_id"),
    "create_scope": with_all("args"),
    "get_scope": of("scope_id"),
    "get_scopes": of(),
    "get_scopes id": of_metadata(ids="scope_id"),
    "get_scopes string": of_metadata(scope_strings="scope_string"),
    "update_scope": with_all("args"),
    "delete_scope": of("scope_id"),
}

FLOWS: dict[str, Call] = {
    "create_flow": with_all("params"),
    "get_flow": of("flow_id"),
    "update_flow": lambda method, metadata: method(metadata["flow_id"], **metadata["params"]),
    "delete_flow": of("flow_id"),
    "list_flows": of(),
    "list_flows paginated": pages(),
    "validate_flow": of("success"),
    "validate_flow definition_error": of("invalid"),
    "run_flow": with_all("request_params"),
    "resume_run": of("run_id"),
    "validate_run": of("request_body"),
    "get_run": several(
        of("run_id"),
        of("run_id", include_flow_description=False),
        of("run_id", include_flow_description=True),
    ),
    "list_runs": of(),
    "list_runs filter_flow_id": lambda method, metadata: [
        method(filter_flow_id=ids) for ids in some_and_all([*metadata["by_flow_id"]])
    ],
    "list_runs paginated": pages(),
    "update_run": of("run_id", label="new"),
    "cancel_run": of("run_id"),
    "delete_run": of("run_id"),
    "get_run_definition": of("run_id"),
    "get_run_logs": of("run_id"),
    "get_run_logs paginated": pages("run_id"),
    "get_registered_api": of("registered_api_id"),
    "list_registered_apis": of(),
    "list_registered_apis paginated": pages(),
    "get_web_input": of("web_input_id"),
    "list_web_inputs": of(),
    "list_web_inputs paginated": pages(),
    "respond_to_web_input": of("web_input_id", "option_id"),
}


def some_and_all(ids: list[str]) -> list[Any]:
    """Each of two, and both in either order."""
    return [*ids, ids, ids[::-1]]


SEARCH: dict[str, Call] = {
    "create_index": of(display_name="new", description="An index"),
    "update_index": of("index_id", display_name="new"),
    "get_index": of("index_id"),
    "delete_index": of("index_id"),
    "reopen_index": of("index_id"),
    "index_list": of(),
    "create_role": of("index_id", data=DOCUMENT),
    "get_role_list": of("index_id"),
    "delete_role": of("index_id", "role_id"),
    "search": of("index_id", q="moss"),
    "post_search": of("index_id", data={"q": "moss"}),
    "scroll": of("index_id", data={"q": "moss"}),
    "get_subject": of("index_id", "subject"),
    "get_entry": of("index_id", "subject"),
    "ingest": of("index_id", data=DOCUMENT),
    "create_entry": of("index_id", data=DOCUMENT),
    "update_entry": of("index_id", data=DOCUMENT),
    "delete_entry": of("index_id", "subject"),
    "delete_subject": of("index_id", "subject"),
    "delete_by_query": of("index_id", data={"q": "moss"}),
    "batch_delete_by_subject": of("index_id", subjects=["moss"]),
    "get_task": of("task_id"),
    "get_task_list": of("index_id"),
}

TIMER: dict[str, Call] = {
    "create_timer": of(timer=DOCUMENT),
    "create_job": of(data=DOCUMENT),
    "list_jobs": of(),
    "get_job": of("job_id"),
    "update_job": of("job_id", data=DOCUMENT),
    "delete_job": of("job_id"),
    "pause_job": of("job_id"),
    "resume_job": of("job_id"),
}

CALLS: dict[str, dict[str, Call]] = {
    "auth": AUTH,
    "compute.v2": COMPUTE_V2,
    "compute.v3": COMPUTE_V3,
    "flows": FLOWS,
    "globus_connect_server": GCS,
    "groups": GROUPS,
    "search": SEARCH,
    "timer": TIMER,
    "transfer": TRANSFER,
    "transfer.v2": TRANSFER_V2,
}
