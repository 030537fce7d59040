"""What managers of endpoints see and decide: endpoints and pause rules."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import COLLECTION_ID, OTHER_COLLECTION_ID
from .endpoints import COLLECTION, NAME, endpoint, guest
from .hosting import PAUSE_RULE_ID, pause_rule
from .shapes import Document, answer, changed, listed, no_such_endpoint
from .sharing import RULES

_MANAGED = "/v0.10/endpoint_manager"
_ENDPOINT = f"{_MANAGED}/endpoint/{COLLECTION_ID}"
_GUEST = f"{_MANAGED}/endpoint/{OTHER_COLLECTION_ID}"
_RULE = f"{_MANAGED}/pause_rule/{PAUSE_RULE_ID}"
_RULE_KNOWN = {"pause_rule_id": PAUSE_RULE_ID, "endpoint_id": COLLECTION_ID}

MONITORED: Document = {
    "DATA_TYPE": "monitored_endpoint",
    "id": COLLECTION_ID,
    "display_name": NAME,
    "entity_type": "GCSv5_mapped_collection",
    "my_effective_roles": ["activity_manager"],
}


def rule(message: str = "The disks are being replaced") -> Document:
    """A pause rule, as its maker sees it."""
    return pause_rule("pause_rule", message=message)


ANSWERS: dict[str, ResponseSet] = {
    "endpoint_manager_monitored_endpoints": ResponseSet(
        metadata={"endpoint_ids": [COLLECTION_ID]},
        default=answer(
            path=f"{_MANAGED}/monitored_endpoints",
            json=listed("monitored_endpoint_list", MONITORED),
        ),
    ),
    "endpoint_manager_get_endpoint": ResponseSet(
        metadata=COLLECTION,
        default=answer(
            path=_ENDPOINT, json=endpoint(my_effective_roles=["activity_manager"], in_use=True)
        ),
        not_found=no_such_endpoint(_ENDPOINT, COLLECTION_ID),
    ),
    "endpoint_manager_hosted_endpoint_list": ResponseSet(
        metadata={**COLLECTION, "hosted_endpoint_ids": [OTHER_COLLECTION_ID]},
        default=answer(
            path=f"{_ENDPOINT}/hosted_endpoint_list", json=listed("endpoint_list", guest())
        ),
    ),
    "endpoint_manager_acl_list": ResponseSet(
        metadata={"endpoint_id": OTHER_COLLECTION_ID},
        default=answer(path=f"{_GUEST}/access_list", json=RULES),
    ),
    "endpoint_manager_pause_rule_list": ResponseSet(
        metadata=_RULE_KNOWN,
        default=answer(path=f"{_MANAGED}/pause_rule_list", json=listed("pause_rule_list", rule())),
    ),
    "endpoint_manager_get_pause_rule": ResponseSet(
        metadata=_RULE_KNOWN, default=answer(path=_RULE, json=rule())
    ),
    "endpoint_manager_create_pause_rule": ResponseSet(
        metadata=_RULE_KNOWN,
        default=answer(path=f"{_MANAGED}/pause_rule", method="POST", status=201, json=rule()),
    ),
    "endpoint_manager_update_pause_rule": ResponseSet(
        metadata=_RULE_KNOWN,
        default=answer(path=_RULE, method="PUT", json=rule("The disks are tested")),
    ),
    "endpoint_manager_delete_pause_rule": ResponseSet(
        metadata={"pause_rule_id": PAUSE_RULE_ID},
        default=changed("DELETE", _RULE, "Deleted", "The pause rule has been deleted."),
    ),
}
