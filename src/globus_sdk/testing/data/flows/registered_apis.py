"""APIs that flows may call."""

from __future__ import annotations

from ...models import ResponseSet
from .._people import SUBSCRIPTION_ID, made_id
from .shapes import OTHER, OWNER, Document, answer, page, paginated, several

API_ID = made_id("registered api")
NAME = "Sample register"

_SUMMARY = ("id", "name", "description", "created_timestamp", "updated_timestamp")
_RESOURCE: Document = {
    "type": "object",
    "required": ["resource_id"],
    "additionalProperties": False,
    "properties": {
        "resource_id": {"type": "string", "format": "uuid", "description": "Which sample"},
        "data": {"type": "string", "description": "What is known of it"},
    },
}
_SPECIFICATION: Document = {
    "summary": "Get a sample",
    "description": "What the register knows of a sample",
    "deprecated": False,
    "parameters": [
        {
            "name": "resource_id",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
            "allowEmptyValue": False,
            "allowReserved": False,
            "deprecated": False,
        }
    ],
    "responses": {
        "200": {
            "description": "The sample",
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/ResourceResponse"}}
            },
        }
    },
    "security": [{"GlobusAuth": [f"https://auth.globus.org/scopes/{API_ID}/read"]}],
}


def api(api_id: str = API_ID, name: str = NAME) -> Document:
    """One call of somebody's API."""
    return {
        "id": api_id,
        "name": name,
        "description": "Looks a sample up",
        "roles": {"owners": [OWNER], "administrators": [OTHER], "viewers": ["public"]},
        "target": {
            "type": "openapi",
            "openapi_version": "3.1",
            "destination": {
                "method": "get",
                "url": "https://samples.lab.example.org/samples/{resource_id}",
            },
            "specification": _SPECIFICATION,
            "transforms": None,
            "components": {"schemas": {"ResourceResponse": _RESOURCE}},
        },
        "data_templates": {
            "request": {"template": {"path": {"$T_ref": "state_input.resource_id"}}},
            "response": {
                "2XX": {"template": {"$T_ref": "response.body"}, "type": "success"},
                "default": {
                    "template": {
                        "exception": "SampleError",
                        "cause": {"$T_ref": "response.body"},
                    },
                    "type": "failure",
                },
            },
        },
        "state_input_schema": {
            "type": "object",
            "required": ["resource_id"],
            "properties": {"resource_id": {"type": "string"}},
        },
        "status": "ACTIVE",
        "subscription_id": SUBSCRIPTION_ID,
        "created_timestamp": "2026-01-15T10:30:00+00:00",
        "updated_timestamp": "2026-01-15T10:30:00+00:00",
        "edited_timestamp": None,
        "scheduled_deletion_timestamp": None,
    }


def summary(api_id: str = API_ID, name: str = NAME) -> Document:
    """An API, as lists tell it."""
    known = api(api_id, name)
    return {field: known[field] for field in _SUMMARY}


ANSWERS: dict[str, ResponseSet] = {
    "get_registered_api": ResponseSet(
        metadata={"registered_api_id": API_ID, "name": NAME},
        default=answer(path=f"/registered_apis/{API_ID}", json=api()),
    ),
    "list_registered_apis": ResponseSet(
        metadata={"first_registered_api_id": API_ID},
        default=answer(path="/registered_apis", json=page("registered_apis", [summary()])),
        paginated=paginated(
            "/registered_apis",
            "registered_apis",
            [summary(one, f"API {number}") for number, one in enumerate(several("api"))],
            owner_urn=OWNER,
        ),
    ),
}
