"""Projects, which hold clients and policies."""

from __future__ import annotations

from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import EMAIL, IDENTITY_ID, ORGANIZATION, OTHER_USERNAME, PROJECT_ID, made_id
from .identities import OF_GLOBUS_ID, identity
from .shapes import Document, answer

GROUP_ID = made_id("group")
_PATH = "/v2/api/projects"


def project(project_id: str = PROJECT_ID, *, name: str = "Optics", admins: Any = ()) -> Document:
    """A project that identities administer."""
    people = list(admins) or [identity()]
    return {
        "id": project_id,
        "project_name": name,
        "display_name": name,
        "contact_email": EMAIL,
        "admin_ids": [one["id"] for one in people],
        "admin_group_ids": None,
        "admins": {"identities": people, "groups": []},
    }


OF_A_GROUP: Document = {
    **project(),
    "admin_ids": None,
    "admin_group_ids": [GROUP_ID],
    "admins": {
        "identities": [],
        "groups": [
            {
                "id": GROUP_ID,
                "name": "Microscopy",
                "description": "People who use the microscopes",
                "organization": ORGANIZATION,
            }
        ],
    },
}
PROJECTS = [
    project(),
    project(
        made_id("other project"),
        name="Archive",
        admins=[identity(), {**OF_GLOBUS_ID, "email": OTHER_USERNAME}],
    ),
]

_PROJECT = f"{_PATH}/{PROJECT_ID}"
_OF_ONE = {"id": PROJECT_ID, "admin_id": IDENTITY_ID}


def _written(method: Any, path: str, name: str) -> ResponseSet:
    def told(document: Document, **metadata: str) -> RegisteredResponse:
        return answer(path=path, method=method, json={"project": document}, metadata=metadata)

    return ResponseSet(
        default=told(project(name=name), **_OF_ONE),
        admin_group=told(OF_A_GROUP, id=PROJECT_ID, admin_group_id=GROUP_ID),
    )


ANSWERS: dict[str, ResponseSet] = {
    "create_project": _written("POST", _PATH, "Optics"),
    "get_project": ResponseSet(
        metadata={"project_id": PROJECT_ID},
        default=answer(path=_PROJECT, json={"project": project()}),
    ),
    "get_projects": ResponseSet(
        metadata={
            "project_ids": [one["id"] for one in PROJECTS],
            "admin_map": {one["id"]: one["admin_ids"] for one in PROJECTS},
        },
        default=answer(path=_PATH, json={"projects": PROJECTS}),
    ),
    "update_project": _written("PUT", _PROJECT, "Optics and imaging"),
    "delete_project": ResponseSet(
        default=answer(
            path=_PROJECT, method="DELETE", json={"project": project()}, metadata=_OF_ONE
        ),
    ),
}
