"""Storage gateways."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import made_id
from .shapes import POSIX_ID, Document, answer, refused, success

GATEWAY_ID = made_id("storage gateway")
OTHER_GATEWAY_ID = made_id("other storage gateway")
DISPLAY_NAME = "Optics disks"


def gateway(gateway_id: str = GATEWAY_ID, display_name: str = DISPLAY_NAME) -> Document:
    """A gateway to POSIX storage."""
    return {
        "DATA_TYPE": "storage_gateway#1.0.0",
        "id": gateway_id,
        "display_name": display_name,
        "connector_id": POSIX_ID,
        "allowed_domains": ["lab.example.org"],
        "mapping": "username",
        "identity_mappings": None,
        "restrict_paths": {"DATA_TYPE": "path_restrictions#1.0.0", "read": ["/srv"]},
        "policies": {
            "DATA_TYPE": "posix_storage_policies#1.0.0",
            "groups_allow": ["optics"],
            "groups_deny": ["visitors"],
        },
        "users_allow": ["ada"],
        "users_deny": ["mallory"],
        "high_assurance": False,
        "require_high_assurance": False,
        "require_mfa": False,
        "authentication_assurance_timeout": 15840,
        "authentication_timeout_mins": 15840,
        "deleted": False,
    }


GATEWAYS = [gateway(), gateway(OTHER_GATEWAY_ID, "Archive tapes")]

_PATH = f"/storage_gateways/{GATEWAY_ID}"
_KNOWN = {"id": GATEWAY_ID, "display_name": DISPLAY_NAME}
_INVALID = "The list of allowed domains is empty."
_DENIED = "Only an administrator of the endpoint may delete storage gateways."

ANSWERS: dict[str, ResponseSet] = {
    "get_storage_gateway_list": ResponseSet(
        metadata={"ids": [one["id"] for one in GATEWAYS]},
        default=answer(path="/storage_gateways", json=success(*GATEWAYS)),
    ),
    "get_storage_gateway": ResponseSet(
        metadata=_KNOWN, default=answer(path=_PATH, json=success(gateway()))
    ),
    "create_storage_gateway": ResponseSet(
        metadata=_KNOWN,
        default=answer(path="/storage_gateways", method="POST", json=success(gateway())),
        validation_error=refused(
            "/storage_gateways",
            422,
            "unprocessable_entity",
            message=_INVALID,
            method="POST",
            detail=_INVALID,
            metadata={"http_status": 422, "code": "unprocessable_entity", "message": _INVALID},
        ),
    ),
    "update_storage_gateway": ResponseSet(
        metadata=_KNOWN, default=answer(path=_PATH, method="PATCH", json=success(gateway()))
    ),
    "delete_storage_gateway": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, method="DELETE", json=success({})),
        permission_denied_error=refused(
            _PATH,
            403,
            "permission_denied",
            message=None,
            method="DELETE",
            detail=_DENIED,
            metadata={
                **_KNOWN,
                "http_status": 403,
                "code": "permission_denied",
                "message": _DENIED,
            },
        ),
    ),
}
