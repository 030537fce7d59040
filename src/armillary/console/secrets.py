"""The secrets of an app: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from armillary.console.apps import client_of
from armillary.console.context import NotThere, Visit
from armillary.console.fields import Field, Typed
from armillary.console.forms import Done, Sheet, Shown

_NAME = Field(
    "name",
    "Name of the secret",
    hint="Where it will be used, such as a host's name, so that you know which one to revoke.",
    rule="Give the secret a name: one line of at most 255 characters.",
    required=True,
)


async def new_sheet(visit: Visit) -> Sheet:
    """One more secret: ``/developers/apps/<id>/secrets/new``."""
    client = await client_of(visit)
    if client["public_client"]:
        raise NotThere
    return Sheet(
        f"New client secret for {client['name']}",
        "Make the secret",
        _app(visit),
        (_NAME,),
        intro="The secret is shown once, on the next page. Have the place ready where it will be "
        "kept.",
    )


async def make(visit: Visit, typed: Typed) -> Shown:
    """Make the secret, and show it: the answer to the form is the only page that has it."""
    client = await client_of(visit)
    made = await visit.auth.create_client_credential(client["id"], typed["name"])
    return Shown(_app(visit), "secret.html", {"client": client, "credential": made["credential"]})


async def revoke_sheet(visit: Visit) -> Sheet:
    """The question whether a secret shall go: ``/developers/apps/<id>/secrets/<id>/revoke``."""
    client = await client_of(visit)
    credential = await _credential(visit, client)
    return Sheet(
        f"Revoke the secret {credential['name']}",
        "Revoke the secret",
        _app(visit),
        intro=f"{client['name']} can't use this secret any more. Tokens that it has already got"
        " last until they expire.",
        danger=True,
    )


async def revoke(visit: Visit, _: Typed) -> Done:
    """Revoke the secret."""
    gone = await visit.auth.delete_client_credential(
        visit.ids["client_id"], visit.ids["credential_id"]
    )
    return Done(_app(visit), f"The secret {gone['credential']['name']} is revoked.")


async def _credential(visit: Visit, client: dict[str, Any]) -> dict[str, Any]:
    if not client["public_client"]:
        for credential in (await visit.auth.get_client_credentials(client["id"]))["credentials"]:
            if credential["id"] == visit.ids["credential_id"]:
                found: dict[str, Any] = credential
                return found
    raise NotThere


def _app(visit: Visit) -> str:
    return f"/apps/{visit.ids['client_id']}"
