"""Roles on endpoints and collections."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import IDENTITY_ID, made_id
from .endpoints import COLLECTION, PATH
from .shapes import Document, answer, changed, listed, refused

ROLE_ID = made_id("role")
ROLE: Document = {
    "DATA_TYPE": "role",
    "id": ROLE_ID,
    "principal_type": "identity",
    "principal": IDENTITY_ID,
    "role": "administrator",
}

_ROLE = f"{PATH}/role/{ROLE_ID}"
_KNOWN = {**COLLECTION, "role_id": ROLE_ID}

ANSWERS: dict[str, ResponseSet] = {
    "endpoint_role_list": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=f"{PATH}/role_list", json=listed("role_list", ROLE)),
    ),
    "get_endpoint_role": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_ROLE, json=ROLE),
        not_found=refused(_ROLE, 404, "RoleNotFound", f"There is no role {ROLE_ID}."),
    ),
    "add_endpoint_role": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=f"{PATH}/role", method="POST", status=201, json=ROLE),
    ),
    "delete_endpoint_role": ResponseSet(
        metadata=_KNOWN,
        default=changed("DELETE", _ROLE, "Deleted", "The role has been deleted."),
    ),
}
