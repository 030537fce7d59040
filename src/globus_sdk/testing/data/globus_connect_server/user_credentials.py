"""User credentials."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import IDENTITY_ID, USERNAME, made_id
from .shapes import POSIX_ID, Document, answer, refused, success
from .storage_gateways import GATEWAY_ID

CREDENTIAL_ID = made_id("user credential")


def credential(credential_id: str = CREDENTIAL_ID, display_name: str = "Ada's") -> Document:
    """Somebody's access to a storage gateway."""
    return {
        "DATA_TYPE": "user_credential#1.0.0",
        "id": credential_id,
        "display_name": display_name,
        "identity_id": IDENTITY_ID,
        "username": USERNAME,
        "storage_gateway_id": GATEWAY_ID,
        "connector_id": POSIX_ID,
        "policies": {"DATA_TYPE": "posix_user_credential_policies#1.0.0"},
        "home_directory": "/home/ada",
        "provisioned": False,
        "invalid": False,
        "deleted": False,
    }


CREDENTIALS = [credential(), credential(made_id("other user credential"), "Ada's second")]

_PATH = f"/user_credentials/{CREDENTIAL_ID}"
_KNOWN = {"id": CREDENTIAL_ID}

ANSWERS: dict[str, ResponseSet] = {
    "get_user_credential_list": ResponseSet(
        metadata={"ids": [one["id"] for one in CREDENTIALS]},
        default=answer(path="/user_credentials", json=success(*CREDENTIALS)),
    ),
    "get_user_credential": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, json=success(credential())),
        not_found=refused(
            _PATH,
            404,
            "not_found",
            message=f"There is no user credential {CREDENTIAL_ID}.",
        ),
    ),
    "create_user_credential": ResponseSet(
        metadata=_KNOWN,
        default=answer(path="/user_credentials", method="POST", json=success(credential())),
    ),
    "update_user_credential": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, method="PATCH", json=success(credential())),
    ),
    "delete_user_credential": ResponseSet(
        metadata=_KNOWN, default=answer(path=_PATH, method="DELETE", json=success())
    ),
}
