"""Project documents of the Auth API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import Field

from armillary.auth.audit import AuditEvent
from armillary.auth.bodies import Body, Email, Name, UuidText
from armillary.auth.identities.model import Identity
from armillary.auth.identities.wire import identity_document
from armillary.auth.projects.model import Project


class ProjectFields(Body):
    """A project as clients send it; absent keys leave things as they are."""

    display_name: Name | None = None
    contact_email: Email | None = None
    admin_ids: list[UuidText] | None = Field(default=None, max_length=100)
    admin_group_ids: list[UuidText] | None = Field(default=None, max_length=100)


class ProjectBody(Body):
    """The body of ``POST`` and ``PUT``."""

    project: ProjectFields


def project_document(
    project: Project,
    admins: Sequence[Identity],
    group_ids: Sequence[str],
    group_names: Mapping[str, str],
) -> dict[str, Any]:
    """A project with its administrators.

    :param group_names: by id, of those groups that still exist
    """
    return {
        "id": project.id,
        "project_name": project.display_name,
        "display_name": project.display_name,
        "contact_email": project.contact_email,
        "admin_ids": [admin.id for admin in admins],
        "admin_group_ids": list(group_ids) or None,
        "admins": {
            "identities": [identity_document(admin, with_email=True) for admin in admins],
            "groups": [{"id": i, "name": name} for i, name in group_names.items()],
        },
    }


def events_document(
    found: Sequence[AuditEvent], people: Iterable[Identity], per_page: int
) -> dict[str, Any]:
    """A page of a project's events.

    :param found: one more than fit on the page, if there are
    :param people: the identities that acted, as far as they are still known
    """
    usernames = {identity.id: identity.username for identity in people}
    shown = found[:per_page]
    document: dict[str, Any] = {"events": [_event(event, usernames) for event in shown]}
    if len(found) > per_page:
        document["marker"] = str(shown[-1].id)
    return document


def _event(event: AuditEvent, usernames: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": str(event.id),
        "at": event.at.isoformat(timespec="microseconds"),
        "event": event.event,
        "actor": event.actor,
        "actor_username": usernames.get(event.actor or ""),
        "client": event.client,
        "target": event.target,
        "detail": event.detail,
    }
