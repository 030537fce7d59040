"""The authentication policies of a project."""

from __future__ import annotations

from typing import Any

from armillary.console.context import NotThere, Visit
from armillary.console.fields import (
    TICKED,
    Field,
    Problem,
    Typed,
    Unacceptable,
    lines_of,
    ticked,
)
from armillary.console.forms import Done, Sheet
from armillary.console.projects import project_of
from globus_sdk import MISSING
from globus_sdk._missing import MissingType

_DOMAIN = "This is not a domain, such as example.org or *.example.org."
_TIMEOUT = "authentication_assurance_timeout"
_COMMON = (
    Field(
        "display_name",
        "Policy name",
        rule="Give the policy a name: one line of at most 255 characters.",
        required=True,
    ),
    Field(
        "description",
        "Description",
        "area",
        rule="Describe the policy in at most 4096 characters.",
        required=True,
        max_length=4096,
    ),
    Field(
        _TIMEOUT,
        "Sign-in lasts, in seconds",
        "number",
        hint="After that time people have to sign in anew. Empty: as long as the session does.",
        rule="Give a whole number of seconds, from 1 to 31622400, which is a year.",
    ),
    Field(
        "required_mfa", "Require a second factor", "check", hint="Only with a high assurance policy"
    ),
    Field(
        "domain_constraints_include",
        "Domains that people must be of",
        "lines",
        hint="One a line, such as example.org or *.example.org. Empty: any.",
        rule=_DOMAIN,
        max_length=20_000,
    ),
    Field(
        "domain_constraints_exclude",
        "Domains that people must not be of",
        "lines",
        hint="One a line. Empty: none.",
        rule=_DOMAIN,
        max_length=20_000,
    ),
)
_HIGH_ASSURANCE = Field(
    "high_assurance", "High assurance", "check", hint="This can't be changed afterwards."
)


async def new_sheet(visit: Visit) -> Sheet:
    """One more policy: ``/developers/projects/<id>/policies/new``."""
    project = await project_of(visit)
    title = f"New policy of {project['display_name']}"
    fields = (*_COMMON[:3], _HIGH_ASSURANCE, *_COMMON[3:])
    return Sheet(title, "Create the policy", _project(visit), fields)


async def create(visit: Visit, typed: Typed) -> Done:
    """Create the policy."""
    await visit.auth.create_policy(
        project_id=visit.ids["project_id"],
        display_name=typed["display_name"],
        description=typed["description"],
        high_assurance=ticked(typed, "high_assurance"),
        authentication_assurance_timeout=_seconds(typed),
        required_mfa=ticked(typed, "required_mfa"),
        domain_constraints_include=lines_of(typed["domain_constraints_include"]) or None,
        domain_constraints_exclude=lines_of(typed["domain_constraints_exclude"]) or None,
    )
    return Done(_project(visit), f"The policy {typed['display_name']} is created.")


async def edit_sheet(visit: Visit) -> Sheet:
    """What can be changed of a policy: ``/developers/projects/<id>/policies/<id>/edit``."""
    policy = await _policy(visit)
    values = {
        "display_name": policy["display_name"],
        "description": policy["description"],
        _TIMEOUT: str(policy[_TIMEOUT] or ""),
        "required_mfa": TICKED if policy["required_mfa"] else "",
        "domain_constraints_include": "\n".join(policy["domain_constraints_include"] or ()),
        "domain_constraints_exclude": "\n".join(policy["domain_constraints_exclude"] or ()),
    }
    assurance = "It is a high assurance policy." if policy["high_assurance"] else ""
    title = f"Edit the policy {policy['display_name']}"
    return Sheet(title, "Save", _project(visit), _COMMON, values, assurance)


async def edit(visit: Visit, typed: Typed) -> Done:
    """Change the policy."""
    policy = await _policy(visit)
    if policy[_TIMEOUT] and not typed[_TIMEOUT]:
        message = "Once a sign-in has an end, it can be changed, and not taken away."
        raise Unacceptable(Problem(message, _TIMEOUT))
    await visit.auth.update_policy(
        policy["id"],
        display_name=typed["display_name"],
        description=typed["description"],
        authentication_assurance_timeout=_seconds(typed),
        required_mfa=ticked(typed, "required_mfa"),
        domain_constraints_include=_changed(policy, typed, "domain_constraints_include"),
        domain_constraints_exclude=_changed(policy, typed, "domain_constraints_exclude"),
    )
    return Done(_project(visit), "The policy is changed.")


async def delete_sheet(visit: Visit) -> Sheet:
    """The question whether a policy shall go: ``.../policies/<id>/delete``."""
    policy = await _policy(visit)
    return Sheet(
        f"Delete the policy {policy['display_name']}",
        "Delete the policy",
        _project(visit),
        intro="Whoever asks for this policy by its id gets an error from then on. "
        "This can't be undone.",
        danger=True,
    )


async def delete(visit: Visit, _: Typed) -> Done:
    """Delete the policy."""
    policy = await _policy(visit)
    await visit.auth.delete_policy(policy["id"])
    return Done(_project(visit), f"The policy {policy['display_name']} is deleted.")


async def _policy(visit: Visit) -> dict[str, Any]:
    policy: dict[str, Any] = (await visit.auth.get_policy(visit.ids["policy_id"]))["policy"]
    if policy["project_id"] != visit.ids["project_id"]:
        raise NotThere
    return policy


def _seconds(typed: Typed) -> int | MissingType:
    text = typed[_TIMEOUT]
    if not text:
        return MISSING
    if not text.isdecimal() or len(text) > 9:
        raise Unacceptable(Problem(_COMMON[2].rule, _TIMEOUT))
    return int(text)


def _changed(policy: dict[str, Any], typed: Typed, name: str) -> list[str] | MissingType | None:
    """The domains as typed; an empty list, which a policy may have, stays when nothing is."""
    domains = lines_of(typed[name])
    return domains or (MISSING if policy[name] == [] else None)


def _project(visit: Visit) -> str:
    return f"/projects/{visit.ids['project_id']}"
