"""Documents of endpoints, collections and servers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from armillary.core.clock import utcnow
from armillary.transfer.model import GUESTS, Collection, EntityType, Node
from armillary.transfer.paths import DEFAULT_DIRECTORY
from armillary.transfer.wire.results import Document

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
    is_guest = collection.entity_type in GUESTS
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
    personal = _personal(collection, roles=roles, node=node, mapped=mapped)
    return _ENDPOINT_CONSTANTS | own | personal | collection.details


def _personal(
    collection: Collection, *, roles: Sequence[str], node: Node | None, mapped: Collection | None
) -> Document:
    """What documents of personal collections, and of guests on them, have of their own."""
    is_personal = collection.entity_type == EntityType.PERSONAL
    if not is_personal and collection.entity_type != EntityType.PERSONAL_GUEST:
        return {}
    own: Document = {
        "owner_id": collection.owner_identity_id,
        "gcs_manager_url": None,
        "is_globus_connect": is_personal,
        "gcp_connected": node is not None and node.revoked_at is None and _lives(node),
        "gcp_paused": False,
    }
    if mapped is None:
        return own
    return own | {
        "host_endpoint": f"{mapped.owner_string}#{mapped.id}",
        "host_endpoint_id": mapped.id,
        "host_endpoint_display_name": mapped.display_name,
        "host_path": collection.base_path if "administrator" in roles else None,
    }


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
        "is_connected": _lives(node),
        "is_paused": False,
        "incoming_data_port_start": None,
        "incoming_data_port_end": None,
        "outgoing_data_port_start": None,
        "outgoing_data_port_end": None,
    }


def _lives(node: Node) -> bool:
    return utcnow() - node.last_seen < _NODE_LIVES
