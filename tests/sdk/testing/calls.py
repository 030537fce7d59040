"""How to call each method so that its recorded answer is the one that is given.

Positional arguments are names in the answer's metadata; the others are given as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from globus_sdk import ComputeClientV2, ComputeClientV3, GCSClient, GroupsClient, TransferClient
from globus_sdk.experimental import TransferClientV2

Call = Callable[[Any, dict[str, Any]], Any]  # of a method and the metadata

CLIENTS: dict[str, type[Any]] = {
    "compute.v2": ComputeClientV2,
    "compute.v3": ComputeClientV3,
    "globus_connect_server": GCSClient,
    "groups": GroupsClient,
    "transfer": TransferClient,
    "transfer.v2": TransferClientV2,
}


def client(service: str) -> Any:
    """A client of a service; only GCS Manager's has an address of its own."""
    addresses = {"globus_connect_server": ["abc.xyz.data.globus.org"]}
    return CLIENTS[service](*addresses.get(service, []))


def of(*names: str, **options: Any) -> Call:
    """A call with arguments of the metadata, and further ones."""
    return lambda method, metadata: method(*(metadata[name] for name in names), **options)


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

CALLS: dict[str, dict[str, Call]] = {
    "compute.v2": COMPUTE_V2,
    "compute.v3": COMPUTE_V3,
    "globus_connect_server": GCS,
    "groups": GROUPS,
    "transfer": TRANSFER,
    "transfer.v2": TRANSFER_V2,
}
