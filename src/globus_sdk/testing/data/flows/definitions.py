"""Flows: what they do, and who may use them."""

from __future__ import annotations

from typing import Any

from responses import matchers

from ...models import ResponseSet
from .._people import IDENTITY_ID, SUBSCRIPTION_ID
from .shapes import (
    FLOW_ID,
    GROUP,
    OTHER,
    OWNER,
    Document,
    answer,
    page,
    paginated,
    refused,
    several,
)

ACTIONS = "https://actions.automate.globus.org"
TITLE = "Copy by way of the archive"


def _copy(comment: str, source: str, destination: str, **after: Any) -> Document:
    """A state that copies."""
    return {
        "Type": "Action",
        "Comment": comment,
        "ActionUrl": f"{ACTIONS}/transfer/transfer",
        "ActionScope": "https://auth.globus.org/scopes/actions.globus.org/transfer/transfer",
        "Parameters": {
            "source_endpoint_id.$": f"$.{source}_endpoint_id",
            "destination_endpoint_id.$": f"$.{destination}_endpoint_id",
            "transfer_items": [
                {
                    "source_path.$": f"$.{source}_path",
                    "destination_path.$": f"$.{destination}_path",
                    "recursive": True,
                }
            ],
        },
        "ResultPath": f"$.{comment.replace(' ', '_')}",
        **after,
    }


_INPUTS = [
    f"{place}_{part}"
    for place in ("source", "staging", "destination")
    for part in ("endpoint_id", "path")
]
DEFINITION: Document = {
    "Comment": "Copies twice",
    "StartAt": "Transfer1",
    "States": {
        "Transfer1": _copy("to the archive", "source", "staging", Next="Transfer2"),
        "Transfer2": _copy("from the archive", "staging", "destination", End=True),
    },
}
INPUT_SCHEMA: Document = {
    "type": "object",
    "additionalProperties": False,
    "required": _INPUTS,
    "properties": {name: {"type": "string"} for name in _INPUTS},
}
GREETING: Document = {
    "StartAt": "HelloWorld",
    "States": {
        "HelloWorld": {
            "Type": "Action",
            "ActionUrl": f"{ACTIONS}/hello_world",
            "ActionScope": "https://auth.globus.org/scopes/actions.globus.org/hello_world",
            "Parameters": {"echo_string": "Hello"},
            "ResultPath": "$.HelloResult",
            "End": True,
        }
    },
}
GREETING_SCHEMA: Document = {
    "type": "object",
    "additionalProperties": False,
    "required": ["echo_string", "sleep_time"],
    "properties": {
        "echo_string": {"type": "string", "description": "What is said"},
        "sleep_time": {"type": "integer"},
    },
}
NEW: Document = {
    "title": TITLE,
    "definition": DEFINITION,
    "input_schema": INPUT_SCHEMA,
    "subtitle": "Two copies, one after the other",
    "description": "Copies to the archive, and from there to where it belongs",
    "keywords": ["copy", "archive"],
    "flow_viewers": ["public", GROUP],
    "flow_starters": ["all_authenticated_users", GROUP],
    "flow_administrators": [OTHER],
    "run_managers": [OTHER],
    "run_monitors": [GROUP],
}
CHANGES: Document = {
    "subtitle": "Copies twice",
    "description": "By way of the archive",
    "subscription_id": SUBSCRIPTION_ID,
}
GOOD: Document = {
    "Comment": "One copy",
    "StartAt": "Step1",
    "States": {"Step1": _copy("at once", "source", "destination", End=True)},
}
INVALID: Document = {
    **GOOD,
    "States": {"Step1": _copy("at once", "source", "destination")},
}


def flow(flow_id: str = FLOW_ID, **changes: Any) -> Document:
    """A flow."""
    return {
        **NEW,
        "id": flow_id,
        "api_version": "1.0",
        "types": ["Action"],
        "synchronous": False,
        "log_supported": True,
        "globus_auth_scope": f"https://auth.globus.org/scopes/{flow_id}/flow_user",
        "globus_auth_username": f"{flow_id}@clients.auth.globus.org",
        "principal_urn": f"urn:globus:auth:identity:{flow_id}",
        "action_url": f"https://flows.automate.globus.org/flows/{flow_id}",
        "flow_url": f"https://flows.automate.globus.org/flows/{flow_id}",
        "flow_owner": OWNER,
        "created_by": OWNER,
        "created_at": "2026-01-15T10:30:00.000000+00:00",
        "updated_at": "2026-01-15T10:30:00.000000+00:00",
        "user_role": "flow_owner",
        "visible_to": [],
        "runnable_by": [],
        "administered_by": [],
        "subscription_id": None,
        **changes,
    }


_GREETINGS = [
    flow(one, title=f"Greeting {number}", definition=GREETING, input_schema=GREETING_SCHEMA)
    for number, one in enumerate(several("greeting"))
]
_PATH = f"/flows/{FLOW_ID}"

ANSWERS: dict[str, ResponseSet] = {
    "create_flow": ResponseSet(
        metadata={"params": NEW},
        default=answer(path="/flows", method="POST", json=flow()),
        bad_admin_principal_error=refused(
            "/flows",
            422,
            "UNPROCESSABLE_ENTITY",
            [
                {
                    "loc": ["flow_administrators"],
                    "msg": f"{OTHER} is nobody that is known.",
                    "type": "value_error",
                }
            ],
            method="POST",
        ),
    ),
    "get_flow": ResponseSet(
        metadata={"flow_id": FLOW_ID, "title": TITLE}, default=answer(path=_PATH, json=flow())
    ),
    "update_flow": ResponseSet(
        metadata={"flow_id": FLOW_ID, "params": CHANGES},
        default=answer(path=_PATH, method="PUT", json=flow(**CHANGES)),
    ),
    "delete_flow": ResponseSet(
        metadata={"flow_id": FLOW_ID},
        default=answer(
            path=_PATH,
            method="DELETE",
            json=flow(DELETED=True, deleted_at="2026-01-16T10:30:00.000000+00:00"),
        ),
    ),
    "list_flows": ResponseSet(
        metadata={"first_flow_id": FLOW_ID},
        default=answer(path="/flows", json=page("flows", [flow()])),
        paginated=paginated("/flows", "flows", _GREETINGS, owner_id=IDENTITY_ID),
    ),
    "validate_flow": ResponseSet(
        metadata={"success": GOOD, "invalid": INVALID},
        default=answer(
            path="/flows/validate",
            method="POST",
            json={"scopes": {"User": ["urn:globus:auth:scope:transfer.api.globus.org:all"]}},
            match=[matchers.json_params_matcher({"definition": GOOD}, strict_match=False)],
        ),
        definition_error=refused(
            "/flows/validate",
            422,
            "UNPROCESSABLE_ENTITY",
            [
                {
                    "loc": ["definition", "States", "Step1"],
                    "msg": "A state has to have either Next or End.",
                    "type": "value_error",
                }
            ],
            method="POST",
            message="The definition has 1 error.",
            match=[matchers.json_params_matcher({"definition": INVALID}, strict_match=False)],
        ),
    ),
}
