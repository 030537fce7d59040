"""Collections."""

from __future__ import annotations

from typing import Any

from ...models import ResponseSet
from .._people import COLLECTION_ID, IDENTITY_ID, ORGANIZATION, OTHER_COLLECTION_ID, made_id
from .endpoint import MANAGER_URL
from .shapes import POSIX_ID, Document, answer, created, refused, success
from .storage_gateways import GATEWAY_ID, OTHER_GATEWAY_ID


def collection(
    collection_id: str = COLLECTION_ID, display_name: str = "Microscope data", **changes: Any
) -> Document:
    """A mapped collection."""
    return {
        "DATA_TYPE": "collection#1.0.0",
        "id": collection_id,
        "collection_type": "mapped",
        "display_name": display_name,
        "identity_id": IDENTITY_ID,
        "storage_gateway_id": GATEWAY_ID,
        "connector_id": POSIX_ID,
        "collection_base_path": "/srv/images",
        "default_directory": "/~/",
        "domain_name": "m-1a2b3c.abc.xyz.data.globus.org",
        "https_url": "https://m-1a2b3c.abc.xyz.data.globus.org",
        "tlsftp_url": "tlsftp://m-1a2b3c.abc.xyz.data.globus.org:443",
        "manager_url": MANAGER_URL,
        "public": True,
        "organization": ORGANIZATION,
        "department": "Optics",
        "description": None,
        "keywords": ["images", "raw"],
        "contact_email": None,
        "contact_info": None,
        "info_link": None,
        "allow_guest_collections": True,
        "delete_protected": True,
        "disable_anonymous_writes": True,
        "disable_verify": False,
        "enable_https": True,
        "force_encryption": False,
        "high_assurance": False,
        "require_high_assurance": False,
        "authentication_assurance_timeout": 15840,
        "authentication_timeout_mins": 15840,
        "created_at": "2026-01-15",
        "last_access": "2026-01-16",
        "deleted": False,
        **changes,
    }


MAPPED = collection()
GUEST = collection(
    made_id("guest collection"),
    "Results",
    collection_type="guest",
    mapped_collection_id=COLLECTION_ID,
    user_credential_id=made_id("user credential"),
)
COLLECTIONS = [
    MAPPED,
    collection(OTHER_COLLECTION_ID, "Archive", storage_gateway_id=OTHER_GATEWAY_ID),
]

_PATH = f"/collections/{COLLECTION_ID}"
_GUEST_PATH = f"/collections/{GUEST['id']}"
_KNOWN = {"collection_id": COLLECTION_ID, "display_name": MAPPED["display_name"]}
_GUEST_KNOWN = {
    "collection_id": GUEST["id"],
    "display_name": GUEST["display_name"],
    "mapped_collection_id": COLLECTION_ID,
}
_NOT_FOUND: Document = {"DATA_TYPE": "collection_not_found#1.0.0", "collection_id": COLLECTION_ID}

ANSWERS: dict[str, ResponseSet] = {
    "get_collection_list": ResponseSet(
        metadata={
            "identity_id": IDENTITY_ID,
            "collection_ids": [one["id"] for one in COLLECTIONS],
            "gateway_ids": [one["storage_gateway_id"] for one in COLLECTIONS],
            "display_names": [one["display_name"] for one in COLLECTIONS],
        },
        default=answer(path="/collections", json=success(*COLLECTIONS)),
        forbidden=refused(
            "/collections",
            403,
            "permission_denied",
            message="You have no role on this endpoint.",
        ),
    ),
    "get_collection": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, json=success(MAPPED)),
        guest=answer(path=_GUEST_PATH, json=success(GUEST), metadata=_GUEST_KNOWN),
        not_found=refused(
            _PATH,
            404,
            "not_found",
            message=f"There is no collection {COLLECTION_ID}.",
            detail=_NOT_FOUND,
        ),
    ),
    "create_collection": ResponseSet(
        metadata=_KNOWN,
        default=created("/collections", MAPPED),
        guest=created("/collections", GUEST, metadata=_GUEST_KNOWN),
    ),
    "update_collection": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, method="PATCH", json=success(MAPPED)),
    ),
    "delete_collection": ResponseSet(
        metadata=_KNOWN,
        default=answer(
            path=_PATH, method="DELETE", json=success(message="The collection is deleted.")
        ),
        delete_protected=refused(
            _PATH,
            409,
            "conflict",
            message="The collection is protected from deletion.",
            method="DELETE",
        ),
    ),
}
