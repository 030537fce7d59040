"""Access rules of guest collections."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import OTHER_COLLECTION_ID, OTHER_IDENTITY_ID, made_id
from .shapes import Document, answer, changed, listed, refused, result

RULE_ID = made_id("access rule")

_ENDPOINT = f"/v0.10/endpoint/{OTHER_COLLECTION_ID}"
_RULES, _RULE = f"{_ENDPOINT}/access", f"{_ENDPOINT}/access/{RULE_ID}"
_KNOWN = {"endpoint_id": OTHER_COLLECTION_ID, "rule_id": RULE_ID}


def rule(rule_id: str | None = RULE_ID, **changes: str | None) -> Document:
    """A rule that lets somebody read."""
    return {
        "DATA_TYPE": "access",
        "id": rule_id,
        "principal_type": "identity",
        "principal": OTHER_IDENTITY_ID,
        "path": "/results/",
        "permissions": "r",
        "role_id": None,
        "role_type": None,
        "create_time": "2026-01-15T10:30:00+00:00",
        "expiration_date": None,
        **changes,
    }


ROLE_RULE = rule(
    None, path="/", permissions="rw", role_id=made_id("role"), role_type="administrator"
)
RULES = listed("access_list", rule(), ROLE_RULE, endpoint=OTHER_COLLECTION_ID)

ANSWERS: dict[str, ResponseSet] = {
    "endpoint_acl_list": ResponseSet(
        metadata=_KNOWN, default=answer(path=f"{_ENDPOINT}/access_list", json=RULES)
    ),
    "get_endpoint_acl_rule": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_RULE, json=rule()),
        not_found=refused(_RULE, 404, "AccessRuleNotFound", f"There is no access rule {RULE_ID}."),
    ),
    "add_endpoint_acl_rule": ResponseSet(
        metadata=_KNOWN,
        default=answer(
            path=_RULES,
            method="POST",
            status=201,
            json=result(
                _RULES,
                "Created",
                "Access rule created successfully.",
                data_type="access_create_result",
                access_id=RULE_ID,
            ),
        ),
        exists=refused(
            _RULES, 409, "Exists", "There is such an access rule already.", method="POST"
        ),
    ),
    "update_endpoint_acl_rule": ResponseSet(
        metadata=_KNOWN,
        default=changed("PUT", _RULE, "Updated", "The access rule has been updated."),
    ),
    "delete_endpoint_acl_rule": ResponseSet(
        metadata=_KNOWN,
        default=changed("DELETE", _RULE, "Deleted", "The access rule has been deleted."),
    ),
}
