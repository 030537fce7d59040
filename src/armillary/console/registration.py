"""Registering an app: choose its kind, choose a project, sign in again, describe the app."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from armillary.console.apps import NAME, REDIRECTS
from armillary.console.context import Elsewhere, SignInNeeded, Visit
from armillary.console.fields import Field, Problem, Typed, Unacceptable, lines_of
from armillary.console.forms import Done, Sheet
from armillary.console.kinds import KINDS, Kind
from armillary.console.login import begin
from armillary.console.projects import CONTACT, PROJECT_NAME, make_project
from globus_sdk.gare import GlobusAuthorizationParameters

_NEW = "new"
_CHOICE = "project"


async def choose_project(visit: Visit) -> Sheet:
    """Choose a project or describe a new one: ``/developers/register/<kind>``."""
    _kind(visit)
    projects = await _projects(visit)
    intro = (
        "A project is a collection of apps with a shared list of administrators. "
        "You will be asked to sign in again before the app is registered."
    )
    if not projects:
        fields: tuple[Field, ...] = (PROJECT_NAME, CONTACT)
        return Sheet("Create a project", "Continue", "/", fields, intro=intro)
    options = (*((p["id"], p["display_name"]) for p in projects), (_NEW, "Create a new project"))
    fields = (
        Field(_CHOICE, "Project", "radio", options=options),
        Field("display_name", "Project name", hint="Only for a new project"),
        Field("contact_email", "Contact e-mail", "email", hint="Only for a new project"),
    )
    values = {_CHOICE: projects[0]["id"]}
    return Sheet("Select a project", "Continue", "/", fields, values, intro)


async def note_project(visit: Visit, typed: Typed) -> Response:
    """Remember the choice, then have the person sign in again."""
    chosen = typed.get(_CHOICE, _NEW)
    if chosen == _NEW:
        draft = {name: typed[name] for name in ("display_name", "contact_email")}
        if not draft["display_name"]:
            raise Unacceptable(Problem("Give the project a name.", "display_name"))
        if "@" not in draft["contact_email"]:
            raise Unacceptable(Problem(CONTACT.rule, "contact_email"))
    elif chosen in {project["id"] for project in await _projects(visit)}:
        draft = {"project": chosen}
    else:
        message = "You don't administer this project. Choose one of yours."
        raise Unacceptable(Problem(message, _CHOICE))
    visit.browser.draft = {"kind": visit.ids["kind"], **draft}
    again = GlobusAuthorizationParameters(
        prompt="login", session_message="Sign in again to register an app in this project."
    )
    return await begin(visit.console, visit.browser, SignInNeeded(f"{visit.here}/app", again))


async def describe(visit: Visit) -> Sheet:
    """Give the app a name: ``/developers/register/<kind>/app``."""
    kind = _kind(visit)
    start = f"/register/{visit.ids['kind']}"
    if visit.browser.draft.get("kind") != visit.ids["kind"]:
        raise Elsewhere(start)
    fields = (NAME, replace(REDIRECTS, required=True)) if kind.hosted else (NAME,)
    intro = "" if kind.hosted else f"{kind.name}. Everything else can be set afterwards."
    return Sheet("Name your app", "Register App", start, fields, intro=intro)


async def register(visit: Visit, typed: Typed) -> Done:
    """Create the app, and the project if it is new."""
    kind, draft = _kind(visit), visit.browser.draft
    if "client" in draft:
        # The form was opened again after it was sent, by going back.
        return Done(f"/apps/{draft['client']}")
    if "project" not in draft:
        draft["project"] = await make_project(visit, draft["display_name"], draft["contact_email"])
    draft["client"] = await _create(visit, kind, typed)
    return Done(f"/apps/{draft['client']}", kind.after)


async def _create(visit: Visit, kind: Kind, typed: Typed) -> str:
    fields = {"redirect_uris": lines_of(typed["redirect_uris"])} if kind.hosted else {}
    client = await visit.auth.create_client(
        typed["name"],
        visit.browser.draft["project"],
        client_type=kind.client_type,
        additional_fields=fields,
    )
    client_id: str = client["client"]["id"]
    return client_id


def _kind(visit: Visit) -> Kind:
    kind = KINDS.get(visit.ids["kind"])
    if kind is None:
        raise HTTPException(404)
    return kind


async def _projects(visit: Visit) -> list[dict[str, Any]]:
    return list((await visit.auth.get_projects())["projects"])
