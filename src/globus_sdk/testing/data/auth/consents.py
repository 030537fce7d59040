"""What apps have been allowed."""

from __future__ import annotations

from typing import Any

from ...models import ResponseSet
from .._people import CLIENT_ID, COLLECTION_ID, IDENTITY_ID, made_id
from .shapes import ISSUER, Document, answer

_MOMENT = "2026-01-15T10:30:00.000000+00:00"


def consent(consent_id: int, scope_name: str, path: list[int], **changes: Any) -> Document:
    """A consent, and those that it depends on."""
    return {
        "id": consent_id,
        "client": CLIENT_ID,
        "scope": made_id(scope_name),
        "scope_name": scope_name,
        "effective_identity": IDENTITY_ID,
        "dependency_path": path,
        "created": _MOMENT,
        "updated": _MOMENT,
        "last_used": _MOMENT,
        "status": "approved",
        "allows_refresh": True,
        "auto_approved": False,
        "atomically_revocable": False,
        **changes,
    }


CONSENTS = [
    consent(142, "urn:globus:auth:scope:transfer.api.globus.org:all", [142]),
    consent(
        143,
        f"{ISSUER}/scopes/{COLLECTION_ID}/data_access",
        [142, 143],
        client=made_id("transfer"),
        atomically_revocable=True,
    ),
]

ANSWERS: dict[str, ResponseSet] = {
    "get_consents": ResponseSet(
        metadata={"identity_id": IDENTITY_ID},
        default=answer(
            path=f"/v2/api/identities/{IDENTITY_ID}/consents", json={"consents": CONSENTS}
        ),
    ),
}
