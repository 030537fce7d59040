"""Roles on the endpoint and on collections."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import COLLECTION_ID, IDENTITY_ID, OTHER_IDENTITY_ID, made_id
from .shapes import Document, answer, created, refused, success

ROLE_ID = made_id("gcs role")
PRINCIPAL = f"urn:globus:auth:identity:{IDENTITY_ID}"


def role(
    role_id: str = ROLE_ID,
    *,
    principal: str = PRINCIPAL,
    name: str = "administrator",
    collection: str | None = COLLECTION_ID,
) -> Document:
    """What somebody may do; without a collection, on the endpoint."""
    return {
        "DATA_TYPE": "role#1.0.0",
        "id": role_id,
        "collection": collection,
        "principal": principal,
        "role": name,
    }


ROLES = [
    role(),
    role(
        made_id("other gcs role"),
        principal=f"urn:globus:auth:identity:{OTHER_IDENTITY_ID}",
        name="activity_monitor",
    ),
]

_PATH = f"/roles/{ROLE_ID}"
_KNOWN = {"role_id": ROLE_ID, "collection_id": COLLECTION_ID, "principal": PRINCIPAL}

ANSWERS: dict[str, ResponseSet] = {
    "get_role_list": ResponseSet(
        metadata={"collection_id": COLLECTION_ID, "role_ids": [one["id"] for one in ROLES]},
        default=answer(path="/roles", json=success(*ROLES)),
    ),
    "get_role": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, json=success(role())),
        not_found=refused(_PATH, 404, "not_found", message=f"There is no role {ROLE_ID}."),
    ),
    "create_role": ResponseSet(
        metadata=_KNOWN,
        default=created("/roles", role()),
    ),
    "delete_role": ResponseSet(
        metadata={"role_id": ROLE_ID},
        default=answer(path=_PATH, method="DELETE", json=success()),
    ),
}
