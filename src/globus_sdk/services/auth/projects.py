"""Projects, to which clients belong."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from ..._core.calls import delete, get, listing, post, put
from ..._core.encoding import texts
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...response import GlobusHTTPResponse
from .identities import Ids
from .response import GetProjectsResponse

if TYPE_CHECKING:
    from ...documents import ProjectAnswer


@operation
def get_projects(self: object) -> Call[GetProjectsResponse]:
    """List the projects that the user administers.

    ``GET /v2/api/projects``
    """
    return listing("/v2/api/projects", GetProjectsResponse)


@operation
def get_project(
    self: object, project_id: uuid.UUID | str
) -> Call[GlobusHTTPResponse[ProjectAnswer]]:
    """Look up a project.

    ``GET /v2/api/projects/<project_id>``

    :param project_id: its id.
    """
    return get(f"/v2/api/projects/{project_id}")


@operation
def create_project(
    self: object,
    display_name: str,
    contact_email: str,
    *,
    admin_ids: Ids | MissingType = MISSING,
    admin_group_ids: Ids | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[ProjectAnswer]]:
    """Create a project.

    ``POST /v2/api/projects``

    :param display_name: its name.
    :param contact_email: whom to write to.
    :param admin_ids: the identities that administer it.
    :param admin_group_ids: the groups that do.
    """
    document = {
        "display_name": display_name,
        "contact_email": contact_email,
        "admin_ids": texts(admin_ids),
        "admin_group_ids": texts(admin_group_ids),
    }
    return post("/v2/api/projects", {"project": present(document)})


@operation
def update_project(
    self: object,
    project_id: uuid.UUID | str,
    *,
    display_name: str | MissingType = MISSING,
    contact_email: str | MissingType = MISSING,
    admin_ids: Ids | MissingType = MISSING,
    admin_group_ids: Ids | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[ProjectAnswer]]:
    """Change a project; what is not given stays as it is.

    ``PUT /v2/api/projects/<project_id>``

    :param project_id: its id.
    :param display_name: its name.
    :param contact_email: whom to write to.
    :param admin_ids: the identities that administer it.
    :param admin_group_ids: the groups that do.
    """
    document = {
        "display_name": display_name,
        "contact_email": contact_email,
        "admin_ids": texts(admin_ids),
        "admin_group_ids": texts(admin_group_ids),
    }
    return put(f"/v2/api/projects/{project_id}", {"project": present(document)})


@operation
def delete_project(
    self: object, project_id: uuid.UUID | str
) -> Call[GlobusHTTPResponse[ProjectAnswer]]:
    """Delete a project.

    ``DELETE /v2/api/projects/<project_id>``

    :param project_id: its id.
    """
    return delete(f"/v2/api/projects/{project_id}")
