"""Which answer says what a further call needs (OpenAPI 3.1 section 4.8.20)."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

# What is made by the first operation has this id; these operations take it as this parameter.
_BY_ID = (
    (
        ("post", "/v2/api/projects"),
        "$response.body#/project/id",
        "project_id",
        ("/v2/api/projects/{project_id}", "/v2/api/projects/{project_id}/events"),
    ),
    (
        ("post", "/v2/api/clients"),
        "$response.body#/client/id",
        "client_id",
        (
            "/v2/api/clients/{client_id}",
            "/v2/api/clients/{client_id}/credentials",
            "/v2/api/clients/{client_id}/scopes",
        ),
    ),
    (
        ("post", "/v2/api/clients/{client_id}/scopes"),
        "$response.body#/scope/id",
        "scope_id",
        ("/v2/api/scopes/{scope_id}",),
    ),
    (
        ("post", "/v2/api/policies"),
        "$response.body#/policy/id",
        "policy_id",
        ("/v2/api/policies/{policy_id}",),
    ),
)


def add_links(paths: Schema) -> None:
    """Write the links into the operations' answers."""
    for (method, path), value, parameter, targets in _BY_ID:
        for target in targets:
            for operation in paths[target].values():
                link = {"parameters": {parameter: value}}
                _add(paths[path][method], operation["operationId"], link)
    _add_credential(paths)
    project = "$response.body#/project/id"
    _add_body(paths, "/v2/api/clients", {"client": {**_CLIENT, "project": project}})
    _add_body(paths, "/v2/api/policies", {"policy": {**_POLICY, "project_id": project}})


_CLIENT = {"name": "An app", "client_type": "confidential_client"}
_POLICY = {"display_name": "A policy", "description": "What it is for"}


def _add_body(paths: Schema, path: str, body: Schema) -> None:
    """That a new project is where the thing can be made."""
    operation_id = paths[path]["post"]["operationId"]
    _add(paths["/v2/api/projects"]["post"], operation_id, {"requestBody": body})


def _add_credential(paths: Schema) -> None:
    making = paths["/v2/api/clients/{client_id}/credentials"]["post"]
    removal = paths["/v2/api/clients/{client_id}/credentials/{credential_id}"]["delete"]
    link = {
        "parameters": {
            "client_id": "$request.path.client_id",
            "credential_id": "$response.body#/credential/id",
        }
    }
    _add(making, removal["operationId"], link)


def _add(operation: Schema, target: str, link: Schema) -> None:
    links = operation["responses"]["201"].setdefault("links", {})
    links[target] = {"operationId": target, **link}
