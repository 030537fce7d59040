"""Endpoints and collections, and the search for them."""

from __future__ import annotations

from typing import Any

from ...models import ResponseSet
from .._people import (
    COLLECTION_ID,
    ENDPOINT_ID,
    ORGANIZATION,
    OTHER_COLLECTION_ID,
    SUBSCRIPTION_ID,
    USERNAME,
)
from .shapes import Document, answer, changed, no_such_endpoint, refused

MANAGER_URL = "https://abc.xyz.data.globus.org"
NAME = "Microscope data"
OTHER_NAME = "Archive"

SERVER: Document = {
    "DATA_TYPE": "server",
    "id": 1,
    "hostname": "xyz.data.globus.org",
    "port": 443,
    "scheme": "tlsftp",
    "subject": None,
    "uri": "tlsftp://xyz.data.globus.org:443",
    "is_connected": True,
    "is_paused": False,
    "incoming_data_port_start": 50000,
    "incoming_data_port_end": 51000,
    "outgoing_data_port_start": 50000,
    "outgoing_data_port_end": 51000,
}
# what clients of today do not act on
_FORMER: Document = {
    "activated": True,
    "expires_in": -1,
    "expire_time": None,
    "myproxy_server": None,
    "myproxy_dn": None,
    "oauth_server": None,
    "s3_url": None,
    "s3_owner_activated": False,
    "in_use": False,
    "shareable": False,
    "sharing_target_endpoint": None,
    "sharing_target_root_path": None,
    "host_endpoint": None,
    "authentication_assurance_timeout": None,
    "french_english_bilingual": False,
}


def endpoint(
    endpoint_id: str = COLLECTION_ID, display_name: str = NAME, **changes: Any
) -> Document:
    """A mapped collection."""
    return {
        "DATA_TYPE": "endpoint",
        "DATA": [SERVER],
        "id": endpoint_id,
        "display_name": display_name,
        "entity_type": "GCSv5_mapped_collection",
        "owner_id": ENDPOINT_ID,
        "owner_string": USERNAME,
        "name": f"{USERNAME}#{endpoint_id}",
        "canonical_name": f"{USERNAME}#{endpoint_id}",
        "username": USERNAME,
        "organization": ORGANIZATION,
        "department": "Optics",
        "keywords": "images,raw",
        "description": "What the microscopes recorded",
        "contact_email": "help@lab.example.org",
        "contact_info": None,
        "info_link": "https://lab.example.org/data",
        "user_message": None,
        "user_message_link": None,
        "public": True,
        "my_effective_roles": ["administrator"],
        "subscription_id": None,
        "subscription_admin_verified": False,
        "gcs_manager_url": MANAGER_URL,
        "gcs_version": "5.4.80",
        "tlsftp_server": "tlsftp://xyz.data.globus.org:443",
        "https_server": "https://m-1a2b3c.xyz.data.globus.org",
        "default_directory": "/~/",
        "storage_type": "POSIX",
        "mapped_collection_id": None,
        "mapped_collection_display_name": None,
        "host_endpoint_id": None,
        "host_endpoint_display_name": None,
        "host_path": None,
        "non_functional": False,
        "non_functional_endpoint_id": ENDPOINT_ID,
        "non_functional_endpoint_display_name": "Optics storage",
        "is_globus_connect": False,
        "globus_connect_setup_key": None,
        "gcp_connected": None,
        "gcp_paused": None,
        "acl_available": False,
        "acl_editable": False,
        "acl_max_expiration_period_mins": None,
        "disable_anonymous_writes": True,
        "disable_verify": False,
        "force_verify": False,
        "force_encryption": True,
        "high_assurance": False,
        "mfa_required": False,
        "authentication_policy_id": None,
        "authentication_timeout_mins": None,
        "restrict_transfers_to_high_assurance": None,
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
        "associated_flow_policy": None,
        "guest_collection_activity_notification_policy": None,
        "local_user_info_available": None,
        **_FORMER,
        **changes,
    }


def guest(endpoint_id: str = OTHER_COLLECTION_ID, **changes: Any) -> Document:
    """A guest collection on the mapped one."""
    differences: Document = {
        "display_name": OTHER_NAME,
        "entity_type": "GCSv5_guest_collection",
        "mapped_collection_id": COLLECTION_ID,
        "mapped_collection_display_name": NAME,
        "https_server": "https://g-4d5e6f.xyz.data.globus.org",
        "acl_available": True,
        "acl_editable": True,
        **changes,
    }
    return endpoint(endpoint_id, **differences)


FOUND = [endpoint(), guest()]

PATH = f"/v0.10/endpoint/{COLLECTION_ID}"
COLLECTION = {"endpoint_id": COLLECTION_ID}
_SUBSCRIPTION = f"{PATH}/subscription"
_VERIFIED = f"{PATH}/subscription_admin_verified"

ANSWERS: dict[str, ResponseSet] = {
    "get_endpoint": ResponseSet(
        metadata=COLLECTION,
        default=answer(path=PATH, json=endpoint()),
        guest=answer(
            path=f"/v0.10/endpoint/{OTHER_COLLECTION_ID}",
            json=guest(),
            metadata={"endpoint_id": OTHER_COLLECTION_ID, "mapped_collection_id": COLLECTION_ID},
        ),
        not_found=no_such_endpoint(PATH, COLLECTION_ID),
    ),
    "endpoint_search": ResponseSet(
        metadata={
            "endpoint_ids": [one["id"] for one in FOUND],
            "display_names": [one["display_name"] for one in FOUND],
        },
        default=answer(
            path="/v0.10/endpoint_search",
            json={
                "DATA_TYPE": "endpoint_list",
                "limit": 100,
                "offset": 0,
                "has_next_page": False,
                "DATA": FOUND,
            },
        ),
    ),
    "update_endpoint": ResponseSet(
        metadata=COLLECTION,
        default=changed("PUT", PATH, "Updated", "The endpoint has been updated."),
        not_found=no_such_endpoint(PATH, COLLECTION_ID, method="PUT"),
    ),
    "delete_endpoint": ResponseSet(
        metadata=COLLECTION,
        default=changed("DELETE", PATH, "Deleted", "The endpoint has been deleted."),
        not_found=no_such_endpoint(PATH, COLLECTION_ID, method="DELETE"),
    ),
    "set_subscription_id": ResponseSet(
        metadata=COLLECTION,
        default=changed("PUT", _SUBSCRIPTION, "Updated", "The endpoint has been updated."),
        not_found=no_such_endpoint(_SUBSCRIPTION, COLLECTION_ID, method="PUT"),
        multi_subscriber_cannot_use_default=refused(
            _SUBSCRIPTION,
            400,
            "BadRequest",
            "You manage several subscriptions; name one of "
            f"{SUBSCRIPTION_ID}, {ENDPOINT_ID} instead of DEFAULT.",
            method="PUT",
            metadata={**COLLECTION, "subscription_ids": [SUBSCRIPTION_ID, ENDPOINT_ID]},
        ),
    ),
    "set_subscription_admin_verified": ResponseSet(
        metadata=COLLECTION,
        default=changed("PUT", _VERIFIED, "Updated", "The endpoint has been updated."),
        no_admin_role=refused(
            _VERIFIED,
            403,
            "PermissionDenied",
            "Only an administrator of the collection's subscription may verify it.",
            method="PUT",
            metadata=COLLECTION,
        ),
        non_valid_verified_status=refused(
            _VERIFIED,
            400,
            "BadRequest",
            "subscription_admin_verified is neither true nor false.",
            method="PUT",
        ),
        non_subscribed_endpoint=refused(
            _VERIFIED,
            400,
            "BadRequest",
            "The collection has no subscription, so nobody can verify it.",
            method="PUT",
            metadata=COLLECTION,
        ),
        no_identities_in_session=refused(
            _VERIFIED,
            400,
            "BadRequest",
            f"Log in with an identity that administers the subscription {SUBSCRIPTION_ID}.",
            method="PUT",
            metadata={**COLLECTION, "subscription_id": SUBSCRIPTION_ID},
        ),
    ),
}
