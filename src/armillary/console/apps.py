"""The console's front page, the person's apps, and what can be done with one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from armillary.console.context import Console, NotThere, Visit
from armillary.console.fields import Field, Typed, lines_of
from armillary.console.forms import Done, Sheet
from armillary.console.kinds import KINDS, kind_name

NAME = Field(
    "name",
    "App name",
    hint="People see it when they are asked to allow your app something.",
    rule="Give the app a name: one line of at most 255 characters.",
    required=True,
)
REDIRECTS = Field(
    "redirect_uris",
    "Redirect URIs",
    "lines",
    hint="Where logins may end. One a line: https://, http:// on localhost, or a private scheme "
    "such as org.example.app:/",
    max_length=20_000,
)
_URL = "Give a whole address that begins with https:// or http://, or leave it empty."
_TERMS = Field("terms_and_conditions", "Terms and conditions", "url", rule=_URL, max_length=2048)
_PRIVACY = Field("privacy_policy", "Privacy policy", "url", rule=_URL, max_length=2048)
_VISIBILITY = Field(
    "visibility",
    "Visibility",
    "radio",
    options=(
        ("private", "Private: only administrators look it up"),
        ("public", "Public: everybody may look it up"),
    ),
)
# Clients are identities too, but nobody signs in as one.
_NOT_FOR_PEOPLE = "clients.auth.globus.org"


async def index(console: Console, request: Request) -> Response:
    """What can be done here: ``GET /developers``."""
    return await console.show(await console.session(request), "index.html", kinds=KINDS)


async def app_list(visit: Visit) -> Response:
    """The projects that the person administers, and their apps: ``GET /developers/apps``."""
    projects = list((await visit.auth.get_projects())["projects"])
    clients = list((await visit.auth.get_clients())["clients"])
    return await visit.show("apps.html", projects=projects, clients=clients)


async def app_page(visit: Visit) -> Response:
    """One app: ``GET /developers/apps/<id>``."""
    client = await client_of(visit)
    project = (await visit.auth.get_project(client["project"]))["project"]
    return await visit.show(
        "app.html",
        client=client,
        kind=kind_name(client["client_type"]),
        project=project,
        credentials=await _credentials(visit, client),
        scopes=await scopes_of(visit, client),
        providers=dict(await _providers(visit)),
    )


async def client_of(visit: Visit) -> dict[str, Any]:
    """The app that the address names.

    :raises NotThere: it is in no project, so it is not managed here
    """
    client: dict[str, Any] = (await visit.auth.get_client(client_id=visit.ids["client_id"]))[
        "client"
    ]
    if client["project"] is None:
        raise NotThere
    return client


async def scopes_of(visit: Visit, client: dict[str, Any]) -> list[dict[str, Any]]:
    """The scopes that an app serves."""
    if not client["scopes"]:
        return []
    return list((await visit.auth.get_scopes(ids=client["scopes"]))["scopes"])


async def _credentials(visit: Visit, client: dict[str, Any]) -> list[dict[str, Any]]:
    if client["public_client"]:
        return []
    return list((await visit.auth.get_client_credentials(client["id"]))["credentials"])


async def _providers(visit: Visit) -> list[tuple[str, str]]:
    """Id and name of the identity providers that people sign in with."""
    found = (await visit.auth.get_identity_providers())["identity_providers"]
    return [(p["id"], p["name"]) for p in found if _NOT_FOR_PEOPLE not in p["domains"]]


async def edit_sheet(visit: Visit) -> Sheet:
    """What can be changed of an app: ``/developers/apps/<id>/edit``."""
    client = await client_of(visit)
    providers = tuple(await _providers(visit))
    fields = (
        NAME,
        REDIRECTS,
        _TERMS,
        _PRIVACY,
        _VISIBILITY,
        _provider_field("required_idp", "Required identity provider", "Any", providers),
        _provider_field("preselect_idp", "Preselected identity provider", "None", providers),
    )
    values = {
        "name": client["name"],
        "redirect_uris": "\n".join(client["redirect_uris"]),
        "terms_and_conditions": client["links"]["terms_and_conditions"] or "",
        "privacy_policy": client["links"]["privacy_policy"] or "",
        "visibility": client["visibility"],
        "required_idp": client["required_idp"] or "",
        "preselect_idp": client["preselect_idp"] or "",
    }
    return Sheet(f"Edit {client['name']}", "Save", _path(visit), fields, values)


def _provider_field(
    name: str, label: str, none: str, providers: tuple[tuple[str, str], ...]
) -> Field:
    return Field(name, label, "select", options=(("", none), *providers))


async def edit(visit: Visit, typed: Typed) -> Done:
    """Change the app."""
    await visit.auth.update_client(
        visit.ids["client_id"],
        name=typed["name"],
        redirect_uris=lines_of(typed["redirect_uris"]),
        required_idp=typed["required_idp"] or None,
        preselect_idp=typed["preselect_idp"] or None,
        # As written, so that Auth says what is wrong: links may be given one without the other.
        additional_fields={
            "visibility": typed["visibility"],
            "links": {
                "terms_and_conditions": typed["terms_and_conditions"] or None,
                "privacy_policy": typed["privacy_policy"] or None,
            },
        },
    )
    return Done(_path(visit), "The app is changed.")


async def delete_sheet(visit: Visit) -> Sheet:
    """The question whether an app shall go: ``/developers/apps/<id>/delete``."""
    client = await client_of(visit)
    return Sheet(
        f"Delete {client['name']}",
        "Delete the app",
        _path(visit),
        intro="The app stops working at once for everybody: its secrets, its tokens and what people"
        " allowed it go with it, and the scopes that it serves. This can't be undone.",
        confirm=client["name"],
        danger=True,
    )


async def delete(visit: Visit, _: Typed) -> Done:
    """Delete the app."""
    deleted = (await visit.auth.delete_client(visit.ids["client_id"]))["client"]
    return Done("/apps", f"The app {deleted['name']} is deleted.")


def _path(visit: Visit) -> str:
    return f"/apps/{visit.ids['client_id']}"
