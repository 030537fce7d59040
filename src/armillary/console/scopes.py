"""The scopes that a service serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from armillary.console.apps import client_of
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
from armillary.core.ids import is_uuid
from globus_sdk import DependentScopeSpec

_OPTIONAL, _REFRESH = "optional", "refresh"

FIELDS = (
    Field(
        "scope_suffix",
        "Suffix",
        hint="The last part of the scope string: small letters, digits and _",
        rule="Write the suffix in small letters, digits and _, at most 128 of them.",
        required=True,
        max_length=128,
    ),
    Field(
        "name",
        "Name",
        hint="What the permission is called, such as “Read my samples”.",
        rule="Give the scope a name: one line of at most 255 characters.",
        required=True,
    ),
    Field(
        "description",
        "Description",
        "area",
        hint="People read it when they are asked to allow this.",
        rule="Describe the scope in at most 4096 characters.",
        required=True,
        max_length=4096,
    ),
    Field(
        "dependent_scopes",
        "Dependent scopes",
        "lines",
        hint="What your service needs of others to do this. One scope a line, as scope string or "
        "id; after it, “optional” if it is asked for only when an app wants it, and “refresh” if "
        "your service needs refresh tokens for it.",
        max_length=20_000,
    ),
    Field(
        "required_domains",
        "Required domains",
        "lines",
        hint="People need an identity in each of these, such as example.org. One a line; usually "
        "none.",
        rule="This is not a domain, such as example.org.",
        max_length=20_000,
    ),
    Field("allows_refresh_token", "Apps may get refresh tokens for it", "check"),
    Field("advertised", "Everybody may look it up", "check"),
)


async def new_sheet(visit: Visit) -> Sheet:
    """One more scope: ``/developers/apps/<id>/scopes/new``."""
    client = await client_of(visit)
    if client["public_client"]:
        raise NotThere
    values = {"allows_refresh_token": TICKED}
    title = f"New scope of {client['name']}"
    return Sheet(title, "Create the scope", _app(visit), FIELDS, values)


async def create(visit: Visit, typed: Typed) -> Done:
    """Create the scope."""
    made = await visit.auth.create_scope(
        visit.ids["client_id"],
        typed["name"],
        typed["description"],
        typed["scope_suffix"],
        required_domains=lines_of(typed["required_domains"]),
        dependent_scopes=await _dependencies(visit, typed),
        advertised=ticked(typed, "advertised"),
        allows_refresh_token=ticked(typed, "allows_refresh_token"),
    )
    return Done(_app(visit), f"The scope {made['scope']['name']} is created.")


async def edit_sheet(visit: Visit) -> Sheet:
    """What can be changed of a scope: ``/developers/apps/<id>/scopes/<id>/edit``."""
    scope = await _scope(visit)
    values = {
        "scope_suffix": scope["scope_string"].rpartition("/")[2],
        "name": scope["name"],
        "description": scope["description"],
        "dependent_scopes": "\n".join(await _written(visit, scope["dependent_scopes"])),
        "required_domains": "\n".join(scope["required_domains"]),
        "allows_refresh_token": TICKED if scope["allows_refresh_token"] else "",
        "advertised": TICKED if scope["advertised"] else "",
    }
    return Sheet(f"Edit the scope {scope['name']}", "Save", _app(visit), FIELDS, values)


async def edit(visit: Visit, typed: Typed) -> Done:
    """Change the scope."""
    await visit.auth.update_scope(
        visit.ids["scope_id"],
        name=typed["name"],
        description=typed["description"],
        scope_suffix=typed["scope_suffix"],
        required_domains=lines_of(typed["required_domains"]),
        dependent_scopes=await _dependencies(visit, typed),
        advertised=ticked(typed, "advertised"),
        allows_refresh_token=ticked(typed, "allows_refresh_token"),
    )
    return Done(_app(visit), "The scope is changed.")


async def delete_sheet(visit: Visit) -> Sheet:
    """The question whether a scope shall go: ``/developers/apps/<id>/scopes/<id>/delete``."""
    scope = await _scope(visit)
    return Sheet(
        f"Delete the scope {scope['name']}",
        "Delete the scope",
        _app(visit),
        intro=f"Apps can't ask for {scope['scope_string']} any more, and what people allowed "
        "by it is void. This can't be undone.",
        danger=True,
    )


async def delete(visit: Visit, _: Typed) -> Done:
    """Delete the scope."""
    gone = (await visit.auth.delete_scope(visit.ids["scope_id"]))["scope"]
    return Done(_app(visit), f"The scope {gone['name']} is deleted.")


async def _scope(visit: Visit) -> dict[str, Any]:
    """The scope that the address names; advertised ones of others can be seen, but not here."""
    client = await client_of(visit)
    if visit.ids["scope_id"] not in client["scopes"]:
        raise NotThere
    scope: dict[str, Any] = (await visit.auth.get_scope(visit.ids["scope_id"]))["scope"]
    return scope


async def _written(visit: Visit, dependent: list[dict[str, Any]]) -> list[str]:
    """Dependent scopes as people write them."""
    if not dependent:
        return []
    found = (await visit.auth.get_scopes(ids=[each["scope"] for each in dependent]))["scopes"]
    strings = {scope["id"]: scope["scope_string"] for scope in found}
    return [
        " ".join(
            [
                strings.get(each["scope"], each["scope"]),
                *([_OPTIONAL] if each["optional"] else []),
                *([_REFRESH] if each["requires_refresh_token"] else []),
            ]
        )
        for each in dependent
    ]


async def _dependencies(visit: Visit, typed: Typed) -> list[DependentScopeSpec]:
    """The dependent scopes that are typed.

    :raises Unacceptable: a line is none, or names a scope that is not there
    """
    lines = [line.split() for line in lines_of(typed["dependent_scopes"])]
    ids = await _ids_of(visit, {words[0] for words in lines})
    problems = []
    for number, (name, *words) in enumerate(lines, start=1):
        if name not in ids:
            problems.append(_in_line(number, f"There is no scope {name} that everybody may use."))
        elif set(words) - {_OPTIONAL, _REFRESH}:
            problems.append(_in_line(number, "After the scope only “optional” and “refresh” go."))
    if problems:
        raise Unacceptable(*problems)
    return [DependentScopeSpec(ids[n], _OPTIONAL in w, _REFRESH in w) for n, *w in lines]


def _in_line(number: int, message: str) -> Problem:
    return Problem(f"Line {number}: {message}", "dependent_scopes")


async def _ids_of(visit: Visit, names: Iterable[str]) -> dict[str, str]:
    """The ids of scopes that are named by their strings or ids."""
    by_id = sorted(name for name in names if is_uuid(name))
    by_string = sorted(set(names) - set(by_id))
    ids: dict[str, str] = {}
    if by_id:
        found = (await visit.auth.get_scopes(ids=by_id))["scopes"]
        known = {scope["id"] for scope in found}
        ids.update({name: name.lower() for name in by_id if name.lower() in known})
    if by_string:
        found = (await visit.auth.get_scopes(scope_strings=by_string))["scopes"]
        ids.update({scope["scope_string"]: scope["id"] for scope in found})
    return ids


def _app(visit: Visit) -> str:
    return f"/apps/{visit.ids['client_id']}"
