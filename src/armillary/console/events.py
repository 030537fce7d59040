"""Who changed what in a project and its apps."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from armillary.console.context import Visit
from armillary.console.projects import project_of

# Others than these our own pages never name.
_MARKER = re.compile("[1-9][0-9]{0,9}")
# What each event says of its actor; the name of what was changed follows.
WORDS = {
    "project.created": "created the project",
    "project.updated": "changed the project",
    "project.admins_changed": "changed the administrators of",
    "project.deleted": "deleted the project",
    "client.created": "registered the app",
    "client.updated": "changed the app",
    "client.deleted": "deleted the app",
    "credential.created": "made a secret of the app",
    "credential.deleted": "revoked a secret of the app",
    "scope.created": "created the scope",
    "scope.updated": "changed the scope",
    "scope.deleted": "deleted the scope",
    "policy.created": "created the policy",
    "policy.updated": "changed the policy",
    "policy.deleted": "deleted the policy",
}


async def event_list(visit: Visit) -> Response:
    """A project's history, newest first: ``GET /developers/projects/<id>/events``."""
    project = await project_of(visit)
    marker = visit.query.get("marker", "")
    # Not part of Globus Auth's API, so the client has no method for it.
    page = await visit.auth.get(
        f"/v2/api/projects/{project['id']}/events",
        query_params={"marker": marker} if _MARKER.fullmatch(marker) else None,
    )
    usernames = await _usernames(visit, page["events"])
    return await visit.show(
        "events.html",
        project=project,
        events=[_row(event, usernames) for event in page["events"]],
        older=page.get("marker"),
    )


async def _usernames(visit: Visit, events: list[dict[str, Any]]) -> dict[str, str]:
    """The usernames of those who came and went, as far as they are still known."""
    ids = {i for e in events for key in ("added", "removed") for i in e["detail"].get(key, ())}
    if not ids:
        return {}
    found = (await visit.auth.get_identities(ids=sorted(ids)[:100]))["identities"]
    return {identity["id"]: identity["username"] for identity in found}


def _row(event: dict[str, Any], usernames: dict[str, str]) -> dict[str, Any]:
    detail = event["detail"]
    return {
        "at": event["at"],
        "who": event["actor_username"] or event["actor"] or "somebody",
        "did": WORDS.get(event["event"], event["event"]),
        "name": detail.get("display_name") or detail.get("name") or event["target"],
        "more": _more(detail, usernames),
    }


def _more(detail: dict[str, Any], usernames: dict[str, str]) -> list[str]:
    """What else there is to know."""
    told = {
        "secret": [detail["credential"]] if "credential" in detail else [],
        "changed": [field.replace("_", " ") for field in detail.get("changed", ())],
        "added": [usernames.get(i, i) for i in detail.get("added", ())],
        "removed": [usernames.get(i, i) for i in detail.get("removed", ())],
    }
    return [f"{what}: {', '.join(values)}" for what, values in told.items() if values]
